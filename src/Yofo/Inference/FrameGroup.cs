using System.Buffers;
using Yofo.Modeling;
using static TorchSharp.torch;

namespace Yofo.Inference;

/// <summary>Frames of one session from what the network saw of them to masks at their own size, in order (<see cref="FrameChain"/>, <see cref="LateVerdicts{T}"/>).</summary>
/// <param name="session">The session.</param>
/// <param name="ahead">How many frames that the network sees have a say in one before them, at most.</param>
internal sealed class FrameGroup(VideoSession session, int ahead) : IDisposable
{
    private readonly FrameChain chain = new([session], ahead);
    private readonly LateVerdicts<FrameWork> late = new(session);

    /// <summary>Takes in a frame that the network does not see; nothing is done yet.</summary>
    public void Wait(FrameWork work) => chain.Wait(work);

    /// <summary>Takes in a frame that the network sees; <see cref="Fill"/> is to follow.</summary>
    /// <param name="key">The frame.</param>
    /// <param name="mined">What the network's first half made of it; null where that failed.</param>
    /// <returns>The frames that are done by that, in order.</returns>
    public IReadOnlyList<FrameWork> See(FrameWork key, MinedSight? mined)
    {
        chain.See(key, (_, before, motion) => mined is null ? null : key.Try(() => session.Look(mined, key.Frame.Index, before, motion)));
        return Done(chain.Take(first: true));
    }

    /// <summary>Does the frames that waited for the one that was seen last.</summary>
    /// <returns>The frames that are done, in order.</returns>
    public IReadOnlyList<FrameWork> Fill() => Done(chain.Take());

    /// <summary>Gives the frames that are left when no more come.</summary>
    public IReadOnlyList<FrameWork> Finish() => Done(chain.Take(all: true), all: true);

    /// <inheritdoc/>
    public void Dispose()
    {
        chain.Dispose();
        late.Dispose();
    }

    private List<FrameWork> Done(IEnumerable<ChainedFrame> final, bool all = false)
    {
        foreach (var frame in final)
        {
            late.Add(frame.Frame, frame.Logits[0], frame.Look);
        }

        return [.. late.Take(all).Select(frame => Show(frame.Frame, frame.Logits, frame.Verdicts))];
    }

    // The session uses its buffer again, so the mask is copied.
    private FrameWork Show(FrameWork work, Tensor? logits, IReadOnlyList<PresenceVerdict> verdicts)
    {
        work.Mask = logits is null ? null : work.Try(() =>
        {
            var mask = session.Show(logits, work.Frame, verdicts);
            work.Indices = ArrayPool<byte>.Shared.Rent(mask.Indices.Length);
            mask.Indices.Span.CopyTo(work.Indices);
            return mask with { Indices = work.Indices.AsMemory(0, mask.Indices.Length) };
        });
        return work;
    }
}
