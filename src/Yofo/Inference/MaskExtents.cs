namespace Yofo.Inference;

/// <summary>Areas and boxes of all phrases in an index mask, in one pass, run by run.</summary>
internal static class MaskExtents
{
    /// <summary>Measures each phrase's pixels.</summary>
    /// <param name="indices">width * height bytes, 0 for none.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="phrases">Number of phrases.</param>
    public static (int Area, PixelBox Box)[] Of(ReadOnlySpan<byte> indices, int width, int height, int phrases)
    {
        var areas = new int[phrases];
        var edges = new (int Left, int Top, int Right, int Bottom)[phrases];
        for (var y = 0; y < height; y++)
        {
            var row = indices.Slice(y * width, width);
            for (var x = row.IndexOfAnyExcept((byte)0); x >= 0 && x < width;)
            {
                var value = row[x];
                var run = row[x..].IndexOfAnyExcept(value);
                var end = run < 0 ? width : x + run;
                if (value > 0)
                {
                    var phrase = value - 1;
                    var edge = areas[phrase] == 0 ? (Left: x, Top: y, Right: x, Bottom: y) : edges[phrase];
                    edges[phrase] = (Math.Min(edge.Left, x), edge.Top, Math.Max(edge.Right, end - 1), y);
                    areas[phrase] += end - x;
                }

                x = end;
            }
        }

        return [.. areas.Select((area, phrase) => (area, area == 0 ? default : Box(edges[phrase])))];
    }

    private static PixelBox Box((int Left, int Top, int Right, int Bottom) edge) =>
        new(edge.Left, edge.Top, edge.Right - edge.Left + 1, edge.Bottom - edge.Top + 1);
}
