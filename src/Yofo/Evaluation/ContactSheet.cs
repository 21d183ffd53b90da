using System.Globalization;
using SkiaSharp;
using Yofo.Output;

namespace Yofo.Evaluation;

/// <summary>
/// A picture of the worst and the best frames, so that a person sees what a score is made of. Of each subject at most one frame is among
/// the worst and one among the best, so that one bad sequence does not fill the sheet.
/// </summary>
internal static class ContactSheet
{
    private const int Columns = 4;     // [ours], as all sizes here
    private const int Shown = 8;
    private const int TileWidth = 360;
    private const int TileHeight = 204;
    private const int Gap = 12;
    private const int Caption = 42;
    private const int Title = 34;

    /// <summary>Draws the sheet and writes it as PNG; where the machine has no font, the captions go into a text file beside it.</summary>
    /// <returns>What is shown, a line a frame.</returns>
    /// <exception cref="YofoException">There is nothing to show, or the file cannot be written.</exception>
    public static IReadOnlyList<string> Write(string path, IReadOnlyList<SheetSubject> subjects, IReadOnlyList<string>? fontFolders = null)
    {
        var worst = Choose(subjects, extremes => extremes.Worst, ascending: true);
        var best = Choose(subjects, extremes => extremes.Best, ascending: false);
        if (worst.Count == 0) throw new YofoException($"The contact sheet '{path}' would be empty: no scored frame shows an object in truth or answer.");

        var rows = Rows(worst) + Rows(best);
        var height = (2 * Title) + (rows * (TileHeight + Caption + Gap)) + Gap;
        using var bitmap = new SKBitmap(new SKImageInfo((Columns * (TileWidth + Gap)) + Gap, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(new SKColor(24, 24, 28));
        using var typeface = OverlayLegend.FindTypeface("Worst frames: 0.123", fontFolders ?? OverlayLegend.FontFolders);
        var y = Section(canvas, typeface, "Worst frames (red: answer, green outline: truth)", new SKColor(190, 50, 45), worst, 0);
        Section(canvas, typeface, "Best frames", new SKColor(40, 150, 75), best, y);

        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        var lines = worst.Select(tile => "worst: " + tile.Line).Concat(best.Select(tile => "best: " + tile.Line)).ToList();
        try
        {
            AtomicFile.Write(path, data.ToArray());
            if (typeface is null) AtomicFile.Write(Path.ChangeExtension(path, ".txt"), string.Join('\n', lines) + "\n");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new YofoException($"The contact sheet '{path}' cannot be written ({error.Message.TrimEnd('.')}); name a file in a folder that exists.", error);
        }

        return lines;
    }

    private static List<Tile> Choose(IReadOnlyList<SheetSubject> subjects, Func<FrameExtremes, (int Frame, double J)?> extreme, bool ascending) =>
        [.. subjects.Where(subject => extreme(subject.Extremes) is not null)
            .Select(subject => new Tile(subject, extreme(subject.Extremes)!.Value.Frame, extreme(subject.Extremes)!.Value.J))
            .OrderBy(tile => ascending ? tile.J : -tile.J).Take(Shown)];

    private static int Rows(List<Tile> tiles) => (tiles.Count + Columns - 1) / Columns;

    private static int Section(SKCanvas canvas, SKTypeface? typeface, string title, SKColor colour, List<Tile> tiles, int top)
    {
        using var paint = new SKPaint { IsAntialias = true, Color = colour };
        canvas.DrawRect(0, top, (Columns * (TileWidth + Gap)) + Gap, Title - 6, paint);
        Text(canvas, typeface, title, Gap, top + 20, 16, Columns * TileWidth);
        var y = top + Title;
        for (var index = 0; index < tiles.Count; index++)
        {
            var (tile, x) = (tiles[index], Gap + (index % Columns * (TileWidth + Gap)));
            var area = SKRectI.Create(x, y + (index / Columns * (TileHeight + Caption + Gap)), TileWidth, TileHeight);
            SheetTile.Draw(canvas, tile.Subject.Load(tile.Frame), area);
            Text(canvas, typeface, tile.Head, x, area.Bottom + 17, 14);
            Text(canvas, typeface, tile.Subject.What, x, area.Bottom + 35, 13);
        }

        return y + (Rows(tiles) * (TileHeight + Caption + Gap));
    }

    private static void Text(SKCanvas canvas, SKTypeface? typeface, string text, float x, float y, float size, float room = TileWidth)
    {
        if (typeface is null) return;
        using var font = new SKFont(typeface, size) { Edging = SKFontEdging.Antialias };
        using var paint = new SKPaint { IsAntialias = true, Color = SKColors.White };
        canvas.DrawText(OverlayLegend.Shorten(text, font, room), x, y, font, paint);
    }

    private sealed record Tile(SheetSubject Subject, int Frame, double J)
    {
        public string Head => string.Create(CultureInfo.InvariantCulture, $"{Subject.Sequence} {Subject.FrameName(Frame)}: J {J:F3}");

        public string Line => $"{Head}, {Subject.What}";
    }
}
