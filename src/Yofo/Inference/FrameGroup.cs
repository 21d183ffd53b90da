using System.Buffers;
using System.Runtime.ExceptionServices;
using Yofo.Modeling;
using Yofo.Motion;

namespace Yofo.Inference;

/// <summary>Frames on their way between two that the network sees: they wait for the second, and get their masks from both.</summary>
/// <param name="session">The session.</param>
internal sealed class FrameGroup(VideoSession session) : IDisposable
{
    private readonly List<FrameWork> waiting = [];
    private KeyframeAnswer? before;
    private FrameWork? first;

    /// <summary>Takes in a frame that the network does not see; nothing is done yet.</summary>
    public IReadOnlyList<FrameWork> Wait(FrameWork work)
    {
        waiting.Add(work);
        return [];
    }

    /// <summary>Does a frame that the network sees, and those that wait for it.</summary>
    /// <param name="key">The frame.</param>
    /// <param name="features">Its features; null where it failed.</param>
    /// <returns>The frames that are done, in order, the given one last.</returns>
    public List<FrameWork> Close(FrameWork key, ImageFeatures? features)
    {
        var after = features is null ? null : Try(key, () => session.Look(features, key.Frame.Index));
        if (waiting.Count > 0)
        {
            Fill(after, after is null ? null : key.Luminance);
        }

        if (after is not null)
        {
            Show(key, () => session.Show(after, key.Frame));
        }

        List<FrameWork> done = [.. waiting, key];
        waiting.ForEach(work => work.ReleaseLuminance());
        waiting.Clear();
        Dispose();
        (before, first) = (after, key);
        return done;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        before?.Dispose();
        first?.ReleaseLuminance();
    }

    private void Fill(KeyframeAnswer? after, Luminance? last)
    {
        var motion = GroupMotion.Of(first!.Luminance, [.. waiting.Select(work => work.Luminance)], last);
        foreach (var (work, moves) in waiting.Zip(motion))
        {
            Show(work, () => session.Fill(before!, after, moves, work.Frame));
            moves.Dispose();
        }
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
