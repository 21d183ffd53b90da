using System.Buffers;

namespace Yofo.Motion;

/// <summary>Where each pixel of one picture lies in another: at (x + X, y + Y). Its arrays come from a pool: no large garbage a frame.</summary>
internal sealed class MotionField : IDisposable
{
    private readonly float[] x;
    private readonly float[] y;
    private readonly float[] difference;

    /// <summary>Starts with no motion.</summary>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    public MotionField(int width, int height)
    {
        (Width, Height) = (width, height);
        (x, y, difference) = (Rent(), Rent(), Rent());
    }

    /// <summary>Pixels across.</summary>
    public int Width { get; }

    /// <summary>Pixels down.</summary>
    public int Height { get; }

    /// <summary>Shift to the right of each pixel, row by row.</summary>
    public Span<float> X => x.AsSpan(0, Width * Height);

    /// <summary>Shift downwards of each pixel, row by row.</summary>
    public Span<float> Y => y.AsSpan(0, Width * Height);

    /// <summary>What the pixel is unlike the place it comes from: root mean square difference of its patch in gray levels.</summary>
    public Span<float> Difference => difference.AsSpan(0, Width * Height);

    /// <summary>The shift at a place, the nearest pixel's.</summary>
    public (float X, float Y) At(int column, int row)
    {
        var at = (Math.Clamp(row, 0, Height - 1) * Width) + Math.Clamp(column, 0, Width - 1);
        return (x[at], y[at]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var values in new[] { x, y, difference })
        {
            ArrayPool<float>.Shared.Return(values);
        }
    }

    private float[] Rent()
    {
        var values = ArrayPool<float>.Shared.Rent(Width * Height);
        Array.Clear(values, 0, Width * Height);
        return values;
    }
}
