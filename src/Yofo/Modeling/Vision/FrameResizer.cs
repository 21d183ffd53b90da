using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Yofo.Modeling.Vision;

/// <summary>
/// Resizes a picture of bytes or floats into floats, bilinear with half-pixel centres; where it shrinks, the triangle widens with the step, so that no pixel is passed over:
/// what <c>torch.nn.functional.interpolate</c> does with <c>antialias</c>, which takes a float picture and three times as long [ours;
/// docs/performance.md]. Its loops are compiled well at once: the first frame needs them already.
/// </summary>
internal static class FrameResizer
{
    private const int Colours = 3;

    /// <summary>Resizes.</summary>
    /// <typeparam name="T">byte or float.</typeparam>
    /// <param name="pixels">The colours of a pixel side by side, row by row.</param>
    /// <param name="from">Width and height of the picture.</param>
    /// <param name="resized">Of the same range, in the same order.</param>
    /// <param name="to">Width and height that come out.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Resize<T>(ReadOnlySpan<T> pixels, (int Width, int Height) from, Span<float> resized, (int Width, int Height) to)
        where T : unmanaged, INumberBase<T>
    {
        var (down, across) = (new Taps(from.Height, to.Height), new Taps(from.Width, to.Width));
        var (length, newLength) = (from.Width * Colours, to.Width * Colours);
        var spare = Vector128<float>.Count - Colours; // a pixel is read and written as four numbers
        var (row, newRow) = (ArrayPool<float>.Shared.Rent(length + spare), ArrayPool<float>.Shared.Rent(newLength + spare));
        for (var y = 0; y < to.Height; y++)
        {
            Mix(pixels.Slice(down.First[y] * length, down.Count[y] * length), down.Of(y), row.AsSpan(0, length));
            Shrink(row, across, newRow, to.Width);
            newRow.AsSpan(0, newLength).CopyTo(resized.Slice(y * newLength, newLength));
        }

        ArrayPool<float>.Shared.Return(row);
        ArrayPool<float>.Shared.Return(newRow);
    }

    // A weighted sum of rows.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mix<T>(ReadOnlySpan<T> rows, ReadOnlySpan<float> weights, Span<float> mixed)
        where T : unmanaged, INumberBase<T>
    {
        ref var source = ref MemoryMarshal.GetReference(rows);
        var at = 0;
        for (; at + Vector256<float>.Count <= mixed.Length; at += Vector256<float>.Count)
        {
            var sum = Vector256<float>.Zero;
            for (var tap = 0; tap < weights.Length; tap++)
            {
                sum += Load(ref Unsafe.Add(ref source, (tap * mixed.Length) + at)) * weights[tap];
            }

            sum.CopyTo(mixed[at..]);
        }

        for (; at < mixed.Length; at++)
        {
            var sum = 0f;
            for (var tap = 0; tap < weights.Length; tap++)
            {
                sum += float.CreateTruncating(rows[(tap * mixed.Length) + at]) * weights[tap];
            }

            mixed[at] = sum;
        }
    }

    // Eight numbers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Load<T>(ref T source)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            return Vector256.LoadUnsafe(ref Unsafe.As<T, float>(ref source));
        }

        var bytes = Vector64.LoadUnsafe(ref Unsafe.As<T, byte>(ref source)).ToVector128Unsafe();
        var (low, high) = Vector128.Widen(Vector128.WidenLower(bytes));
        return Vector256.ConvertToSingle(Vector256.Create(low, high).AsInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Shrink(float[] row, Taps across, float[] shrunk, int width)
    {
        ref var source = ref MemoryMarshal.GetArrayDataReference(row);
        ref var target = ref MemoryMarshal.GetArrayDataReference(shrunk);
        for (var x = 0; x < width; x++)
        {
            var weights = across.Of(x);
            var (sum, first) = (Vector128<float>.Zero, across.First[x] * Colours);
            for (var tap = 0; tap < weights.Length; tap++)
            {
                sum += Vector128.LoadUnsafe(ref source, (nuint)(first + (tap * Colours))) * weights[tap];
            }

            sum.StoreUnsafe(ref target, (nuint)(x * Colours));
        }
    }

    // Which pixels along a side make each new one, and what each counts.
    private sealed class Taps
    {
        private readonly float[] weights;
        private readonly int most;

        public Taps(int from, int to)
        {
            var step = (double)from / to;
            var reach = Math.Max(1, step);
            most = (2 * (int)Math.Ceiling(reach)) + 1;
            (First, Count, weights) = (new int[to], new int[to], new float[to * most]);
            for (var place = 0; place < to; place++)
            {
                var centre = step * (place + 0.5);
                First[place] = Math.Max(0, (int)(centre - reach + 0.5));
                Count[place] = Math.Min(from, (int)(centre + reach + 0.5)) - First[place];
                var own = weights.AsSpan(place * most, Count[place]);
                var sum = 0.0;
                for (var tap = 0; tap < own.Length; tap++)
                {
                    var weight = Math.Max(0, 1 - Math.Abs((First[place] + tap + 0.5 - centre) / reach));
                    (own[tap], sum) = ((float)weight, sum + weight);
                }

                foreach (ref var weight in own)
                {
                    weight /= (float)sum;
                }
            }
        }

        public int[] First { get; }

        public int[] Count { get; }

        public ReadOnlySpan<float> Of(int place) => weights.AsSpan(place * most, Count[place]);
    }
}
