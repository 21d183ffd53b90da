using Yofo.Modeling.Language;
using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>
/// Whether what is meant is in the frame, from what the words say as a whole and from what their bare noun says. The whole phrase
/// alone is too strict: one colour that the pixels do not bear out ("with a yellow backpack") outweighs a noun that is plainly
/// there. The noun alone is too lax: any woman is "the woman in red". Joined they part right from wrong better than either [ours;
/// docs/experiments.md].
/// </summary>
internal static class PresenceEvidence
{
    // The balance between wrongly absent and wrongly present at a score of one half [ours].
    private const double Balance = 0.85;

    // What the best candidate's own logit counts in what is said of a phrase, the rest being what is said of presence as such [ours].
    private const double MemberShare = 0.25;

    // The same of a phrase that is its own noun ("the bottle"): what it says is heard twice, so that it would have to be surer than others are [ours].
    private const double BareBalance = -1.25;

    // How many logits more than the whole phrase says may be said in all: where the words plainly deny it, the noun alone does not bear it out. Of
    // motion a single frame knows little, so that a phrase which says "jumping over the fence" is doubted everywhere, and not held to that [ours].
    private const double Denied = 3.25;

    // What it costs, in logits, that a thing is not seen which the object is said to have with it: such things are small, and the
    // candidates' features hardly show them [ours].
    private const double Unseen = 2;

    // What it costs, in logits, that things which a phrase names together are only seen one by one: what else it says of them is then not borne out [ours].
    private const double OneByOne = 1.5;

    // What is said of a noun at least where the detector plainly sees what it names [ours].
    private const double Plainly = 3;

    /// <summary>Joins the evidence: [N] logits.</summary>
    /// <param name="phrase">What the whole phrases say.</param>
    /// <param name="noun">What their bare nouns say.</param>
    /// <param name="core">What the phrases say that are left without what their object has with it, some of them.</param>
    /// <param name="cores">Which phrases those are.</param>
    /// <param name="hints">What else is known; null: nothing.</param>
    public static Tensor Join(CandidateAnswer phrase, CandidateAnswer noun, CandidateAnswer core, IReadOnlyList<PhrasePart> cores, PresenceHints? hints = null)
    {
        var (whole, said) = (Whole(phrase), phrase.Presence);
        if (cores.Count > 0)
        {
            var rows = tensor([.. cores.Select(part => (long)part.Phrase)], device: whole.device);
            whole = whole.index_copy(0, rows, maximum(whole.index_select(0, rows), Whole(core) - Unseen));
            said = said.index_copy(0, rows, maximum(said.index_select(0, rows), core.Presence - Unseen));
        }

        if (hints?.Together is { Parts.Count: > 0 } together)
        {
            whole = maximum(whole, Least(Whole(noun), Whole(together.Answer), together.Parts) - OneByOne);
            said = maximum(said, Least(noun.Presence, together.Answer.Presence, together.Parts) - OneByOne);
        }

        whole = hints?.Weigh?.Invoke(whole) ?? whole;
        var borne = noun.Presence + noun.Member.amax([1]).clamp(-20, 0);   // a noun that no candidate bears out is hardly there
        borne = hints?.Seen is { } seen ? where(seen.gt(0), borne.clamp_min(Plainly), borne) : borne;
        var joined = whole + maximum(borne, whole) - Balances(hints?.Bare, whole); // who is sure of the whole is sure of the noun
        var held = minimum(joined, said + Denied);
        return hints?.Moving is { } moving ? where(tensor([.. moving], device: whole.device), joined, held) : held;
    }

    // [N]: of the object and all that is named with it, what is said of the one that is least there; far below 0 where nothing is named with it.
    private static Tensor Least(Tensor own, Tensor companions, IReadOnlyList<PhrasePart> parts)
    {
        var least = full_like(own, -1e4);
        foreach (var phrase in parts.Index().GroupBy(pair => pair.Item.Phrase))
        {
            least[phrase.Key] = stack([own[phrase.Key], .. phrase.Select(pair => companions[pair.Index])]).min();
        }

        return least;
    }

    private static Tensor Balances(IReadOnlyList<bool>? bare, Tensor whole) =>
        bare is null ? full_like(whole, Balance) : tensor([.. bare.Select(own => (float)(own ? BareBalance : Balance))], device: whole.device);

    /// <summary>What is said of presence and, to a quarter, of the best candidate: [N] logits.</summary>
    public static Tensor Whole(CandidateAnswer answer) => ((1 - MemberShare) * answer.Presence) + (MemberShare * answer.Member.amax([1]).clamp_min(-20));
}
