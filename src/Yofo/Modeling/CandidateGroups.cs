using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>
/// Which candidates are boxes around two of a kind. A detector that sees two flamingos, one before the other, often gives a third box
/// around both, as sure as of each; to the words it looks like either. A phrase that names one means none of these [ours].
/// </summary>
internal static class CandidateGroups
{
    // All [ours], set on the development sets together: +.006 mean IoU on COCO's, +.013 J on DAVIS's.
    private const double Penalty = 3;    // logits
    private const double Surest = 0.35;  // a part is at least so sure, by the whole's surety
    private const double Inside = 0.6;   // of a part lies in the whole
    private const double Same = 0.7;     // overlap from which on it is the whole again
    private const double Apart = 0.35;   // most overlap of two parts
    private const double Filled = 0.55;  // of the whole is filled by two parts

    /// <summary>What the choice of each candidate loses: [N, K] logits.</summary>
    /// <param name="candidates">[1, K, ...].</param>
    /// <param name="several">Which of the N phrases name several.</param>
    public static Tensor Discount(CandidateFeatures candidates, IReadOnlyList<bool> several) =>
        Of(candidates) * tensor([.. several.Select(more => more ? 0 : (float)Penalty)], device: candidates.Boxes.device).unsqueeze(1);

    /// <summary>1 for each candidate that holds two others of its class: [1, K].</summary>
    public static Tensor Of(CandidateFeatures candidates)
    {
        var boxes = candidates.Boxes;
        var area = Grid.Area(boxes);                                                                         // [1, K]
        var (own, other) = (area.unsqueeze(2), area.unsqueeze(1));
        var shared = Grid.Shared(boxes);                                                                     // [1, K, K]
        var overlap = shared / (own + other - shared);
        var (sure, kind) = candidates.Scores.max(2);
        var part = kind.unsqueeze(2).eq(kind.unsqueeze(1)) & sure.unsqueeze(2).ge(sure.unsqueeze(1) * Surest)
            & (shared / own).ge(Inside) & overlap.lt(Same) & own.lt(other * 0.9) & own.gt(other * 0.12)
            & candidates.Valid.unsqueeze(2).gt(0);                                                           // [1, part, whole]
        var apart = overlap.lt(Apart) & (shared / minimum(own, other)).lt(0.5);                              // [1, part, part]
        var filled = (shared.unsqueeze(2) + shared.unsqueeze(1) - shared.unsqueeze(3)) / area.reshape(1, 1, 1, -1); // [1, part, part, whole]
        return (part.unsqueeze(2) & part.unsqueeze(1) & apart.unsqueeze(3) & filled.ge(Filled)).any(1).any(1).to_type(ScalarType.Float32);
    }
}
