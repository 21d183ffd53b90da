namespace Yofo.Cli.Bench;

/// <summary>A frame's time in the network alone.</summary>
/// <param name="Threads">Threads of one frame.</param>
/// <param name="Phrases">Phrases.</param>
/// <param name="Milliseconds">Median of a frame that the network sees.</param>
/// <param name="BetweenMilliseconds">Mean of a frame that masks are carried to.</param>
/// <param name="Stages">The stages of both.</param>
internal sealed record NetworkTimes(int Threads, int Phrases, double Milliseconds, double BetweenMilliseconds, IReadOnlyList<StageMedian> Stages);
