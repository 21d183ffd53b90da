using System.Numerics;

namespace Yofo.Evaluation;

/// <summary>A mask's boundary pixels, and the same widened by the tolerance disk. Made once a mask, it serves every pair the mask is in.</summary>
internal sealed class ContourMap : IDisposable
{
    private ContourMap(BitMask boundary, int radius)
    {
        Boundary = boundary;
        Count = boundary.Count();
        Widened = Widen(boundary, radius);
    }

    public BitMask Boundary { get; }

    /// <summary>Pixels no further than the radius from a boundary pixel. Bits past the right edge may be set.</summary>
    public BitMask Widened { get; }

    /// <summary>Number of boundary pixels.</summary>
    public int Count { get; }

    public static ContourMap Of(BitMask mask, int radius) => new(Trace(mask), radius);

    public void Dispose()
    {
        Boundary.Dispose();
        Widened.Dispose();
    }

    /// <summary>The official <c>_seg2bmap</c>: a pixel that differs from its east, south or south-east neighbour; see paper.md section 5 for the edges.</summary>
    internal static BitMask Trace(BitMask mask)
    {
        var boundary = new BitMask(mask.Width, mask.Height);
        var last = mask.Stride - 1;
        var lastColumn = 1ul << ((mask.Width - 1) & 63);
        for (var y = 0; y < mask.Height; y++)
        {
            var here = mask.Row(y);
            var target = boundary.Row(y);
            if (y == mask.Height - 1)
            {
                for (var k = 0; k <= last; k++) target[k] = here[k] ^ East(here, k); // the last row looks east only
                target[last] &= ~lastColumn; // the corner is never boundary
                continue;
            }

            var below = mask.Row(y + 1);
            for (var k = 0; k <= last; k++)
                target[k] = (here[k] ^ East(here, k)) | (here[k] ^ below[k]) | (here[k] ^ East(below, k));

            // The last column looks south only.
            target[last] = (target[last] & ~lastColumn) | ((here[last] ^ below[last]) & lastColumn);
        }

        return boundary;
    }

    /// <summary>Dilates by the disk x * x + y * y &lt;= radius * radius: each row is widened step by step and, at each width that the disk has, laid over the rows above and below.</summary>
    private static BitMask Widen(BitMask boundary, int radius)
    {
        var widened = new BitMask(boundary.Width, boundary.Height);
        Span<ulong> row = boundary.Stride <= 128 ? stackalloc ulong[boundary.Stride] : new ulong[boundary.Stride];
        for (var y = 0; y < boundary.Height; y++)
        {
            var source = boundary.Row(y);
            var first = source.IndexOfAnyExcept(0ul);
            if (first < 0) continue;

            // Only the words that the widened row can reach are touched.
            var reach = (radius + 63) >> 6;
            var from = Math.Max(0, first - reach);
            var to = Math.Min(boundary.Stride, source.LastIndexOfAnyExcept(0ul) + reach + 1);
            var span = row[from..to];
            source[from..to].CopyTo(span);
            var width = 0;
            for (var offset = radius; offset >= 0; offset--)
            {
                for (var wanted = HalfWidth(radius, offset); width < wanted; width++) WidenByOne(span);
                if (y >= offset) Overlay(span, widened.Row(y - offset)[from..to]);
                if (offset > 0 && y + offset < boundary.Height) Overlay(span, widened.Row(y + offset)[from..to]);
            }
        }

        return widened;
    }

    private static ulong East(ReadOnlySpan<ulong> row, int k) => (row[k] >> 1) | (k + 1 < row.Length ? row[k + 1] << 63 : 0);

    private static int HalfWidth(int radius, int offset)
    {
        var half = (int)Math.Sqrt((radius * radius) - (offset * offset));
        while ((half * half) + (offset * offset) > radius * radius) half--;
        while (((half + 1) * (half + 1)) + (offset * offset) <= radius * radius) half++;
        return half;
    }

    private static void WidenByOne(Span<ulong> row)
    {
        var west = 0ul;
        for (var k = 0; k < row.Length; k++)
        {
            var word = row[k];
            row[k] = word | (word << 1) | (west >> 63) | East(row, k);
            west = word;
        }
    }

    private static void Overlay(ReadOnlySpan<ulong> source, Span<ulong> target)
    {
        var k = 0;
        for (; k <= source.Length - Vector<ulong>.Count; k += Vector<ulong>.Count)
            (new Vector<ulong>(source[k..]) | new Vector<ulong>(target[k..])).CopyTo(target[k..]);

        for (; k < source.Length; k++) target[k] |= source[k];
    }
}
