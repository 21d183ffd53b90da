namespace Yofo.Modeling.Vision;

/// <summary>Names a colour by one of the eleven basic colour terms of English (Berlin and Kay 1969), with hand-set borders in HSV.</summary>
internal static class ColourNames
{
    /// <summary>Index of black in <see cref="All"/>; the others follow in its order.</summary>
    public const int Black = 0, White = 1, Gray = 2, Red = 3, Orange = 4, Yellow = 5, Green = 6, Blue = 7, Purple = 8, Pink = 9, Brown = 10;

    /// <summary>How many names there are.</summary>
    public const int Count = 11;

    /// <summary>The names, in the order of their indices.</summary>
    public static IReadOnlyList<string> All { get; } = ["black", "white", "gray", "red", "orange", "yellow", "green", "blue", "purple", "pink", "brown"];

    /// <summary>For each colour, in the order of <see cref="All"/>, those that its pixels turn into in shade, glare and warm light.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Alike { get; } =
    [
        [Gray, Blue],                                                // black
        [Gray, Pink, Brown],                             // white (beige in warm light)
        [Black, White, Blue],                            // gray
        [Orange, Brown, Pink],                           // red
        [Red, Yellow, Brown],                            // orange
        [Orange, Brown],                                             // yellow
        [Yellow],                                                                // green
        [Purple, Black],                                             // blue
        [Blue, Pink, Red],                               // purple
        [Red, Purple, Orange],                           // pink
        [Orange, Red, Black],                            // brown
    ];

    /// <summary>The index of the name of a colour.</summary>
    public static int IndexOf(byte red, byte green, byte blue)
    {
        int most = Math.Max(red, Math.Max(green, blue)), least = Math.Min(red, Math.Min(green, blue)), chroma = most - least;
        var value = most / 255f;
        var saturation = most == 0 ? 0 : chroma / (float)most;
        // A dim pixel shows hardly any hue: black reaches further up where the hue is weak.
        if (value < 0.17f || (value < 0.3f && saturation < 0.4f) || (chroma < 26 && value < 0.27f))
            return Black;
        if (chroma < 26 || saturation < 0.13f)
            return value >= 0.72f ? White : Gray;
        return Chromatic(Hue(red, green, blue, most, chroma), saturation, value);
    }

    /// <summary>Names every pixel of a picture: <paramref name="rgb"/> has three bytes a pixel, <paramref name="names"/> one index.</summary>
    public static void Classify(ReadOnlySpan<byte> rgb, Span<byte> names)
    {
        if (rgb.Length != names.Length * 3)
            throw new YofoException($"{names.Length} colour names need {names.Length * 3} bytes of RGB, but {rgb.Length} were given; pass three bytes a pixel.");
        for (var i = 0; i < names.Length; i++)
            names[i] = (byte)IndexOf(rgb[i * 3], rgb[(i * 3) + 1], rgb[(i * 3) + 2]);
    }

    /// <summary>The share of each name among the pixels of a mask (all of them where it is empty: no mask); all zeros where nothing is masked.</summary>
    public static float[] Histogram(ReadOnlySpan<byte> rgb, ReadOnlySpan<byte> mask)
    {
        var histogram = new float[Count];
        var pixels = 0;
        for (var i = 0; i < rgb.Length / 3; i++)
        {
            if (!mask.IsEmpty && mask[i] == 0)
                continue;
            histogram[IndexOf(rgb[i * 3], rgb[(i * 3) + 1], rgb[(i * 3) + 2])]++;
            pixels++;
        }

        Normalise(histogram, pixels);
        return histogram;
    }

    /// <summary>Divides counts by their total; leaves zeros where the total is zero.</summary>
    public static void Normalise(float[] histogram, int pixels)
    {
        for (var i = 0; pixels > 0 && i < histogram.Length; i++)
            histogram[i] /= pixels;
    }

    private static int Chromatic(float hue, float saturation, float value) => hue switch
    {
        < 14 or >= 345 => value >= 0.72f && saturation < 0.55f ? Pink : value < 0.5f && saturation < 0.6f ? Brown : Red,
        // Beige is nearly white; tan, skin and wood are brown; only what is bright and strong is orange.
        < 43 => value >= 0.75f && saturation < 0.24f ? White : value >= 0.68f && saturation >= 0.6f ? Orange : Brown,
        < 70 => value >= 0.75f && saturation < 0.24f ? White
            : value >= 0.55f && saturation >= 0.4f ? Yellow
            : hue >= 55 ? saturation < 0.22f ? Gray : Green
            : Brown,
        < 172 => saturation < 0.2f ? value >= 0.8f ? White : Gray : Green,
        < 255 => saturation < 0.2f ? value >= 0.8f ? White : Gray : Blue,
        < 292 => saturation < 0.18f ? value >= 0.8f ? White : Gray : Purple,
        _ => saturation < 0.18f ? value >= 0.8f ? White : Gray : value >= 0.6f && hue >= 305 ? Pink : hue >= 325 ? Red : Purple,
    };

    private static float Hue(int red, int green, int blue, int most, int chroma)
    {
        var sector = most == red ? (green - blue) / (float)chroma
            : most == green ? 2 + ((blue - red) / (float)chroma)
            : 4 + ((red - green) / (float)chroma);
        return (sector < 0 ? sector + 6 : sector) * 60;
    }
}
