using System.Globalization;
using SkiaSharp;
using Yofo.Output;
using static TorchSharp.torch;

namespace Yofo.Explaining;

/// <summary>The columns of the sheet, in the order of Figure 2: what the network has of a box that is switched off is left out.</summary>
internal sealed class SheetColumns
{
    private const int MostWords = 6;     // [ours], as all numbers here
    private const int Named = 4;
    private const double LeastShare = 0.02;
    private const float LabelSize = 20;

    private static readonly SKColor[] BoxColours = [new(255, 69, 58), new(255, 200, 0), new(50, 173, 255), new(48, 209, 88)];
    private static readonly (byte, byte, byte) MaskLine = (90, 255, 230);

    private readonly Explanation explanation;
    private readonly SheetText text;
    private readonly PrincipalColours colours;
    private readonly int[] words;
    private readonly double largestShare;
    private readonly double largestWeight;

    /// <summary>Finds the scales that all frames share.</summary>
    public SheetColumns(Explanation explanation, SheetText text)
    {
        (this.explanation, this.text) = (explanation, text);
        var frames = explanation.Frames;
        colours = new PrincipalColours([.. frames.Select(frame => frame.Y)]);
        largestWeight = frames.Max(frame => frame.W.max().item<float>());
        words = Strongest();
        largestShare = words.Length == 0 ? 0 : frames.Max(frame => words.Max(word => frame.Words![word].max().item<float>()));
    }

    /// <summary>All columns.</summary>
    public IReadOnlyList<SheetColumn> All()
    {
        var columns = new List<SheetColumn> { new("Frame and mask", "red: the answer", null, 1, DrawAnswer) };
        if (words.Length > 0)
        {
            columns.Add(new("Candidates", "share of the choice", null, 1, DrawCandidates));
            var note = words.Length < explanation.Words.Count ? $"the strongest {words.Length} of {explanation.Words.Count} words" : "of the fine pixels";
            columns.Add(new("Word attention", note, largestShare, words.Length == 1 ? 1 : ((words.Length + 1) / 2) * 0.5, DrawWords));
        }

        columns.Add(new("Weight map W", "weight in the memory", largestWeight, 1, (canvas, area, frame) => Put(canvas, area, Heat(frame.W / largestWeight, 8, frame, area))));
        columns.Add(new("Feature Y", "3 principal components", null, 1, (canvas, area, frame) => Put(canvas, area, Feature(frame.Y, area))));
        if (explanation.Frames[0].Transferred is not null)
        {
            columns.Add(new("Transferred Y~", "the same components", null, 1, (canvas, area, frame) => Put(canvas, area, Feature(frame.Transferred!, area))));
        }

        columns.Add(new("Target without MT", "Y decoded; line: mask", 1, 1, (canvas, area, frame) => Put(canvas, area, Target(frame.Direct, frame, area))));
        if (explanation.Frames[0].ByTransfer is not null)
        {
            columns.Add(new("Target with MT", "Y~ decoded; line: mask", 1, 1, (canvas, area, frame) => Put(canvas, area, Target(frame.ByTransfer!, frame, area))));
        }

        return columns;
    }

    // All words of a short phrase; of a long one those whose attention varies most over the pixels.
    private int[] Strongest()
    {
        if (explanation.Frames[0].Words is not { } first) return [];
        var count = Math.Min(explanation.Words.Count, (int)first.shape[0]);
        var strength = Enumerable.Range(0, count).Select(word => explanation.Frames.Max(frame => (frame.Words![word].max() - frame.Words[word].min()).item<float>())).ToArray();
        return [.. Enumerable.Range(0, count).OrderByDescending(word => strength[word]).Take(MostWords).Order()];
    }

    private void DrawAnswer(SKCanvas canvas, SKRectI area, FrameExplanation frame)
    {
        var mask = SheetImages.ResizePicture(frame.Answer.squeeze(0), area.Height, area.Width)[0];
        Put(canvas, area, SheetImages.Veil(Picture(frame, area), mask, Overlay.Colour(1)));
    }

