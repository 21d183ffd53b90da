using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Yofo.Motion;

/// <summary>
/// Dense motion between two pictures by inverse search on overlapping patches, coarse to fine (Kroeger et al., "Fast Optical Flow
/// using Dense Inverse Search", ECCV 2016), without its variational refinement: what is carried along are masks on a grid of a
/// quarter of the pixels, which does not need it. Its loops are compiled well at once: the first frames need them already.
/// </summary>
internal static class MotionEstimator
{
    private const int Patch = 8;       // [Kroeger et al.]
    private const int Step = 4;        // half of a patch overlaps [Kroeger et al.: 0.4]
    private const int Iterations = 8;  // at most; most patches need three [ours]
    private const float Same = 0.1f; // pixels; a start no farther from the best one is no other [ours]
    private const float Alike = Patch * Patch * 1f; // squared difference of a patch that fits already: one gray level a pixel, which is noise [ours]
    private const float Enough = 0.04f; // pixels; a smaller update ends the search [ours]

    /// <summary>Finds where each pixel of a picture lies in another.</summary>
    /// <param name="from">The picture whose pixels are asked for.</param>
    /// <param name="to">The picture in which they are looked for, of the same size.</param>
    /// <param name="guess">A field of the same size to begin with as well, such as the one of the frame before; or null.</param>
    public static MotionField Estimate(Luminance from, Luminance to, MotionField? guess = null)
    {
        var levels = new List<(Luminance From, Luminance To)>();
        for (var (own, other) = (from, to); own is not null && other is not null; (own, other) = (own.Half, other.Half))
        {
            levels.Add((own, other));
        }

        MotionField? field = null;
        for (var level = levels.Count - 1; level >= 0; level--)
        {
            using var coarser = field;
            field = Refine(levels[level].From, levels[level].To, coarser, guess, 1 << level);
        }

        return field!;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static MotionField Refine(Luminance from, Luminance to, MotionField? coarser, MotionField? guess, int scale)
    {
        var field = new MotionField(from.Width, from.Height);
        var rented = ArrayPool<float>.Shared.Rent(from.Width * from.Height);
        var weights = rented.AsSpan(0, from.Width * from.Height);
        weights.Clear();
        Span<float> template = stackalloc float[Patch * Patch];
        Span<float> slopeX = stackalloc float[Patch * Patch];
        Span<float> slopeY = stackalloc float[Patch * Patch];
        var above = new (float X, float Y)[(from.Width / Step) + 2]; // what the neighbours above found [ours: good motion spreads, as in PatchMatch]
        (float X, float Y) beside = (0, 0);
        for (var top = -Step; top < from.Height; top += Step)
        {
            for (var left = -Step; left < from.Width; left += Step)
            {
                var search = new PatchSearch(from, to, left, top, template, slopeX, slopeY);
                var (middleX, middleY) = (left + (Patch / 2), top + (Patch / 2));
                search.Try(0, 0);
                if (coarser is not null)
                {
                    var (x, y) = coarser.At(middleX / 2, middleY / 2);
                    search.Try(2 * x, 2 * y);
                }

                var column = (left + Step) / Step;
                search.Try(above[column].X, above[column].Y);
                search.Try(beside.X, beside.Y);
                if (guess is not null)
                {
                    var (x, y) = guess.At(middleX * scale, middleY * scale);
                    search.Try(x / scale, y / scale);
                }

                above[column] = beside = search.Descend();
                search.Spread(field, weights);
            }
        }

        Divide(field.X, weights);
        Divide(field.Y, weights);
        Divide(field.Difference, weights);
        ArrayPool<float>.Shared.Return(rented);
        return field;
    }

    private static void Divide(Span<float> values, ReadOnlySpan<float> weights)
    {
        for (var at = 0; at < values.Length; at++)
        {
            values[at] /= weights[at];
        }
    }

    // One patch of the first picture on its way over the second.
    private ref struct PatchSearch
    {
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

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public PatchSearch(Luminance from, Luminance to, int left, int top, Span<float> template, Span<float> slopeX, Span<float> slopeY)
        {
            (this.from, this.to, this.left, this.top) = (from, to, left, top);
            this.template = template;
            this.slopeX = slopeX;
            this.slopeY = slopeY;
            for (var row = 0; row < Patch; row++)
            {
                Load(from, from.At(left, top + row)).CopyTo(template[(row * Patch)..]);
            }
        }

        // Begins here if this fits better than what was tried before; most neighbours found the same, which is not tried again.
        public void Try(float startX, float startY)
        {
            if (error < float.PositiveInfinity && MathF.Abs(startX - x) + MathF.Abs(startY - y) < Same)
            {
                return;
            }

            var residual = Difference(startX, startY);
            if (residual < error)
            {
                (x, y, error) = (startX, startY, residual);
            }
        }

        // Gauss-Newton with the slopes of the template, which stay the same on the way.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public (float X, float Y) Descend()
        {
            if (error < Alike)
            {
                return (x, y);
            }

            Slope();
            var (squareX, product, squareY) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
            for (var row = 0; row < Patch * Patch; row += Patch)
            {
                var (x8, y8) = (Vector256.Create<float>(slopeX[row..]), Vector256.Create<float>(slopeY[row..]));
                squareX += x8 * x8;
                product += x8 * y8;
                squareY += y8 * y8;
            }

            var (xx, xy, yy) = (Vector256.Sum(squareX), Vector256.Sum(product), Vector256.Sum(squareY));

            // A flat patch stays where it began; a damped solution does not slide along an edge.
            var damping = (Patch * Patch * 1f) + (0.01f * (xx + yy));
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
                if (MathF.Abs(atX - startX) > Patch || MathF.Abs(atY - startY) > Patch || (stepX * stepX) + (stepY * stepY) < Enough * Enough)
                {
                    break;
                }
            }

            return (x, y);
        }

        // Only of patches that go on: most fit where they began.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Slope()
        {
            for (var row = 0; row < Patch; row++)
            {
                var at = from.At(left, top + row);
                ((Load(from, at + 1) - Load(from, at - 1)) / 2).CopyTo(slopeX[(row * Patch)..]);
                ((Load(from, at + from.Stride) - Load(from, at - from.Stride)) / 2).CopyTo(slopeY[(row * Patch)..]);
            }

            Centre(slopeX);
            Centre(slopeY);
        }

        // Gives the patch's motion to its pixels, the more the better it fits.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Spread(MotionField field, Span<float> weights)
        {
            var difference = MathF.Sqrt(error / (Patch * Patch));
            var weight = 1 / MathF.Max(1, difference * difference);
            var (start, count) = (Math.Max(0, left), Math.Min(field.Width, left + Patch) - Math.Max(0, left));
            for (var row = Math.Max(0, top); row < Math.Min(field.Height, top + Patch); row++)
            {
                var at = (row * field.Width) + start;
                Add(field.X.Slice(at, count), weight * x);
                Add(field.Y.Slice(at, count), weight * y);
                Add(field.Difference.Slice(at, count), weight * difference);
                Add(weights.Slice(at, count), weight);
            }
        }

        private static void Add(Span<float> values, float more)
        {
            if (values.Length == Patch)
            {
                (Vector256.Create<float>(values) + Vector256.Create(more)).CopyTo(values);
                return;
            }

            foreach (ref var value in values)
            {
                value += more;
            }
        }

        private static void Centre(Span<float> values)
        {
            var sum = Vector256<float>.Zero;
            for (var row = 0; row < values.Length; row += Patch)
            {
                sum += Vector256.Create<float>(values[row..]);
            }

            var mean = Vector256.Create(Vector256.Sum(sum) / values.Length);
            for (var row = 0; row < values.Length; row += Patch)
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
            for (var row = 0; row < Patch; row++)
            {
                place = ref Unsafe.Add(ref place, to.Stride);
                var below = Between(ref place, partX);
                var difference = above + ((below - above) * partY) - Vector256.LoadUnsafe(ref own, (nuint)(row * Patch));
                above = below;
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
            for (var row = 0; row < Patch; row++)
            {
                place = ref Unsafe.Add(ref place, to.Stride);
                var below = Between(ref place, partX);
                var difference = above + ((below - above) * partY) - Vector256.LoadUnsafe(ref own, (nuint)(row * Patch));
                above = below;
                sum += difference;
                error += difference * difference;
                towardsX += difference * Vector256.LoadUnsafe(ref ownX, (nuint)(row * Patch));
                towardsY += difference * Vector256.LoadUnsafe(ref ownY, (nuint)(row * Patch));
            }

            return (WithoutMean(error, sum), Vector256.Sum(towardsX), Vector256.Sum(towardsY));
        }

        // The first pixel of the place, and how far it lies from the next one.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly ref float Place(float shiftX, float shiftY, out Vector256<float> partX, out Vector256<float> partY)
        {
            var placeX = Math.Clamp(left + shiftX, -Luminance.Border + 1, to.Width + Luminance.Border - Patch - 2);
            var placeY = Math.Clamp(top + shiftY, -Luminance.Border + 1, to.Height + Luminance.Border - Patch - 2);
            var (wholeX, wholeY) = ((int)MathF.Floor(placeX), (int)MathF.Floor(placeY));
            (partX, partY) = (Vector256.Create(placeX - wholeX), Vector256.Create(placeY - wholeY));
            return ref MemoryMarshal.GetReference(to.Values.AsSpan(to.At(wholeX, wholeY), (Patch * to.Stride) + Patch + 1));
        }

        private static float WithoutMean(Vector256<float> error, Vector256<float> sum)
        {
            var total = Vector256.Sum(sum);
            return MathF.Max(0, Vector256.Sum(error) - (total * total / (Patch * Patch)));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<float> Between(ref float place, Vector256<float> part)
        {
            var here = Vector256.LoadUnsafe(ref place);
            return here + ((Vector256.LoadUnsafe(ref place, 1) - here) * part);
        }

        private static Vector256<float> Load(Luminance picture, int at) => Vector256.Create<float>(picture.Values.AsSpan(at, Patch));
    }
}
