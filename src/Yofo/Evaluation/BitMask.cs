using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Yofo.Evaluation;

/// <summary>A mask of one bit a pixel in words of 64, row by row; bits past the right edge are zero. Its words are rented: dispose it.</summary>
internal sealed class BitMask : IDisposable
{
    private ulong[] words;

    /// <summary>An empty mask.</summary>
    public BitMask(int width, int height)
    {
        (Width, Height, Stride) = (width, height, (width + 63) >> 6);
        words = ArrayPool<ulong>.Shared.Rent(Stride * height);
        Words.Clear();
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Words a row.</summary>
    public int Stride { get; }

    public Span<ulong> Words => words.AsSpan(0, Stride * Height);

    /// <summary>The pixels that hold exactly this value.</summary>
    public static BitMask Equal(ReadOnlySpan<byte> labels, int width, int height, byte value) => Pack(labels, width, height, value, flip: 0);

    /// <summary>The pixels that hold anything but 0.</summary>
    public static BitMask NonZero(ReadOnlySpan<byte> labels, int width, int height) => Pack(labels, width, height, value: 0, flip: ulong.MaxValue);

    public Span<ulong> Row(int y) => words.AsSpan(y * Stride, Stride);

    /// <summary>Takes the other mask's pixels out of this one.</summary>
    public void Remove(BitMask other)
    {
        var mine = Words;
        var theirs = other.Words;
        for (var i = 0; i < mine.Length; i++) mine[i] &= ~theirs[i];
    }

    /// <summary>How many pixels are set.</summary>
    public int Count()
    {
        var count = 0;
        foreach (var word in Words) count += BitOperations.PopCount(word);
        return count;
    }

    /// <summary>How many pixels are set in both masks.</summary>
    public int CountBoth(BitMask other)
    {
        var mine = Words;
        var theirs = other.Words;
        var count = 0;
        for (var i = 0; i < mine.Length; i++) count += BitOperations.PopCount(mine[i] & theirs[i]);
        return count;
    }

    public void Dispose()
    {
        if (words.Length > 0) ArrayPool<ulong>.Shared.Return(words);
        words = [];
    }

    private static BitMask Pack(ReadOnlySpan<byte> labels, int width, int height, byte value, ulong flip)
    {
        if (width < 1 || height < 1 || labels.Length != (long)width * height)
            throw new YofoException($"A mask of {width} x {height} pixels needs {(long)width * height} bytes, but {labels.Length} were given; pass one byte a pixel, row by row.");

        var mask = new BitMask(width, height);
        var wanted = Vector256.Create(value);
        for (var y = 0; y < height; y++)
        {
            var source = labels.Slice(y * width, width);
            var row = mask.Row(y);
            for (var k = 0; k < row.Length; k++)
            {
                var part = source[(k * 64)..Math.Min(width, (k * 64) + 64)];
                var word = part.Length == 64 ? PackWord(part, wanted) : PackTail(part, value);
                row[k] = (word ^ flip) & (ulong.MaxValue >> (64 - part.Length));
            }
        }

        return mask;
    }

    private static ulong PackWord(ReadOnlySpan<byte> part, Vector256<byte> wanted)
    {
        ref var first = ref MemoryMarshal.GetReference(part);
        var low = Vector256.Equals(Vector256.LoadUnsafe(ref first), wanted).ExtractMostSignificantBits();
        var high = Vector256.Equals(Vector256.LoadUnsafe(ref first, 32), wanted).ExtractMostSignificantBits();
        return low | ((ulong)high << 32);
    }

    private static ulong PackTail(ReadOnlySpan<byte> part, byte value)
    {
        var word = 0ul;
        for (var i = 0; i < part.Length; i++)
        {
            if (part[i] == value) word |= 1ul << i;
        }

        return word;
    }
}
