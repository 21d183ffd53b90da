using Yofo.Modeling.Language;
using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>What candidates lose that fit what a phrase rules out ("the car not behind the bus") [ours].</summary>
internal static class CandidateExclusion
{
    private const double Penalty = 3; // logits, for the candidate that fits best [ours]

    /// <summary>What the choice of each candidate loses: [N, K] logits, or 0 where no phrase rules anything out.</summary>
    /// <param name="answers">What is said of what is ruled out.</param>
    /// <param name="excluded">Whose that is.</param>
    /// <param name="count">N.</param>
    public static Tensor Discount(CandidateAnswer answers, IReadOnlyList<PhrasePart> excluded, long count)
    {
        if (excluded.Count == 0)
        {
            return tensor(0f, device: answers.Choice.device);
        }

        // How well each fits beside the one that fits best, and whether it fits at all.
        var fits = (answers.Choice - answers.Choice.amax([1], keepdim: true)).exp() * answers.Member.sigmoid();   // [E, K]
        var losses = zeros(count, fits.shape[1], device: fits.device);
        for (var row = 0; row < excluded.Count; row++)
        {
            losses[excluded[row].Phrase] = maximum(losses[excluded[row].Phrase], fits[row]);
        }

        return losses * Penalty;
    }
}