    private void DrawCandidates(SKCanvas canvas, SKRectI area, FrameExplanation frame)
    {
        Put(canvas, area, (Picture(frame, area) * 0.75f) + 0.1f);
        canvas.Save();
        canvas.ClipRect(area);
        using var paint = new SKPaint { IsAntialias = true, IsStroke = true };
        var named = frame.Candidates.Where((candidate, rank) => rank < Named && (rank == 0 || candidate.Choice >= LeastShare)).ToList();
        (paint.Color, paint.StrokeWidth) = (new SKColor(255, 255, 255, 130), 1);
        foreach (var candidate in frame.Candidates.Skip(named.Count))
        {
            canvas.DrawRect(Box(candidate, area), paint);
        }

        paint.StrokeWidth = 3;
        for (var rank = named.Count - 1; rank >= 0; rank--)
        {
            paint.Color = BoxColours[rank];
            canvas.DrawRect(Box(named[rank], area), paint);
        }

        canvas.Restore();
        if (named.Count > 0)
        {
            DrawNames(canvas, area, named);
        }
    }

    // A list in the colours of the boxes, on the side where the best box is not, so that no name hides what it names.
    private void DrawNames(SKCanvas canvas, SKRectI area, List<CandidateExplanation> named)
    {
        var y = (float)area.Top;
        var best = named[0].Box;
        foreach (var (candidate, rank) in named.Select((candidate, rank) => (candidate, rank)))
        {
            var label = string.Create(CultureInfo.InvariantCulture, $"{candidate.Class} {candidate.Choice * 100:0}%");
            var x = (best[0] + best[2]) / 2 > 0.5 ? area.Left : area.Right; // a plate is kept inside its area
            y = text.Plate(canvas, label, x, y, LabelSize, SKColors.Black, BoxColours[rank], area).Bottom + 2;
        }
    }

    private void DrawWords(SKCanvas canvas, SKRectI area, FrameExplanation frame)
    {
        var (columns, rows) = words.Length == 1 ? (1, 1) : ((words.Length + 1) / 2, 2);
        const int gap = 6;
        var (width, height) = ((area.Width - ((columns - 1) * gap)) / columns, (area.Height - ((rows - 1) * gap)) / rows);
        for (var place = 0; place < words.Length; place++)
        {
            var tile = SKRectI.Create(area.Left + (place % columns * (width + gap)), area.Top + (place / columns * (height + gap)), width, height);
            Put(canvas, tile, Heat(frame.Words![words[place]].unsqueeze(0) / largestShare, 8, frame, tile));
            text.Plate(canvas, explanation.Words[words[place]], tile.Left, tile.Top, LabelSize, SKColors.White, new SKColor(0, 0, 0, 170), tile);
        }
    }

    private static SKRect Box(CandidateExplanation candidate, SKRectI area) => new(
        (float)(area.Left + (candidate.Box[0] * area.Width)), (float)(area.Top + (candidate.Box[1] * area.Height)),
        (float)(area.Left + (candidate.Box[2] * area.Width)), (float)(area.Top + (candidate.Box[3] * area.Height)));

    private static Tensor Picture(FrameExplanation frame, SKRectI area) => SheetImages.ResizePicture(frame.Picture, area.Height, area.Width);

    private static Tensor Heat(Tensor map, int stride, FrameExplanation frame, SKRectI area) =>
        ColourScale.Over(SheetImages.Resize(map, stride, area.Height, area.Width)[0], Picture(frame, area));

    private static Tensor Target(DecodedExplanation decoded, FrameExplanation frame, SKRectI area) =>
        SheetImages.Outline(Heat(decoded.Target, 8, frame, area), SheetImages.Resize(decoded.Mask, 4, area.Height, area.Width)[0], MaskLine);

    private Tensor Feature(Tensor map, SKRectI area) => SheetImages.Resize(colours.Colour(map), 8, area.Height, area.Width).clamp(0, 1);

    private static void Put(SKCanvas canvas, SKRectI area, Tensor rgb)
    {
        using var bitmap = SheetImages.ToBitmap(rgb);
        canvas.DrawBitmap(bitmap, area.Left, area.Top);
    }
}
