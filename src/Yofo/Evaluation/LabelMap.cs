namespace Yofo.Evaluation;

/// <summary>The objects of one frame: one byte a pixel, row by row, 0 background, 255 void (in a truth), else the object's id.</summary>
/// <param name="Source">What an error calls it, such as its file.</param>
internal sealed record LabelMap(int Width, int Height, byte[] Labels, string Source)
{
    public const byte Void = 255;

    /// <summary>Which values occur.</summary>
    public bool[] Values()
    {
        var occurs = new bool[256];
        foreach (var label in Labels) occurs[label] = true;
        return occurs;
    }

    /// <summary>The highest id; void is none.</summary>
    public int HighestObject() => Math.Max(0, Array.LastIndexOf(Values(), true, Void - 1));
}
