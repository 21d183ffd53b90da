using SkiaSharp;
using Yofo.Output;

namespace Yofo.Explaining;

/// <summary>Texts of a sheet: never cut, so they are wrapped or made smaller where there is no room. Without a font there are none.</summary>
internal sealed class SheetText : IDisposable
{
    private const float Smallest = 9;

    private readonly SKTypeface? typeface;

    /// <summary>Finds a font that has the letters of the phrase, or else any.</summary>
    public SheetText(string phrase, IReadOnlyList<string>? fontFolders = null)
    {
        var folders = fontFolders ?? OverlayLegend.FontFolders;
        typeface = OverlayLegend.FindTypeface("Frame 0.123 %" + phrase.Replace("\n", " ", StringComparison.Ordinal), folders) ?? OverlayLegend.FindTypeface("Frame 0.123 %", folders);
    }

    /// <summary>Whether the machine has a font.</summary>
    public bool IsPossible => typeface is not null;

    /// <summary>Width of a text in pixels; 0 without a font.</summary>
    public float Measure(string text, float size, bool bold = false)
    {
        if (typeface is null) return 0;
        using var font = Font(size, bold);
        return font.MeasureText(text);
    }

    /// <summary>The size, or the largest below it at which the text has room.</summary>
    public float Fit(string text, float size, float room, bool bold = false)
    {
        while (size > Smallest && Measure(text, size, bold) > room)
        {
            size -= 0.5f;
        }

        return size;
    }

    /// <summary>Draws a text on its base line.</summary>
    public void Draw(SKCanvas canvas, string text, float x, float y, float size, SKColor colour, bool bold = false)
    {
        if (typeface is null) return;
        using var font = Font(size, bold);
        using var paint = new SKPaint { IsAntialias = true, Color = colour };
        canvas.DrawText(text, x, y, font, paint);
    }

    /// <summary>A label on a plate of its own, kept inside an area; returns the plate.</summary>
    public SKRect Plate(SKCanvas canvas, string text, float x, float y, float size, SKColor colour, SKColor plate, SKRect area)
    {
        if (typeface is null) return SKRect.Empty;
        size = Fit(text, size, area.Width - (size * 0.5f));
        var (width, height) = (Measure(text, size) + (size * 0.5f), size * 1.3f);
        x = Math.Clamp(x, area.Left, Math.Max(area.Left, area.Right - width));
        y = Math.Clamp(y, area.Top, Math.Max(area.Top, area.Bottom - height));
        using var paint = new SKPaint { IsAntialias = true, Color = plate };
        canvas.DrawRect(x, y, width, height, paint);
        Draw(canvas, text, x + (size * 0.25f), y + (size * 1.0f), size, colour);
        return SKRect.Create(x, y, width, height);
    }

    /// <summary>A text in lines that have room; a word that is too long for a line is broken.</summary>
    public IReadOnlyList<string> Wrap(string text, float size, float room, bool bold = false)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word => Break(word, size, room, bold)))
        {
            if (line.Length > 0 && Measure($"{line} {word}", size, bold) > room)
            {
                lines.Add(line);
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        lines.Add(line);
        return lines;
    }

    /// <inheritdoc/>
    public void Dispose() => typeface?.Dispose();

    private IEnumerable<string> Break(string word, float size, float room, bool bold)
    {
        while (word.Length > 1 && Measure(word, size, bold) > room)
        {
            var length = word.Length - 1;
            while (length > 1 && Measure(word[..length], size, bold) > room) length--;
            yield return word[..length];
            word = word[length..];
        }

        yield return word;
    }

    private SKFont Font(float size, bool bold) => new(typeface!, size) { Edging = SKFontEdging.Antialias, Embolden = bold };
}
