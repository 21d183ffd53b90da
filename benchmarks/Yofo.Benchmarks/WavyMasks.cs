namespace Yofo.Benchmarks;

/// <summary>
/// Masks as segmentation gives them: filled blobs with a wavy outline, drawn by a seeded generator. 854 x 480 as DAVIS has it.
/// </summary>
internal static class WavyMasks
{
    public const int Width = 854;
    public const int Height = 480;

    /// <summary>One blob of about an eighth of the frame: 1 inside, 0 outside, row by row.</summary>
    /// <param name="seed">The same seed, the same outline.</param>
    /// <param name="shift">Pixels to the right, so that a second mask is a near miss of the first.</param>
    public static byte[] One(int seed, double shift = 0)
    {
        var mask = new byte[Width * Height];
        Draw(mask, new Random(seed), (Width / 2) + shift, Height / 2, 130, 1);
        return mask;
    }

    /// <summary>Three blobs, which may cover one another, as indices 1 to 3.</summary>
    public static byte[] Three(int seed)
    {
        var mask = new byte[Width * Height];
        var random = new Random(seed);
        Draw(mask, random, 220, 250, 110, 1);
        Draw(mask, random, 460, 210, 90, 2);
        Draw(mask, random, 650, 300, 120, 3);
        return mask;
    }

    // radius(angle) = a circle's and six waves about it, each smaller than the one before.
    private static void Draw(byte[] mask, Random random, double centreX, double centreY, double radius, byte index)
    {
        var waves = Enumerable.Range(2, 6).Select(turns => (Turns: turns * turns, Height: 0.25 / turns, Phase: random.NextDouble() * Math.Tau)).ToArray();
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var (dx, dy) = (x - centreX, y - centreY);
                var angle = Math.Atan2(dy, dx);
                var edge = radius * (1 + waves.Sum(wave => wave.Height * Math.Sin((wave.Turns * angle) + wave.Phase)));
                if ((dx * dx) + (dy * dy) < edge * edge)
                {
                    mask[(y * Width) + x] = index;
                }
            }
        }
    }
}
