using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Yofo.Motion;

/// <summary>
/// One patch of a picture on its way over another. It keeps the best place that was tried; slopes are only made for patches that descend.
/// </summary>
internal ref struct PatchSearch
{
    /// <summary>Pixels a side [Kroeger et al.].</summary>
    public const int Size = 8;

    private const int Iterations = 8; // at most; most patches need three [ours]
    private const float Same = 0.1f; // pixels; a start no farther from the best one is no other [ours]
    private const float Alike = Size * Size * 1f; // squared difference of a patch that fits already: one gray level a pixel, which is noise [ours]
    private const float Enough = 0.04f; // pixels; a smaller update ends the search [ours]

    private readonly Luminance from;
    private readonly Luminance to;
    private readonly int left;
    private readonly int top;
    private readonly Span<float> template;
    private readonly Span<float> slopeX;
    private readonly Span<float> slopeY;
    private float x;
    private float y;
    private float error = float.PositiveInfinity;

    /// <summary>Begins with no start.</summary>
    /// <param name="from">The picture that the patch is of.</param>
    /// <param name="to">The picture in which it is looked for.</param>
    /// <param name="left">Its first column.</param>
    /// <param name="top">Its first row.</param>
    /// <param name="template">Room for its pixels; this and the next two are lent for as long as it searches.</param>
    /// <param name="slopeX">Room for their slopes across.</param>
    /// <param name="slopeY">Room for their slopes down.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public PatchSearch(Luminance from, Luminance to, int left, int top, Span<float> template, Span<float> slopeX, Span<float> slopeY)
    {
        (this.from, this.to, this.left, this.top) = (from, to, left, top);
        this.template = template;
        this.slopeX = slopeX;
        this.slopeY = slopeY;
        for (var row = 0; row < Size; row++)
        {
            Load(from, from.At(left, top + row)).CopyTo(template[(row * Size)..]);
        }
    }

    /// <summary>Begins here if this fits better than what was tried before, unless that fits already; most neighbours found the same, which is not tried again.</summary>
    public void Try(float startX, float startY)
    {
        if (error < Alike || (error < float.PositiveInfinity && MathF.Abs(startX - x) + MathF.Abs(startY - y) < Same))
        {
            return;
        }

        var residual = Difference(startX, startY);
        if (residual < error)
        {
            (x, y, error) = (startX, startY, residual);
        }
    }

    /// <summary>Goes on from the best start by Gauss-Newton, with the slopes of the template, which stay the same on the way.</summary>
    /// <returns>The shift that fits best.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (float X, float Y) Descend()
    {
        if (error < Alike)
        {
            return (x, y);
        }

        Slope();
        var (squareX, product, squareY) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        for (var row = 0; row < Size * Size; row += Size)
        {
            var (x8, y8) = (Vector256.Create<float>(slopeX[row..]), Vector256.Create<float>(slopeY[row..]));
            squareX += x8 * x8;
            product += x8 * y8;
            squareY += y8 * y8;
        }

        var (xx, xy, yy) = (Vector256.Sum(squareX), Vector256.Sum(product), Vector256.Sum(squareY));

        // A flat patch stays where it began; a damped solution does not slide along an edge.
        var damping = (Size * Size * 1f) + (0.01f * (xx + yy));
        (xx, yy) = (xx + damping, yy + damping);
        var determinant = (xx * yy) - (xy * xy);
        var (startX, startY) = (x, y);
        var (atX, atY) = (x, y);
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            var (residual, towardsX, towardsY) = Compare(atX, atY);
            if (residual < error)
            {
                (x, y, error) = (atX, atY, residual);
            }

            var stepX = ((yy * towardsX) - (xy * towardsY)) / determinant;
            var stepY = ((xx * towardsY) - (xy * towardsX)) / determinant;
            (atX, atY) = (atX - stepX, atY - stepY);
            if (MathF.Abs(atX - startX) > Size || MathF.Abs(atY - startY) > Size || (stepX * stepX) + (stepY * stepY) < Enough * Enough)
            {
                break;
            }
        }

        return (x, y);
    }

    /// <summary>Gives the patch's motion to its blocks, the more the better it fits.</summary>
    /// <param name="field">The field; the patch begins where one of its blocks does.</param>
    /// <param name="weights">What was given to each block so far.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Spread(MotionField field, Span<float> weights)
    {
        var difference = MathF.Sqrt(error / (Size * Size));
        var weight = 1 / MathF.Max(1, difference * difference);
        var fieldX = field.X;
        var fieldY = field.Y;
        var differences = field.Difference;
        var (firstRow, firstColumn) = (top / MotionField.Block, left / MotionField.Block);
        for (var row = Math.Max(0, firstRow); row < Math.Min(field.Rows, firstRow + 2); row++)
        {
            for (var column = Math.Max(0, firstColumn); column < Math.Min(field.Columns, firstColumn + 2); column++)
            {
                var at = (row * field.Columns) + column;
                fieldX[at] += weight * x;
                fieldY[at] += weight * y;
                differences[at] += weight * difference;
                weights[at] += weight;
            }
        }
    }

    // Only of patches that go on: most fit where they began.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Slope()
    {
        for (var row = 0; row < Size; row++)
        {
            var at = from.At(left, top + row);
            ((Load(from, at + 1) - Load(from, at - 1)) / 2).CopyTo(slopeX[(row * Size)..]);
            ((Load(from, at + from.Stride) - Load(from, at - from.Stride)) / 2).CopyTo(slopeY[(row * Size)..]);
        }

        Centre(slopeX);
        Centre(slopeY);
    }

    private static void Centre(Span<float> values)
    {
        var sum = Vector256<float>.Zero;
        for (var row = 0; row < values.Length; row += Size)
        {
            sum += Vector256.Create<float>(values[row..]);
        }

        var mean = Vector256.Create(Vector256.Sum(sum) / values.Length);
        for (var row = 0; row < values.Length; row += Size)
        {
            (Vector256.Create<float>(values[row..]) - mean).CopyTo(values[row..]);
        }
    }

    // Squared difference to the place, both without their means.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly float Difference(float shiftX, float shiftY)
    {
        ref var place = ref Place(shiftX, shiftY, out var partX, out var partY);
        ref var own = ref MemoryMarshal.GetReference(template);
        var (error, sum) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var above = Between(ref place, partX);
        for (var row = 0; row < Size; row++)
        {
            place = ref Unsafe.Add(ref place, to.Stride);
            var difference = Row(ref place, ref above, partX, partY) - Vector256.LoadUnsafe(ref own, (nuint)(row * Size));
            sum += difference;
            error += difference * difference;
        }

        return WithoutMean(error, sum);
    }

    // The same, and its product with the slopes (which have no mean).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly (float Error, float TowardsX, float TowardsY) Compare(float shiftX, float shiftY)
    {
        ref var place = ref Place(shiftX, shiftY, out var partX, out var partY);
        ref var own = ref MemoryMarshal.GetReference(template);
        ref var ownX = ref MemoryMarshal.GetReference(slopeX);
        ref var ownY = ref MemoryMarshal.GetReference(slopeY);
        var (error, sum, towardsX, towardsY) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        var above = Between(ref place, partX);
        for (var row = 0; row < Size; row++)
        {
            place = ref Unsafe.Add(ref place, to.Stride);
            var difference = Row(ref place, ref above, partX, partY) - Vector256.LoadUnsafe(ref own, (nuint)(row * Size));
            sum += difference;
            error += difference * difference;
            towardsX += difference * Vector256.LoadUnsafe(ref ownX, (nuint)(row * Size));
            towardsY += difference * Vector256.LoadUnsafe(ref ownY, (nuint)(row * Size));
        }

        return (WithoutMean(error, sum), Vector256.Sum(towardsX), Vector256.Sum(towardsY));
    }

    // The first pixel of the place, and how far it lies from the next one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ref float Place(float shiftX, float shiftY, out Vector256<float> partX, out Vector256<float> partY)
    {
        var placeX = Math.Clamp(left + shiftX, -Luminance.Border + 1, to.Width + Luminance.Border - Size - 2);
        var placeY = Math.Clamp(top + shiftY, -Luminance.Border + 1, to.Height + Luminance.Border - Size - 2);
        var (wholeX, wholeY) = ((int)MathF.Floor(placeX), (int)MathF.Floor(placeY));
        (partX, partY) = (Vector256.Create(placeX - wholeX), Vector256.Create(placeY - wholeY));
        return ref MemoryMarshal.GetReference(to.Values.AsSpan(to.At(wholeX, wholeY), (Size * to.Stride) + Size + 1));
    }

    // A row of the place, between the row of pixels above it and the one that begins here, which is above the next.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Row(ref float place, ref Vector256<float> above, Vector256<float> partX, Vector256<float> partY)
    {
        var (before, below) = (above, Between(ref place, partX));
        above = below;
        return before + ((below - before) * partY);
    }

    private static float WithoutMean(Vector256<float> error, Vector256<float> sum)
    {
        var total = Vector256.Sum(sum);
        return MathF.Max(0, Vector256.Sum(error) - (total * total / (Size * Size)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Between(ref float place, Vector256<float> part)
    {
        var here = Vector256.LoadUnsafe(ref place);
        return here + ((Vector256.LoadUnsafe(ref place, 1) - here) * part);
    }

    private static Vector256<float> Load(Luminance picture, int at) => Vector256.Create<float>(picture.Values.AsSpan(at, Size));
}
