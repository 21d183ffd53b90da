using Yofo.Engine;

namespace Yofo.Motion;

/// <summary>The motion between two frames that the network saw.</summary>
/// <param name="Forth">Where each pixel of the first lies in the second.</param>
/// <param name="Back">Where each pixel of the second lies in the first.</param>
internal sealed record KeyMotion(MotionField Forth, MotionField Back) : IDisposable
{
    /// <summary>Estimates it.</summary>
    public static KeyMotion Between(Luminance first, Luminance second)
    {
        using var stage = StageClock.Measure("motion: estimated");
        return new KeyMotion(MotionEstimator.Estimate(first, second), MotionEstimator.Estimate(second, first));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Forth.Dispose();
        Back.Dispose();
    }
}
