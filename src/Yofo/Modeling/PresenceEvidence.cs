using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>
/// Whether what is meant is in the frame, from what the words say as a whole and from what their bare noun says. The whole phrase
/// alone is too strict: one colour that the pixels do not bear out ("with a yellow backpack") outweighs a noun that is plainly
/// there. The noun alone is too lax: any woman is "the woman in red". Joined they part right from wrong better than either [ours;
/// docs/train.md].
/// </summary>
internal static class PresenceEvidence
{
    // The balance between wrongly absent and wrongly present at a score of one half [ours].
    private const double Balance = 2.8;

    /// <summary>Joins the evidence: [N] logits.</summary>
    /// <param name="phrase">What the whole phrases say.</param>
    /// <param name="noun">What their bare nouns say.</param>
    public static Tensor Join(CandidateAnswer phrase, CandidateAnswer noun)
    {
        var whole = (phrase.Presence + phrase.Member.amax([1]).clamp_min(-20)) / 2; // and its best candidate
        return whole + maximum(noun.Presence, whole) - Balance;                       // who is sure of the whole is sure of the noun
    }
}
