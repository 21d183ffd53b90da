using System.Buffers;
using System.Runtime.ExceptionServices;
using Yofo.Modeling;
using Yofo.Motion;
using static TorchSharp.torch;

namespace Yofo.Inference;

/// <summary>
/// Frames on their way between two that the network sees: they wait for the second, get their masks from both, and are done once
/// their verdicts stand. A frame that it sees waits for the next one too, which has a say in its mask.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="settles">Whether neighbours have a say; not where the network sees every frame, one as the other.</param>
internal sealed class FrameGroup(VideoSession session, bool settles) : IDisposable
{
    private readonly MotionGroup group = new();
    private readonly LateVerdicts<FrameWork> late = new(session);
    private (FrameWork Work, SeenMasks? Seen)? held;
    private (FrameWork Key, SeenMasks? Seen) next;

    /// <summary>Takes in a frame that the network does not see; nothing is done yet.</summary>
    public void Wait(FrameWork work) => group.Wait(work);

    /// <summary>Takes in a frame that the network sees, which ends the waiting of those before it; <see cref="Fill"/> is to follow.</summary>
    /// <param name="key">The frame.</param>
    /// <param name="mined">What the network's first half made of it; null where that failed.</param>
    /// <returns>The frames that are done, in order.</returns>
    public IReadOnlyList<FrameWork> See(FrameWork key, MinedFrame? mined)
    {
        var before = held?.Seen;
        using var motion = settles && before is not null && mined is not null ? group.Across(key) : null;
        next = (key, mined is null ? null : Try(key, () => session.Look(mined, key.Frame.Index, before, motion)));
        if (settles && held is { } first)
        {
            if (before is not null && next.Seen is { } after && motion is not null)
            {
                (before, next.Seen) = Settle(before, after, motion);
                held = (first.Work, before);
            }

            late.Add(first.Work, before?.Logits.alias(), before?.Look);
        }

        return [.. late.Take().Select(Show)];
    }

    /// <summary>Carries masks to the frames that waited for the one that was seen last.</summary>
    /// <returns>The frames that are done, in order.</returns>
    public IReadOnlyList<FrameWork> Fill()
    {
        var (before, (key, after)) = (held?.Seen, next);
        group.Close(key, after is not null, (work, motion) => late.Add(work, Try(work, () => session.Carry(before!.Logits, after?.Logits, motion))));
        before?.Dispose();
        held = next;
        if (!settles)
        {
            late.Add(key, after?.Logits.alias());
        }

        return [.. late.Take().Select(Show)];
    }

    /// <summary>Gives the frames that are left when no more come.</summary>
    public IReadOnlyList<FrameWork> Finish()
    {
        if (settles && held is { } last)
        {
            late.Add(last.Work, last.Seen?.Logits.alias(), last.Seen?.Look);
        }

        return [.. late.Take(all: true).Select(Show)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        held?.Seen?.Dispose();
        group.Dispose();
        late.Dispose();
    }

    private (SeenMasks Before, SeenMasks After) Settle(SeenMasks before, SeenMasks after, KeyMotion motion)
    {
        using (before)
        using (after)
        {
            return session.Settle(before, after, motion);
        }
    }

    // The session uses its buffer again, so the mask is copied.
    private FrameWork Show((FrameWork Work, Tensor? Logits) frame)
    {
        var (work, logits) = frame;
        work.Mask = logits is null ? null : Try(work, () =>
        {
            var mask = session.Show(logits, work.Frame);
            work.Indices = ArrayPool<byte>.Shared.Rent(mask.Indices.Length);
            mask.Indices.Span.CopyTo(work.Indices);
            return mask with { Indices = work.Indices.AsMemory(0, mask.Indices.Length) };
        });
        return work;
    }

    private static T? Try<T>(FrameWork work, Func<T> action)
        where T : class
    {
        try
        {
            return action();
        }
        catch (Exception failure)
        {
            work.Failure = ExceptionDispatchInfo.Capture(failure);
            return null;
        }
    }
}
