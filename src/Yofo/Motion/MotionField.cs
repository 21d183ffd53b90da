namespace Yofo.Motion;

/// <summary>Where each pixel of one picture lies in another: at (x + X, y + Y).</summary>
/// <param name="width">Pixels across.</param>
/// <param name="height">Pixels down.</param>
internal sealed class MotionField(int width, int height)
{
    /// <summary>Pixels across.</summary>
    public int Width { get; } = width;

    /// <summary>Pixels down.</summary>
    public int Height { get; } = height;

    /// <summary>Shift to the right of each pixel, row by row.</summary>
    public float[] X { get; } = new float[width * height];

    /// <summary>Shift downwards of each pixel, row by row.</summary>
    public float[] Y { get; } = new float[width * height];

    /// <summary>What the pixel is unlike the place it comes from: mean absolute difference in gray levels.</summary>
    public float[] Difference { get; } = new float[width * height];

    /// <summary>The shift at a place, the nearest pixel's.</summary>
    public (float X, float Y) At(int x, int y)
    {
        var at = (Math.Clamp(y, 0, Height - 1) * Width) + Math.Clamp(x, 0, Width - 1);
        return (X[at], Y[at]);
    }
}
