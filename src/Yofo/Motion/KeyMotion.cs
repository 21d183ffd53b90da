using Yofo.Engine;

namespace Yofo.Motion;

/// <summary>The motion between two frames that the network saw.</summary>
/// <param name="Forth">Where each pixel of the first lies in the second.</param>
/// <param name="Back">Where each pixel of the second lies in the first.</param>
internal sealed record KeyMotion(MotionField Forth, MotionField Back) : IDisposable
{
    /// <summary>Estimates it, as fine as masks are: a neighbour only has a say in them, and a quarter of the time is enough for that [ours].</summary>
    public static KeyMotion Between(Luminance first, Luminance second)
    {
        using var stage = StageClock.Measure("motion: estimated");
        var (one, other) = first.Half is { } small && second.Half is { } smaller ? (small, smaller) : (first, second);
        return new KeyMotion(MotionEstimator.Estimate(one, other), MotionEstimator.Estimate(other, one));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Forth.Dispose();
        Back.Dispose();
    }
}
