namespace Yofo.Output;

/// <summary>The colour map of DAVIS masks, which is that of PASCAL VOC: the bits of an index spread over red, green and blue from the top.</summary>
internal static class DavisPalette
{
    /// <summary>256 colours, three bytes each.</summary>
    public static byte[] Rgb { get; } = Make();

    private static byte[] Make()
    {
        var palette = new byte[256 * 3];
        for (var index = 0; index < 256; index++)
        {
            // Bits 0, 1, 2 of the index become the top bit of red, green, blue; bits 3, 4, 5 the next; 6, 7 the next.
            for (var (rest, shift) = (index, 7); rest != 0; rest >>= 3, shift--)
            {
                palette[index * 3] |= (byte)((rest & 1) << shift);
                palette[(index * 3) + 1] |= (byte)(((rest >> 1) & 1) << shift);
                palette[(index * 3) + 2] |= (byte)(((rest >> 2) & 1) << shift);
            }
        }

        return palette;
    }
}
