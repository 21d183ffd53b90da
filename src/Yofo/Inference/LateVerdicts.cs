using static TorchSharp.torch;

namespace Yofo.Inference;

/// <summary>
/// Frames whose masks are made and whose verdicts may still change: where a phrase is thought absent, the next few frames that the
/// network sees may tell that it is there after all, so those frames wait for them. Where all phrases are present nothing waits [ours].
/// </summary>
/// <typeparam name="T">The frame, as its owner knows it.</typeparam>
/// <param name="session">Its verdicts.</param>
internal sealed class LateVerdicts<T>(VideoSession session) : IDisposable
{
    private const int Ahead = 2; // frames that the network sees meanwhile [ours; docs/experiments.md says what that gains]

    private readonly Queue<(T Frame, Tensor? Logits, int Look)> waiting = [];

    /// <summary>Takes in the next frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="logits">Its masks, [N, h, w]; kept alive here. Null where there are none.</param>
    /// <param name="look">Its number among those that the network saw, or the one that it comes right before.</param>
    public void Add(T frame, Tensor? logits, int look) => waiting.Enqueue((frame, logits?.DetachFromDisposeScope(), look));

    /// <summary>Gives the frames that wait no longer, in order; the masks of each live until the next is asked for.</summary>
    /// <param name="all">Whether nothing is to come that could be waited for.</param>
    public IEnumerable<(T Frame, Tensor? Logits, IReadOnlyList<PresenceVerdict> Verdicts)> Take(bool all = false)
    {
        while (waiting.TryPeek(out var first) && session.VerdictsOn(first.Look, Ahead, all) is { } verdicts)
        {
            waiting.Dequeue();
            using (first.Logits)
            {
                yield return (first.Frame, first.Logits, verdicts);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, logits, _) in waiting)
        {
            logits?.Dispose();
        }
    }
}
