namespace Yofo.Evaluation;

/// <summary>
/// The objects of one frame: one byte a pixel, row by row, 0 background, 255 void (in a truth), else the object's id. Source is what an
/// error calls it, such as its file.
/// </summary>
internal sealed record LabelMap(int Width, int Height, byte[] Labels, string Source)
{
    public const byte Void = 255;

    private bool[]? values;

    /// <summary>Which values occur; found at the first call.</summary>
    public ReadOnlySpan<bool> Values => values ??= Find();

    /// <summary>The highest id; void is none.</summary>
    public int HighestObject => Math.Max(0, Values[..Void].LastIndexOf(true));

    private bool[] Find()
    {
        var occurs = new bool[256];
        foreach (var label in Labels) occurs[label] = true;
        return occurs;
    }
}
