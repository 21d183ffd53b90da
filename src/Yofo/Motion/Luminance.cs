using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Yofo.Engine;
using Yofo.Modeling.Vision;
using Yofo.Video;

namespace Yofo.Motion;

/// <summary>A small gray picture with its halves, as motion is estimated on it. The border is repeated outwards, so that reads need no checks. Its arrays come from a pool.</summary>
internal sealed class Luminance : IDisposable
{
    /// <summary>Pixels of border around each level: a patch may begin so far outside.</summary>
    public const int Border = 16;

    private const int Coarsest = 20; // pixels of the shorter side; no level is smaller [ours]

    private Luminance(int width, int height)
    {
        Width = width;
        Height = height;
        Stride = width + (2 * Border);
        Values = ArrayPool<float>.Shared.Rent(Stride * (height + (2 * Border)));
    }

    /// <summary>Pixels across.</summary>
    public int Width { get; }

    /// <summary>Pixels down.</summary>
    public int Height { get; }

    /// <summary>Values of a row, border included.</summary>
    public int Stride { get; }

    /// <summary>0 to 255, border included; may be longer than that.</summary>
    public float[] Values { get; }

    /// <summary>The same at half the size, or null for the coarsest.</summary>
    public Luminance? Half { get; private set; }

    /// <summary>A frame at half the network's working size, twice as fine as its masks [ours: half as fine costs 0.003 in J].</summary>
    public static Luminance For(Frame frame)
    {
        using var stage = StageClock.Measure("motion: gray");
        var (height, width) = ImageInput.WorkingSize(frame.Width, frame.Height);
        return Of(frame, width / 2, height / 2);
    }

    /// <summary>Shrinks a frame: each value is the mean of the pixels that it stands for.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Luminance Of(Frame frame, int width, int height)
    {
        var picture = new Luminance(Math.Min(width, frame.Width), Math.Min(height, frame.Height));
        var rented = ArrayPool<ushort>.Shared.Rent(frame.Width * 3);
        var column = rented.AsSpan(0, frame.Width * 3); // sums of the rows that one value stands for, a number a colour
        var starts = ArrayPool<int>.Shared.Rent(picture.Width + 1); // column that each value begins at: a division each
        for (var x = 0; x <= picture.Width; x++)
        {
            starts[x] = x * frame.Width / picture.Width;
        }

        for (var y = 0; y < picture.Height; y++)
        {
            var (top, bottom) = (y * frame.Height / picture.Height, (y + 1) * frame.Height / picture.Height);
            column.Clear();
            for (var row = top; row < bottom; row++)
            {
                Add(column, frame.Rgb.Span.Slice(row * column.Length, column.Length));
            }

            for (var x = 0; x < picture.Width; x++)
            {
                var (left, right) = (starts[x], starts[x + 1]);
                var sum = 0;
                for (var at = left * 3; at < right * 3; at += 3)
                {
                    sum += (77 * column[at]) + (150 * column[at + 1]) + (29 * column[at + 2]); // ITU-R BT.601 in 256ths
                }

                picture.Values[picture.At(x, y)] = sum / (256f * (right - left) * (bottom - top));
            }
        }

        ArrayPool<ushort>.Shared.Return(rented);
        ArrayPool<int>.Shared.Return(starts);
        picture.Finish();
        return picture;
    }

    /// <summary>Place of a pixel in <see cref="Values"/>.</summary>
    public int At(int x, int y) => ((y + Border) * Stride) + x + Border;

    /// <summary>Mean absolute difference of two pictures of one size, in gray levels.</summary>
    public double DifferenceTo(Luminance other)
    {
        var sum = 0f;
        for (var y = 0; y < Height; y++)
        {
            var own = Values.AsSpan(At(0, y), Width);
            var others = other.Values.AsSpan(other.At(0, y), Width);
            for (var x = 0; x < own.Length; x++)
            {
                sum += Math.Abs(own[x] - others[x]);
            }
        }

        return sum / (Width * Height);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(Values);
        Half?.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(Span<ushort> sums, ReadOnlySpan<byte> row)
    {
        var at = 0;
        for (; at + Vector128<byte>.Count <= row.Length; at += Vector128<byte>.Count)
        {
            var (low, high) = Vector128.Widen(Vector128.Create(row[at..]));
            (Vector128.Create<ushort>(sums[at..]) + low).CopyTo(sums[at..]);
            (Vector128.Create<ushort>(sums[(at + Vector128<ushort>.Count)..]) + high).CopyTo(sums[(at + Vector128<ushort>.Count)..]);
        }

        for (; at < row.Length; at++)
        {
            sums[at] += row[at];
        }
    }

    private void Finish()
    {
        for (var y = 0; y < Height; y++)
        {
            Values.AsSpan(At(0, y) - Border, Border).Fill(Values[At(0, y)]);
            Values.AsSpan(At(0, y) + Width, Border).Fill(Values[At(Width - 1, y)]);
        }

        for (var row = 0; row < Border; row++)
        {
            Values.AsSpan(Border * Stride, Stride).CopyTo(Values.AsSpan(row * Stride));
            Values.AsSpan((Border + Height - 1) * Stride, Stride).CopyTo(Values.AsSpan((Border + Height + row) * Stride));
        }

        if (Math.Min(Width, Height) >= 2 * Coarsest)
        {
            Half = new Luminance(Width / 2, Height / 2);
            for (var y = 0; y < Half.Height; y++)
            {
                for (var x = 0; x < Half.Width; x++)
                {
                    var at = At(2 * x, 2 * y);
                    Half.Values[Half.At(x, y)] = (Values[at] + Values[at + 1] + Values[at + Stride] + Values[at + Stride + 1]) / 4;
                }
            }

            Half.Finish();
        }
    }
}
