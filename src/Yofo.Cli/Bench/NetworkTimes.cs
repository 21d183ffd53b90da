using Yofo.Inference;

namespace Yofo.Cli.Bench;

/// <summary>A frame's time in the network alone.</summary>
/// <param name="Threads">Threads of one frame.</param>
/// <param name="Phrases">Phrases.</param>
/// <param name="Milliseconds">Median of a frame that the network sees.</param>
/// <param name="BetweenMilliseconds">Mean of a frame that masks are carried to.</param>
/// <param name="Stages">The stages of both.</param>
internal sealed record NetworkTimes(int Threads, int Phrases, double Milliseconds, double BetweenMilliseconds, IReadOnlyList<StageMedian> Stages)
{
    /// <summary>Frames a second, one at a time, where it sees every few and masks are carried to the others, as in <c>segment</c>.</summary>
    public double FramesPerSecond => 1000 * KeyframePlan.DefaultEvery / (Milliseconds + ((KeyframePlan.DefaultEvery - 1) * BetweenMilliseconds));
}
