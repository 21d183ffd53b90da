namespace Yofo.Output;

/// <summary>Draws masks over frames: a translucent colour for each phrase, a crisp contour, and a legend with the phrases.</summary>
internal sealed class Overlay : IDisposable
{
    private const int Opacity = 102; // [ours] of 256: the texture beneath stays readable

    private readonly int width;
    private readonly int height;
    private readonly int contour;
    private readonly byte[][] blends = new byte[256][];
    private readonly OverlayLegend legend;

    /// <summary>Prepares the colours and the legend for frames of one size.</summary>
    public Overlay(IReadOnlyList<string> phrases, int width, int height)
    {
        this.width = width;
        this.height = height;
        contour = Math.Max(2, (Math.Min(width, height) + 120) / 240); // [ours] 2 pixels up to 480p, 5 at 1080p
        for (var index = 1; index < blends.Length; index++)
        {
            blends[index] = Blend(Colour(index));
        }

        legend = new OverlayLegend(phrases, width, height);
    }

    /// <summary>Colour of a phrase by its number from 1: the eight are distinct, also in brightness, and come again from 9 on.</summary>
    public static (byte Red, byte Green, byte Blue) Colour(int phrase) => ((phrase - 1) % 8) switch // [ours]
    {
        0 => (255, 69, 58),
        1 => (50, 173, 255),
        2 => (255, 214, 10),
        3 => (48, 209, 88),
        4 => (191, 90, 242),
        5 => (255, 149, 0),
        6 => (100, 240, 230),
        _ => (255, 110, 180),
    };

    /// <summary>Draws one frame.</summary>
    /// <param name="rgb">The frame, width * height * 3 bytes.</param>
    /// <param name="indices">The mask, width * height bytes.</param>
    /// <param name="objects">The verdicts: the legend dims what is absent.</param>
    /// <param name="output">Where to, width * height * 3 bytes.</param>
    public void Draw(ReadOnlySpan<byte> rgb, ReadOnlySpan<byte> indices, IReadOnlyList<FrameObject> objects, Span<byte> output)
    {
        rgb.CopyTo(output);
        for (var y = 0; y < height; y++)
        {
            var row = indices.Slice(y * width, width);
            for (var x = 0; ;)
            {
                var skip = row[x..].IndexOfAnyExcept((byte)0);
                if (skip < 0)
                {
                    break;
                }

                x += skip;
                var length = row[x..].IndexOfAnyExcept(row[x]);
                var end = length < 0 ? width : x + length;
                DrawRun(indices, y, x, end, output);
                x = end;
            }
        }

        legend.Draw(objects, output);
    }

    /// <inheritdoc/>
    public void Dispose() => legend.Dispose();

    /// <summary>One run of equal indices: solid where its edge is near, translucent elsewhere. The border of the picture is no edge.</summary>
    private void DrawRun(ReadOnlySpan<byte> indices, int y, int start, int end, Span<byte> output)
    {
        var index = indices[(y * width) + start];
        var blend = blends[index].AsSpan();
        var (red, green, blue) = Colour(index);
        var (solidUntil, solidFrom) = (start == 0 ? 0 : start + contour, end == width ? width : end - contour);
        for (var x = start; x < end; x++)
        {
            var pixel = output.Slice(((y * width) + x) * 3, 3);
            if (x < solidUntil || x >= solidFrom || EdgeAboveOrBelow(indices, x, y, index))
            {
                (pixel[0], pixel[1], pixel[2]) = (red, green, blue);
            }
            else
            {
                (pixel[0], pixel[1], pixel[2]) = (blend[pixel[0]], blend[256 + pixel[1]], blend[512 + pixel[2]]);
            }
        }
    }

    private bool EdgeAboveOrBelow(ReadOnlySpan<byte> indices, int x, int y, byte index)
    {
        var (first, last) = (Math.Max(0, y - contour), Math.Min(height - 1, y + contour));
        for (var at = (first * width) + x; at <= (last * width) + x; at += width)
        {
            if (indices[at] != index)
            {
                return true;
            }
        }

        return false;
    }

    private static byte[] Blend((byte Red, byte Green, byte Blue) colour)
    {
        var table = new byte[3 * 256];
        for (var value = 0; value < 256; value++)
        {
            table[value] = (byte)(((value * (256 - Opacity)) + (colour.Red * Opacity)) >> 8);
            table[256 + value] = (byte)(((value * (256 - Opacity)) + (colour.Green * Opacity)) >> 8);
            table[512 + value] = (byte)(((value * (256 - Opacity)) + (colour.Blue * Opacity)) >> 8);
        }

        return table;
    }
}
