using System.Globalization;

namespace Yofo.Video;

/// <summary>Frames per second as an exact fraction, such as 30000/1001.</summary>
/// <param name="Numerator">Frames, at least 1.</param>
/// <param name="Denominator">Seconds that they take, at least 1.</param>
public readonly record struct FrameRate(int Numerator, int Denominator)
{
    /// <summary>The fraction as a number.</summary>
    public double Value => (double)Numerator / Denominator;

    /// <summary>The fraction as ffmpeg writes it, such as <c>30000/1001</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");

    /// <summary>Reads <c>30000/1001</c> or <c>25</c>; null for anything else, and for the <c>0/0</c> that means unknown.</summary>
    internal static FrameRate? Parse(string? text)
    {
        var parts = (text ?? "").Split('/');
        return parts.Length <= 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var numerator)
            && int.TryParse(parts.ElementAtOrDefault(1) ?? "1", NumberStyles.None, CultureInfo.InvariantCulture, out var denominator)
            && numerator > 0 && denominator > 0
                ? new FrameRate(numerator, denominator)
                : null;
    }
}
