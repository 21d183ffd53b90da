using System.Numerics;

namespace Yofo.Evaluation;

/// <summary>Region similarity J: how much of two masks is shared, as the official DAVIS-2017 evaluator counts it (<c>db_eval_iou</c>).</summary>
public static class RegionSimilarity
{
    /// <summary>Intersection over union of two masks; 1 where neither has a pixel.</summary>
    /// <param name="prediction">Width * height bytes, row by row; any value but 0 is the object.</param>
    /// <param name="truth">The true mask, the same size.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="ignored">Pixels that count nowhere (any value but 0), the same size; empty (the default) for none.</param>
    /// <returns>A number from 0 to 1.</returns>
    /// <exception cref="YofoException">A mask does not hold width * height bytes.</exception>
    public static double Score(ReadOnlySpan<byte> prediction, ReadOnlySpan<byte> truth, int width, int height, ReadOnlySpan<byte> ignored = default)
    {
        using var predicted = BitMask.NonZero(prediction, width, height);
        using var real = BitMask.NonZero(truth, width, height);
        if (!ignored.IsEmpty)
        {
            using var outside = BitMask.NonZero(ignored, width, height);
            predicted.Remove(outside);
            real.Remove(outside);
        }

        return Score(predicted, real);
    }

    /// <summary>J of two masks from which ignored pixels were taken out.</summary>
    internal static double Score(BitMask prediction, BitMask truth)
    {
        var (intersection, union) = Count(prediction, truth);
        return union == 0 ? 1 : (double)intersection / union;
    }

    /// <summary>Pixels in both masks, and pixels in either.</summary>
    internal static (int Intersection, int Union) Count(BitMask prediction, BitMask truth)
    {
        var a = prediction.Words;
        var b = truth.Words;
        var (intersection, union) = (0, 0);
        for (var i = 0; i < a.Length; i++)
        {
            intersection += BitOperations.PopCount(a[i] & b[i]);
            union += BitOperations.PopCount(a[i] | b[i]);
        }

        return (intersection, union);
    }
}
