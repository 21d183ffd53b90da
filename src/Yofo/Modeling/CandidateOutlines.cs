using Yofo.Engine;
using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>The outlines of one frame's candidates, each made once, when first asked for, whatever the number of phrases.</summary>
internal sealed class CandidateOutlines
{
    private readonly OutlineHead head;
    private readonly ImageFeatures image;
    private readonly Dictionary<long, (Tensor Shape, Tensor Painted)> known = [];
    private ImageFeatures? projected;

    /// <summary>Starts with none.</summary>
    public CandidateOutlines(OutlineHead head, ImageFeatures image)
    {
        this.head = head;
        this.image = image;
    }

    /// <summary>The frame's candidates.</summary>
    public CandidateFeatures Candidates => image.Candidates;

    /// <summary>Boxes of the candidates: [1, K, 4].</summary>
    public Tensor Boxes => image.Candidates.Boxes;

    /// <summary>All tensors that were made so far; the frame's own are not among them.</summary>
    public IEnumerable<Tensor> Tensors => known.Values.SelectMany(outline => new[] { outline.Shape, outline.Painted }).Concat(projected?.Tensors ?? []);

    /// <summary>Outlines of chosen candidates at stride 4.</summary>
    /// <param name="chosen">[N, Q] indices of candidates.</param>
    /// <returns>Shares of certainty, 0 to 1: [N, Q, H/4, W/4].</returns>
    public Tensor Get(Tensor chosen)
    {
        var indices = Make(chosen);
        return cat([.. indices.Select(index => known[index].Painted)], 0)
            .reshape(chosen.shape[0], chosen.shape[1], image.Fine.shape[2], image.Fine.shape[3]);
    }

    /// <summary>The same outlines on the points of their boxes.</summary>
    /// <param name="chosen">[N] indices of candidates.</param>
    /// <returns>The widened boxes, [N, 4], and shares of certainty on their points, [N, 1, 64, 64].</returns>
    public (Tensor Boxes, Tensor Shapes) InBoxes(Tensor chosen)
    {
        var indices = Make(chosen);
        return (Grid.Widen(Boxes[0].index_select(0, chosen), OutlineHead.Widening), cat([.. indices.Select(index => known[index].Shape)], 0));
    }

    private long[] Make(Tensor chosen)
    {
        using var stage = StageClock.Measure("outlines");
        var indices = chosen.cpu().data<long>().ToArray();
        var missing = indices.Distinct().Where(index => !known.ContainsKey(index)).ToArray();
        if (missing.Length > 0)
        {
            using var scope = NewDisposeScope(); // what the head leaves behind is some 100 MB for a handful of candidates
            var boxes = Boxes[0].index_select(0, tensor(missing, device: image.Fine.device));
            projected ??= head.Project(image);
            var shapes = head.OutlineProjected(projected, boxes).sigmoid();
            var painted = Grid.PaintBoxes(shapes, Grid.Widen(boxes, OutlineHead.Widening), image.Fine.shape[2], image.Fine.shape[3], 4);
            for (var row = 0; row < missing.Length; row++)
            {
                known[missing[row]] = (shapes.narrow(0, row, 1), painted[row]);
            }

            scope.MoveToOuter(Tensors);
        }

        return indices;
    }
}
