using System.Globalization;
using SkiaSharp;
using static TorchSharp.torch;

namespace Yofo.Explaining;

/// <summary>Draws an explanation as one picture: a row a frame, a column a box of the network. For a screen and for paper: dark on white.</summary>
internal sealed class ExplanationSheet
{
    private const double TilePixels = 62_000; // [ours], as all sizes here: 332 x 187 of a wide frame
    private const int Margin = 28;
    private const int Gap = 12;
    private const float TitleSize = 38;
    private const float HeadSize = 26;
    private const float NoteSize = 20;
    private const int BarHeight = 12;

    private static readonly SKColor Ink = new(20, 20, 24);
    private static readonly SKColor Pale = new(95, 95, 102);

    private readonly Explanation explanation;
    private readonly SheetText text;
    private readonly IReadOnlyList<SheetColumn> columns;
    private readonly int tileWidth;
    private readonly int tileHeight;
    private readonly int labelWidth;

    private ExplanationSheet(Explanation explanation, SheetText text)
    {
        (this.explanation, this.text) = (explanation, text);
        columns = new SheetColumns(explanation, text).All();
        var picture = explanation.Frames[0].Picture;
        var aspect = Math.Clamp(picture.shape[2] / (double)picture.shape[1], 0.4, 4);
        (tileWidth, tileHeight) = ((int)Math.Sqrt(TilePixels * aspect), (int)Math.Sqrt(TilePixels / aspect));
        labelWidth = (int)explanation.Frames.SelectMany(RowLabel).Max(line => text.Measure(line.Text, line.Size, line.Bold)) + (2 * Gap);
    }

    /// <summary>Draws the sheet and writes it as PNG.</summary>
    /// <param name="path">The file.</param>
    /// <param name="explanation">What to draw.</param>
    /// <param name="fontFolders">Where to look for a font; null for where this machine has them.</param>
    /// <returns>Whether it has captions: not where the machine has no font.</returns>
    public static bool Write(string path, Explanation explanation, IReadOnlyList<string>? fontFolders = null)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var text = new SheetText(explanation.Phrase, fontFolders);
        using var bitmap = new ExplanationSheet(explanation, text).Draw();
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        AtomicFile.Write(path, data.ToArray());
        return text.IsPossible;
    }

    private SKBitmap Draw()
    {
        var width = Margin + labelWidth + columns.Sum(column => CellWidth(column) + Gap) - Gap + Margin;
        var title = text.Wrap($"“{explanation.Phrase.Trim()}”", TitleSize, width - (2 * Margin), bold: true);
        var heads = columns.Max(column => text.Wrap(column.Title, HeadSize, CellWidth(column), bold: true).Count);
        var notes = columns.Max(column => text.Wrap(column.Note, NoteSize, CellWidth(column)).Count);
        var top = Margin + (int)((title.Count * TitleSize * 1.25f) + (NoteSize * 2.6f));
        var headHeight = (int)((heads * HeadSize * 1.2f) + (notes * NoteSize * 1.25f)) + (int)NoteSize + BarHeight + 22;
        var height = top + headHeight + (explanation.Frames.Count * (tileHeight + Gap)) - Gap + Margin;
        var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        var y = Margin + (TitleSize * 0.9f);
        foreach (var line in title)
        {
            text.Draw(canvas, line, Margin, y, TitleSize, Ink, bold: true);
            y += TitleSize * 1.25f;
        }

        text.Draw(canvas, Subtitle(), Margin, y - (TitleSize * 0.2f), text.Fit(Subtitle(), NoteSize, width - (2 * Margin)), Pale);
        var x = Margin + labelWidth;
        foreach (var column in columns)
        {
            DrawHead(canvas, column, x, top, top + headHeight);
            for (var row = 0; row < explanation.Frames.Count; row++)
            {
                using var cell = NewDisposeScope();
                column.Draw(canvas, SKRectI.Create(x, top + headHeight + (row * (tileHeight + Gap)), CellWidth(column), tileHeight), explanation.Frames[row]);
            }

            x += CellWidth(column) + Gap;
        }

        for (var row = 0; row < explanation.Frames.Count; row++)
        {
            DrawRowLabel(canvas, explanation.Frames[row], top + headHeight + (row * (tileHeight + Gap)));
        }

        return bitmap;
    }

    private int CellWidth(SheetColumn column) => (int)(column.Width * tileWidth);

    private string Subtitle() =>
        $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(explanation.Video))}, model {explanation.Model}"
        + (explanation.Frames[0].Transferred is null ? "" : "; before each frame, meta-transfer (MT) has seen all frames of the video up to it");

    private void DrawHead(SKCanvas canvas, SheetColumn column, int x, int top, int bottom)
    {
        var (width, y) = (CellWidth(column), top + HeadSize);
        foreach (var line in text.Wrap(column.Title, HeadSize, width, bold: true))
        {
            text.Draw(canvas, line, x, y, text.Fit(line, HeadSize, width, bold: true), Ink, bold: true);
            y += HeadSize * 1.2f;
        }

        foreach (var line in text.Wrap(column.Note, NoteSize, width))
        {
            text.Draw(canvas, line, x, y, text.Fit(line, NoteSize, width), Pale);
            y += NoteSize * 1.25f;
        }

        if (column.Top is { } highest)
        {
            using var scope = NewDisposeScope();
            using var bar = SheetImages.ToBitmap(ColourScale.Colour(linspace(0, 1, width).unsqueeze(0).expand(BarHeight, width)));
            canvas.DrawBitmap(bar, x, bottom - BarHeight - 6);
            var end = highest.ToString(highest is 1 ? "0" : "0.00", CultureInfo.InvariantCulture);
            text.Draw(canvas, "0", x, bottom - BarHeight - 10, NoteSize, Pale);
            text.Draw(canvas, end, x + width - text.Measure(end, NoteSize), bottom - BarHeight - 10, NoteSize, Pale);
        }
    }

    private void DrawRowLabel(SKCanvas canvas, FrameExplanation frame, int top)
    {
        var y = top + HeadSize;
        foreach (var (line, size, bold) in RowLabel(frame))
        {
            text.Draw(canvas, line, Margin, y, size, bold ? Ink : Pale, bold);
            y += size * 1.35f;
        }
    }

    private static IReadOnlyList<(string Text, float Size, bool Bold)> RowLabel(FrameExplanation frame) =>
    [
        ($"frame {frame.Index}", HeadSize, true),
        (string.Create(CultureInfo.InvariantCulture, $"{frame.Time:0.00} s"), NoteSize, false),
        (frame.Found.Present ? "present" : "absent", NoteSize, true),
        (string.Create(CultureInfo.InvariantCulture, $"presence {frame.Found.Score * 100:0}%"), NoteSize, false),
    ];
}
