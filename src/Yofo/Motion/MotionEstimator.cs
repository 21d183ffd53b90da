using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Yofo.Motion;

/// <summary>
/// Dense motion between two pictures by inverse search on overlapping patches, coarse to fine (Kroeger et al., "Fast Optical Flow
/// using Dense Inverse Search", ECCV 2016), without its variational refinement: what is carried along are masks on a grid of a
/// quarter of the pixels, which does not need it. Its loops are compiled well at once: the first frames need them already.
/// </summary>
internal static class MotionEstimator
{
    private const int Step = MotionField.Block; // half of a patch overlaps [Kroeger et al.: 0.4]

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
        var rented = ArrayPool<float>.Shared.Rent(field.Columns * field.Rows);
        var weights = rented.AsSpan(0, field.Columns * field.Rows);
        weights.Clear();
        Span<float> template = stackalloc float[PatchSearch.Size * PatchSearch.Size];
        Span<float> slopeX = stackalloc float[PatchSearch.Size * PatchSearch.Size];
        Span<float> slopeY = stackalloc float[PatchSearch.Size * PatchSearch.Size];
        var above = new (float X, float Y)[(from.Width / Step) + 2]; // what the neighbours above found [ours: good motion spreads, as in PatchMatch]
        (float X, float Y) beside = (0, 0);
        for (var top = -Step; top < from.Height; top += Step)
        {
            for (var left = -Step; left < from.Width; left += Step)
            {
                var search = new PatchSearch(from, to, left, top, template, slopeX, slopeY);
                var (middleX, middleY) = (left + (PatchSearch.Size / 2), top + (PatchSearch.Size / 2));
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Divide(Span<float> values, ReadOnlySpan<float> weights)
    {
        var at = 0;
        for (; at + Vector<float>.Count <= values.Length; at += Vector<float>.Count)
        {
            (new Vector<float>(values[at..]) / new Vector<float>(weights[at..])).CopyTo(values[at..]);
        }

        for (; at < values.Length; at++)
        {
            values[at] /= weights[at];
        }
    }
}
