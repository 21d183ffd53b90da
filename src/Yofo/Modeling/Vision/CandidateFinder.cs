using System.Runtime.InteropServices;
using Yofo.Engine;
using static TorchSharp.torch;

namespace Yofo.Modeling.Vision;

/// <summary>From the detector's heads to a short list of candidates.</summary>
internal static class CandidateFinder
{
    private const float ScoreThreshold = 0.05f; // [upstream]
    private const float SameClassOverlap = 0.6f; // [upstream]
    private const float AnyClassOverlap = 0.85f; // [ours]
    private const float SmallestSide = 1; // pixels [ours]: what clipping leaves of a box outside the image is none

    /// <summary>Finds the candidates of one picture of a batch.</summary>
    /// <param name="maps">What <see cref="NanoDet"/> made of the batch.</param>
    /// <param name="batchIndex">Which picture.</param>
    /// <param name="height">Height of the working image; boxes are clipped to it.</param>
    /// <param name="width">Width of the working image.</param>
    /// <param name="count">At most so many [ours].</param>
    public static Candidates Find(NanoDetMaps maps, int batchIndex, int height, int width, int count = 24)
    {
        using var stage = StageClock.Measure("encoder: find candidates");
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var decoded = maps.Heads.Select(head => Decode(head, batchIndex, height, width)).ToList();
        var boxes = cat([.. decoded.Select(part => part.Boxes)], 0); // [n, 4]
        var rows = cat([.. decoded.Select(part => part.Scores)], 0); // [n, 80]
        var device = rows.device;
        if (boxes.shape[0] == 0)
        {
            return new Candidates(Leave(boxes), Leave(rows), Leave(empty(0, device: device)), []);
        }

        var (top, classes) = rows.max(1);
        var kept = Suppress(boxes.cpu(), top.cpu(), classes.cpu(), count);

        // [K, 80] of the kept boxes, raised to what was merged into them; row by row, for merges are few.
        var indices = tensor(kept.Select(box => (long)box.Index).ToArray(), device: device);
        var merged = kept.Select(box => box.Merged.Count == 1
            ? rows[box.Index]
            : rows.index_select(0, tensor(box.Merged.Select(index => (long)index).ToArray(), device: device)).amax([0]));
        var classScores = stack([.. merged], 0);
        var own = MemoryMarshal.Cast<byte, long>(classes.cpu().bytes);
        var labels = new int[kept.Count];
        for (var index = 0; index < labels.Length; index++)
        {
            labels[index] = (int)own[kept[index].Index];
        }

        return new Candidates(Leave(boxes.index_select(0, indices)), Leave(classScores), Leave(top.index_select(0, indices)), labels);
    }

    /// <summary>
    /// The boxes and class scores of a head's cells that have any score above the threshold, [n, 4] and [n, 80]. A side lies
    /// stride * (expected distance) from the cell's centre ((i + 0.5) * stride).
    /// </summary>
    internal static (Tensor Boxes, Tensor Scores) Decode(NanoDetHead head, int batchIndex, int height, int width)
    {
        var scores = head.Scores[batchIndex]; // [cells, 80]
        var cells = scores.amax([1]).gt(ScoreThreshold).nonzero().squeeze(1); // [n], row by row
        var logits = head.Sides[batchIndex].index_select(0, cells).reshape(-1, 4, NanoDet.Distances); // [n, 4, 11]
        var steps = arange(NanoDet.Distances, dtype: ScalarType.Float32, device: logits.device);
        var sides = logits.softmax(2).mul(steps).sum(2) * head.Stride; // [n, 4] left, top, right, bottom
        var x = (cells.remainder(head.Columns).to_type(ScalarType.Float32) + 0.5f) * head.Stride;
        var y = (cells.div(head.Columns, RoundingMode.floor).to_type(ScalarType.Float32) + 0.5f) * head.Stride;
        var boxes = stack(
            [
                (x - sides.select(1, 0)).clamp(0, width), (y - sides.select(1, 1)).clamp(0, height),
                (x + sides.select(1, 2)).clamp(0, width), (y + sides.select(1, 3)).clamp(0, height),
            ],
            1);
        var large = (boxes.narrow(1, 2, 2) - boxes.narrow(1, 0, 2)).amin([1]).ge(SmallestSide).nonzero().squeeze(1);
        return (boxes.index_select(0, large), scores.index_select(0, cells.index_select(0, large)));
    }

    private static List<Suppression.Kept> Suppress(Tensor boxes, Tensor scores, Tensor classes, int count) => Suppression.Run(
        MemoryMarshal.Cast<byte, Box>(boxes.bytes), MemoryMarshal.Cast<byte, float>(scores.bytes),
        MemoryMarshal.Cast<byte, long>(classes.bytes), SameClassOverlap, AnyClassOverlap, count);

    private static Tensor Leave(Tensor tensor) => tensor.MoveToOuterDisposeScope();
}
