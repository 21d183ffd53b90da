using Yofo.Modeling.Language;
using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>
/// What a missing landmark says against a phrase: no woman is "walking towards the bench" where no bench is, nor is a girl "behind the smiling
/// girl" where only one is. The sentence as a whole hardly notices [ours; docs/experiments.md].
/// </summary>
internal static class LandmarkEvidence
{
    private const double Most = 4, MostAlone = 6;          // logits that a phrase loses [ours]
    private const double Missing = -2, Alone = -3.5;       // from which logit on a thing is missing, and the second of two [ours]
    private const double Ramp = 0.5;                       // per logit below it, until all is lost after two [ours]
    private const double Same = 0.75;                      // of the smaller of two boxes lies in the other: one thing [ours]

    /// <summary>Takes from what phrases say as a whole what their landmarks lack.</summary>
    /// <param name="whole">[N]: what the phrases say.</param>
    /// <param name="answers">What is said of the landmarks' nouns.</param>
    /// <param name="landmarks">Whose they are.</param>
    /// <param name="boxes">[1, K, 4]: boxes of the candidates.</param>
    /// <returns>[N] logits.</returns>
    public static Tensor Weigh(Tensor whole, CandidateAnswer answers, IReadOnlyList<Landmark> landmarks, Tensor boxes)
    {
        if (landmarks.Count == 0)
        {
            return whole;
        }

        var there = PresenceEvidence.Whole(answers);                                                         // [L]
        var second = Second(answers.Member, boxes);
        var alike = tensor([.. landmarks.Select(landmark => landmark.IsAlike)], device: whole.device);
        var missing = ((Missing - there) * Ramp).clamp(0, 1) * Most;
        var alone = ((Alone - second) * Ramp).clamp(0, 1) * MostAlone;
        var rows = tensor([.. landmarks.Select(landmark => (long)landmark.Phrase)], device: whole.device);
        return whole.index_add(0, rows, -where(alike, alone, missing), 1);
    }

    // The best of the candidates that are not the best one again: [L].
    private static Tensor Second(Tensor member, Tensor boxes)
    {
        var again = Grid.Within(boxes)[0].gt(Same);                                                          // [K, K]
        return member.masked_fill(again.index_select(0, member.argmax(1)), float.NegativeInfinity).amax([1]);
    }
}
