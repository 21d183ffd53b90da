using SkiaSharp;

namespace Yofo.Output;

/// <summary>
/// The phrases with their colours in the upper left corner, drawn once and laid over each frame. Without a font on the machine there
/// is no legend: the Skia that runs on bare machines brings none and finds none by itself.
/// </summary>
internal sealed class OverlayLegend : IDisposable
{
    private const int AbsentOpacity = 90; // [ours] of 256

    /// <summary>Where fonts lie on the systems we know.</summary>
    internal static readonly string[] FontFolders =
    [
        "/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts",
        Environment.GetFolderPath(Environment.SpecialFolder.Fonts),
    ];

    // In order of preference; then whatever has the letters, which phrases in other scripts need.
    private static readonly string[] FontNames = ["DejaVuSans.ttf", "LiberationSans-Regular.ttf", "NotoSans-Regular.ttf", "segoeui.ttf", "Arial.ttf", "Helvetica.ttc"];

    private readonly int frameWidth;
    private readonly List<(SKBitmap Label, int X, int Y)> labels = [];

    /// <summary>Draws the labels with a font of this machine.</summary>
    public OverlayLegend(IReadOnlyList<string> phrases, int frameWidth, int frameHeight)
        : this(phrases, frameWidth, frameHeight, FontFolders)
    {
    }

    /// <summary>Draws the labels with a font from given folders.</summary>
    public OverlayLegend(IReadOnlyList<string> phrases, int frameWidth, int frameHeight, IReadOnlyList<string> fontFolders)
    {
        this.frameWidth = frameWidth;
        var size = Math.Clamp(frameHeight / 28f, 11f, 40f); // [ours] 17 pixels at 480p
        var (margin, y) = ((int)(size * 0.6f), (int)(size * 0.6f));
        for (var index = 0; index < phrases.Count; index++)
        {
            using var typeface = FindTypeface(phrases[index], fontFolders);
            var label = typeface is null ? null : DrawLabel(phrases[index], Overlay.Colour(index + 1), typeface, size, frameWidth - (2 * margin));
            if (label is null || y + label.Height > frameHeight)
            {
                label?.Dispose();
                return;
            }

            labels.Add((label, margin, y));
            y += label.Height + (int)(size * 0.25f);
        }
    }

    /// <summary>Whether any label was drawn.</summary>
    public bool IsEmpty => labels.Count == 0;

    /// <summary>Lays the labels over a frame; what is absent in it is dimmed.</summary>
    public void Draw(IReadOnlyList<FrameObject> objects, Span<byte> rgb)
    {
        for (var index = 0; index < labels.Count; index++)
        {
            var (label, left, top) = labels[index];
            var opacity = index < objects.Count && objects[index].Present ? 256 : AbsentOpacity;
            var pixels = label.GetPixelSpan();
            for (var y = 0; y < label.Height; y++)
            {
                var source = pixels.Slice(y * label.RowBytes, label.Width * 4);
                var target = rgb.Slice((((top + y) * frameWidth) + left) * 3, label.Width * 3);
                for (var x = 0; x < label.Width; x++)
                {
                    var keep = 256 - (source[(x * 4) + 3] * opacity / 255);
                    for (var channel = 0; channel < 3; channel++)
                    {
                        ref var value = ref target[(x * 3) + channel];
                        value = (byte)Math.Min(255, ((value * keep) + (source[(x * 4) + channel] * opacity)) >> 8);
                    }
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (label, _, _) in labels)
        {
            label.Dispose();
        }
    }

    private static SKBitmap? DrawLabel(string phrase, (byte Red, byte Green, byte Blue) colour, SKTypeface typeface, float size, int room)
    {
        using var font = new SKFont(typeface, size) { Edging = SKFontEdging.Antialias };
        var (padding, swatch) = (size * 0.4f, size * 0.8f);
        var fixedWidth = swatch + (padding * 3);
        var text = Shorten(phrase, font, room - fixedWidth);
        if (text.Length == 0)
        {
            return null;
        }

        var (width, height) = ((int)MathF.Ceiling(font.MeasureText(text) + fixedWidth), (int)MathF.Ceiling(size * 1.5f));
        var bitmap = new SKBitmap(new SKImageInfo(Math.Min(width, room), height, SKColorType.Rgba8888, SKAlphaType.Premul));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear();
        using var paint = new SKPaint { IsAntialias = true, Color = new SKColor(0, 0, 0, 170) };
        canvas.DrawRoundRect(0, 0, bitmap.Width, height, size * 0.3f, size * 0.3f, paint);
        paint.Color = new SKColor(colour.Red, colour.Green, colour.Blue);
        canvas.DrawRoundRect(padding, (height - swatch) / 2, swatch, swatch, size * 0.15f, size * 0.15f, paint);
        paint.Color = SKColors.White;
        canvas.DrawText(text, swatch + (padding * 2), (height / 2f) + (size * 0.35f), font, paint);
        return bitmap;
    }

    /// <summary>The text, or as much of its beginning as there is room for.</summary>
    internal static string Shorten(string phrase, SKFont font, float room)
    {
        if (font.MeasureText(phrase) <= room)
        {
            return phrase;
        }

        var length = phrase.Length;
        while (length > 0 && font.MeasureText(phrase.AsSpan(0, length).ToString() + "...") > room)
        {
            length--;
        }

        return length == 0 ? "" : phrase[..length].TrimEnd() + "...";
    }

    /// <summary>The first font that has the letters; null where none has.</summary>
    internal static SKTypeface? FindTypeface(string phrase, IReadOnlyList<string> folders)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        var fonts = folders.Where(folder => folder.Length > 0 && Directory.Exists(folder))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.*", options))
            .Where(file => Path.GetExtension(file).ToUpperInvariant() is ".TTF" or ".OTF" or ".TTC")
            .OrderBy(file => Array.IndexOf(FontNames, Path.GetFileName(file)) is var rank and >= 0 ? rank : FontNames.Length)
            .ThenBy(file => file, StringComparer.Ordinal);
        foreach (var file in fonts)
        {
            var typeface = SKTypeface.FromFile(file);
            if (typeface is not null && typeface.ContainsGlyphs(phrase))
            {
                return typeface;
            }

            typeface?.Dispose();
        }

        return null;
    }
}
