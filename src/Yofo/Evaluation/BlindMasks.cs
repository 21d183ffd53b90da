namespace Yofo.Evaluation;

/// <summary>Answers that see neither picture nor words, to hold a score against.</summary>
internal static class BlindMasks
{
    /// <summary>A centred ellipse of half the frame's sides.</summary>
    public static byte[] Ellipse(int width, int height)
    {
        var mask = new byte[width * height];
        for (var index = 0; index < mask.Length; index++)
        {
            var (x, y) = (((index % width) - (width / 2.0)) / (width / 4.0), ((index / width) - (height / 2.0)) / (height / 4.0));
            mask[index] = (byte)((x * x) + (y * y) <= 1 ? 1 : 0);
        }

        return mask;
    }
}
