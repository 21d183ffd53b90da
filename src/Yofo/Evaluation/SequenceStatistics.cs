namespace Yofo.Evaluation;

/// <summary>What the official DAVIS-2017 evaluator tells about one object's values over the frames of a sequence (<c>db_statistics</c>).</summary>
/// <param name="Mean">Mean of the values that are numbers.</param>
/// <param name="Recall">Share of all values strictly above 0.5.</param>
/// <param name="Decay">Mean of the first quarter of the frames minus mean of the last; the quarters share their border frames.</param>
public readonly record struct SequenceStatistics(double Mean, double Recall, double Decay)
{
    /// <summary>Counts the statistics of one object's values.</summary>
    /// <param name="values">One value a frame, in the order of the frames; NaN for a frame without one.</param>
    /// <param name="wrapQuarters">
    /// True repeats a fault of the official code, which keeps the borders of the quarters in a byte: past 256 frames they wrap and the
    /// decay is wrong, or NaN. False (the default) counts the quarters in whole numbers. Up to 256 frames both are the same.
    /// </param>
    /// <returns>The three figures, NaN where there is no value to take the mean of.</returns>
    public static SequenceStatistics Of(ReadOnlySpan<double> values, bool wrapQuarters = false)
    {
        var above = 0;
        foreach (var value in values)
        {
            if (value > 0.5) above++;
        }

        var first = Quarter(values, Border(0, values.Length, wrapQuarters), Border(1, values.Length, wrapQuarters));
        var last = Quarter(values, Border(3, values.Length, wrapQuarters), Border(4, values.Length, wrapQuarters));
        return new(MeanOf(values), (double)above / values.Length, first - last);
    }

    /// <summary>The k-th of five evenly spread frames: numpy's round(linspace(1, n, 5) + 1e-10) - 1.</summary>
    private static int Border(int k, int count, bool wrap)
    {
        var border = (int)Math.Round(1 + (k * ((count - 1) / 4d)) + 1e-10, MidpointRounding.ToEven) - 1;
        return wrap ? (byte)border : border;
    }

    /// <summary>Mean from one border to the other, both included; NaN where wrapping put the second before the first.</summary>
    private static double Quarter(ReadOnlySpan<double> values, int from, int to) =>
        to < from || values.IsEmpty ? double.NaN : MeanOf(values[from..(to + 1)]);

    private static double MeanOf(ReadOnlySpan<double> values)
    {
        var (sum, count) = (0d, 0);
        foreach (var value in values)
        {
            if (double.IsNaN(value)) continue;
            sum += value;
            count++;
        }

        return sum / count;
    }
}
