using System.Buffers;
using System.Runtime.ExceptionServices;
using Yofo.Modeling;

namespace Yofo.Inference;

/// <summary>Frames on their way between two that the network sees: they wait for the second, and get their masks from both.</summary>
/// <param name="session">The session.</param>
internal sealed class FrameGroup(VideoSession session) : IDisposable
{
    private readonly MotionGroup group = new();
    private KeyframeAnswer? before;

    /// <summary>Takes in a frame that the network does not see; nothing is done yet.</summary>
    public IReadOnlyList<FrameWork> Wait(FrameWork work)
    {
        group.Wait(work);
        return [];
    }

    /// <summary>Does a frame that the network sees, and those that wait for it.</summary>
    /// <param name="key">The frame.</param>
    /// <param name="features">Its features; null where it failed.</param>
    /// <returns>The frames that are done, in order, the given one last.</returns>
    public IReadOnlyList<FrameWork> Close(FrameWork key, ImageFeatures? features)
    {
        var after = features is null ? null : Try(key, () => session.Look(features, key.Frame.Index));
        var waited = group.Close(key, after is not null, (work, motion) => Show(work, () => session.Fill(before!, after, motion, work.Frame)));
        if (after is not null)
        {
            Show(key, () => session.Show(after, key.Frame));
        }

        before?.Dispose();
        before = after;
        return [.. waited, key];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        before?.Dispose();
        group.Dispose();
    }

    // The session uses its buffer again, so the mask is copied.
    private static void Show(FrameWork work, Func<FrameMask> show) => Try(work, () =>
    {
        var mask = show();
        work.Indices = ArrayPool<byte>.Shared.Rent(mask.Indices.Length);
        mask.Indices.Span.CopyTo(work.Indices);
        return work.Mask = mask with { Indices = work.Indices.AsMemory(0, mask.Indices.Length) };
    });

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
