using Yofo.Engine;

namespace Yofo.Motion;

/// <summary>The motion of the frames between two key frames.</summary>
/// <param name="ToBefore">Where each pixel lies in the key frame before.</param>
/// <param name="ToAfter">Where it lies in the key frame after; null where there is none.</param>
/// <param name="Share">Where the frame lies between them: 0 at the one before, 1 at the one after.</param>
internal sealed record GroupMotion(MotionField ToBefore, MotionField? ToAfter, double Share) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        ToBefore.Dispose();
        ToAfter?.Dispose();
    }

    /// <summary>Estimates the motion of a group, each frame's beginning with its neighbour's.</summary>
    /// <param name="before">The key frame before.</param>
    /// <param name="between">The frames after it, in order.</param>
    /// <param name="after">The next key frame, or null.</param>
    public static IReadOnlyList<GroupMotion> Of(Luminance before, IReadOnlyList<Luminance> between, Luminance? after)
    {
        using var stage = StageClock.Measure("motion: estimated");
        var back = new MotionField[between.Count];
        for (var index = 0; index < between.Count; index++)
        {
            back[index] = MotionEstimator.Estimate(between[index], before, index > 0 ? back[index - 1] : null);
        }

        var forth = new MotionField?[between.Count];
        for (var index = between.Count - 1; after is not null && index >= 0; index--)
        {
            forth[index] = MotionEstimator.Estimate(between[index], after, index < between.Count - 1 ? forth[index + 1] : null);
        }

        return [.. between.Select((_, index) => new GroupMotion(back[index], forth[index], (index + 1.0) / (between.Count + 1)))];
    }
}
