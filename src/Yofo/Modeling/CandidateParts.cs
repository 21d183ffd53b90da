using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>
/// Which candidates are rather a part of another. In the box of a man the detector often sees a smaller man, of whom it is less sure: his head and
/// shoulders. To words of place the part is the better answer, for it lies farther to the left than the whole [ours; docs/experiments.md].
/// </summary>
internal static class CandidateParts
{
    // All [ours], set on COCO's development photos: right candidate 73 to 76%, of phrases of place 75 to 81%.
    private const double Inside = 0.85;  // of a part lies in the whole
    private const double Larger = 1.15;  // times as large is the whole at least
    private const double Steep = 3;      // logits by the logarithm of how much surer the whole is
    private const double Most = 2;       // logits

    /// <summary>What the choice of each candidate loses: [1, K] logits.</summary>
    /// <param name="candidates">[1, K, ...].</param>
    public static Tensor Discount(CandidateFeatures candidates)
    {
        var boxes = candidates.Boxes;
        var area = Grid.Area(boxes);                                                                         // [1, K]
        var (sure, kind) = candidates.Scores.max(2);
        var isPart = kind.unsqueeze(2).eq(kind.unsqueeze(1)) & (Grid.Shared(boxes) / area.unsqueeze(2)).ge(Inside)
            & area.unsqueeze(1).gt(area.unsqueeze(2) * Larger) & candidates.Valid.unsqueeze(1).gt(0);        // [1, part, whole]
        var surer = (sure.clamp_min(1e-3).unsqueeze(1) / sure.clamp_min(1e-3).unsqueeze(2)).log() * isPart.to_type(ScalarType.Float32);
        return (surer.amax([2]) * Steep).clamp(0, Most);
    }
}
