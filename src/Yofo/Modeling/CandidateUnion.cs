using Yofo.Modeling.Language;
using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>
/// Which candidates are meant beside the chosen one: all that are plainly meant where a phrase names several ("the girls"), and what
/// is named together with the object ("a white horse and its rider") [ours].
/// </summary>
internal static class CandidateUnion
{
    private const int Most = 8;          // candidates a phrase, beside the chosen one [ours]
    private const double Same = 0.7;     // overlap from which on two boxes hold one object [ours]
    private const double Touching = 1.5; // logits for the choice: what is named together is seen together [ours]
    private const double Believed = 2;   // logits for what touches the object to be there at all: the phrase says that it is [ours]

    /// <summary>[N, K]: 1 for each candidate that is meant too; null where no phrase means any.</summary>
    /// <param name="candidates">[1, K, ...].</param>
    /// <param name="phrases">What is said of the N phrases.</param>
    /// <param name="companions">What is said of their C companions.</param>
    /// <param name="questions">Which phrases name several, whose companions those are.</param>
    public static Tensor? Of(CandidateFeatures candidates, CandidateAnswer phrases, CandidateAnswer companions, PhraseQuestions questions)
    {
        if (questions.AllSingle)
        {
            return null;
        }

        var also = zeros_like(phrases.Choice);
        for (var row = 0; row < questions.Several.Count; row++)
        {
            if (questions.Several[row])
            {
                also[row] = Plain(phrases.Member[row]);
            }
        }

        var another = Grid.Overlaps(candidates.Boxes)[0].lt(Same).to_type(ScalarType.Float32);          // [K, K]
        var touching = Grid.Shared(candidates.Boxes)[0].gt(0).to_type(ScalarType.Float32);              // [K, K]
        var chosen = CandidateChoice.ExpectedOverlap(phrases.Choice, candidates.Boxes).argmax(1);       // [N]
        for (var row = 0; row < questions.Companions.Count; row++)
        {
            var part = questions.Companions[row];
            var (others, near) = (another[chosen[part.Phrase]], touching[chosen[part.Phrase]]);         // [K]
            var meant = part.Several
                ? Plain(companions.Member[row])
                : Best(companions.Choice[row] + (near * Touching) + ((others - 1) * 1e4), companions.Member[row] + (near * Believed));
            also[part.Phrase] = maximum(also[part.Phrase], meant * others);
        }

        return also.any().item<bool>() ? also : null;
    }

    // The surest of those that are more likely meant than not: [K].
    private static Tensor Plain(Tensor member)
    {
        var (strongest, _) = member.topk((int)Math.Min(Most, member.shape[0]), 0);
        return (member.gt(0) & member.ge(strongest[-1])).to_type(ScalarType.Float32);
    }

    // The chosen one, if it is more likely there than not: [K].
    private static Tensor Best(Tensor choice, Tensor member) =>
        nn.functional.one_hot(choice.argmax(), choice.shape[0]) * member.gt(0).to_type(ScalarType.Float32);
}
