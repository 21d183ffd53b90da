namespace Yofo.Cli.Bench;

/// <summary>A frame's time in the network alone.</summary>
/// <param name="Threads">Threads of one frame.</param>
/// <param name="Phrases">Phrases.</param>
/// <param name="Milliseconds">Median of the whole frame.</param>
/// <param name="Stages">Its stages.</param>
internal sealed record NetworkTimes(int Threads, int Phrases, double Milliseconds, IReadOnlyList<StageMedian> Stages);
