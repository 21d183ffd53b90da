namespace Yofo.Evaluation;

/// <summary>Contour accuracy F: how well two boundaries lie on each other, as the official DAVIS-2017 evaluator counts it (<c>db_eval_boundary</c>).</summary>
public static class ContourAccuracy
{
    /// <summary>The tolerance as a share of the diagonal, 0.008 [upstream].</summary>
    private const double Tolerance = 0.008;

    /// <summary>Radius in pixels of the disk within which a boundary pixel counts as met: 8 at 854 x 480.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <returns>0.008 of the diagonal, rounded up.</returns>
    public static int Radius(int width, int height) =>
        (int)Math.Ceiling(Tolerance * Math.Sqrt(((double)height * height) + ((double)width * width)));

    /// <summary>Harmonic mean of the share of predicted boundary near the true one and the share of true boundary near the predicted one.</summary>
    /// <param name="prediction">Width * height bytes, row by row; any value but 0 is the object.</param>
    /// <param name="truth">The true mask, the same size.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="ignored">Pixels set to background in both masks first (any value but 0), the same size; empty (the default) for none.</param>
    /// <returns>A number from 0 to 1; 1 where neither mask has a boundary.</returns>
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

        var radius = Radius(width, height);
        using var predictedContour = ContourMap.Of(predicted, radius);
        using var realContour = ContourMap.Of(real, radius);
        return Score(predictedContour, realContour);
    }

    /// <summary>F of two boundaries.</summary>
    internal static double Score(ContourMap prediction, ContourMap truth)
    {
        var (precision, recall) = (prediction.Count, truth.Count) switch
        {
            (0, 0) => (1d, 1d),
            (0, _) => (1d, 0d),
            (_, 0) => (0d, 1d),
            _ => (
                (double)prediction.Boundary.CountBoth(truth.Widened) / prediction.Count,
                (double)truth.Boundary.CountBoth(prediction.Widened) / truth.Count),
        };
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }
}
