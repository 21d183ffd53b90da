using Yofo.Motion;

namespace Yofo.Inference;

/// <summary>Frames that wait between two that the network sees, until their motion to both is known.</summary>
internal sealed class MotionGroup : IDisposable
{
    private readonly List<FrameWork> waiting = [];
    private FrameWork? first;

    /// <summary>Takes in a frame that the network does not see.</summary>
    public void Wait(FrameWork frame) => waiting.Add(frame);

    /// <summary>The motion between a frame that the network sees and the one that it saw before: of the first to the second and back.</summary>
    /// <param name="key">The next frame that the network sees.</param>
    /// <returns>Null where there is none before, or nothing to follow: a cut, another size.</returns>
    public KeyMotion? Across(FrameWork key) =>
        first is null || KeyframePlan.IsCut(first.Luminance, key.Luminance) ? null : KeyMotion.Between(first.Luminance, key.Luminance);

    /// <summary>Ends the group with the next frame that the network sees; it begins another.</summary>
    /// <param name="key">That frame.</param>
    /// <param name="seen">Whether the network could see it; if not, the frame before the group is all there is to go by.</param>
    /// <param name="fill">Does each frame that waits, in order.</param>
    public void Close(FrameWork key, bool seen, Action<FrameWork, GroupMotion> fill)
    {
        FrameWork[] done = [.. waiting];
        waiting.Clear();
        if (done.Length > 0)
        {
            foreach (var (frame, motion) in done.Zip(GroupMotion.Of(first!.Luminance, [.. done.Select(frame => frame.Luminance)], seen ? key.Luminance : null)))
            {
                fill(frame, motion);
                motion.Dispose();
                frame.ReleaseLuminance();
            }
        }

        Dispose();
        first = key;
    }

    /// <inheritdoc/>
    public void Dispose() => first?.ReleaseLuminance();
}
