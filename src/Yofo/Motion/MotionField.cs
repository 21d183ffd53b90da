using System.Buffers;

namespace Yofo.Motion;

/// <summary>
/// Where each pixel of one picture lies in another: at (x + X, y + Y). The pixels of a block move alike, for the same patches lie on them. Its arrays come
/// from a pool: no large garbage a frame.
/// </summary>
internal sealed class MotionField : IDisposable
{
    /// <summary>Pixels a side of a block: the step from one patch to the next, and half of a patch.</summary>
    public const int Block = PatchSearch.Size / 2;

    private readonly float[] x;
    private readonly float[] y;
    private readonly float[] difference;

    /// <summary>Starts with no motion.</summary>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    public MotionField(int width, int height)
    {
        (Width, Height) = (width, height);
        (Columns, Rows) = ((width + Block - 1) / Block, (height + Block - 1) / Block);
        (x, y, difference) = (Rent(), Rent(), Rent());
    }

    /// <summary>Pixels across.</summary>
    public int Width { get; }

    /// <summary>Pixels down.</summary>
    public int Height { get; }

    /// <summary>Blocks across; the last may reach beyond the picture.</summary>
    public int Columns { get; }

    /// <summary>Blocks down; likewise.</summary>
    public int Rows { get; }

    /// <summary>Shift to the right of each block, row by row.</summary>
    public Span<float> X => x.AsSpan(0, Columns * Rows);

    /// <summary>Shift downwards of each block, row by row.</summary>
    public Span<float> Y => y.AsSpan(0, Columns * Rows);

    /// <summary>What each block is unlike the place it comes from: root mean square difference of its patches in gray levels.</summary>
    public Span<float> Difference => difference.AsSpan(0, Columns * Rows);

    /// <summary>The shift of a pixel; beyond the picture, the nearest one's.</summary>
    public (float X, float Y) At(int column, int row)
    {
        var at = (Math.Clamp(row, 0, Height - 1) / Block * Columns) + (Math.Clamp(column, 0, Width - 1) / Block);
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
        var values = ArrayPool<float>.Shared.Rent(Columns * Rows);
        Array.Clear(values, 0, Columns * Rows);
        return values;
    }
}
