using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>
/// A second opinion on the best few candidates, from their crops (<see cref="CropMining"/>). It sees more of each than the first one does, and nothing else: alone it
/// chooses worse, beside the first one it helps; and of what the first one takes for unlikely it need not be asked [ours; docs/experiments.md].
/// </summary>
internal static class CropEvidence
{
    private const int Asked = 3;              // candidates a phrase [ours]
    private const double ChoiceShare = 0.2;   // what its logits count beside those of the choice [ours]
    private const double PresenceShare = 0.3; // and the greatest of them beside presence [ours]

    /// <summary>Asks for it.</summary>
    /// <param name="mining">Who is asked; null: nobody, and nothing is gained.</param>
    /// <param name="look">Looks at candidates: [M] indices to [M, S, L].</param>
    /// <param name="choice">[N, K] logits of the first opinion.</param>
    /// <param name="valid">[1, K]: 1 for a candidate, 0 for padding.</param>
    /// <param name="language">N phrases.</param>
    /// <returns>[N, K] logits that the choice gains, and [N] that presence gains.</returns>
    public static (Tensor Choice, Tensor Presence) Of(CropMining? mining, Func<Tensor, Tensor> look, Tensor choice, Tensor valid, LanguageFeatures language)
    {
        if (mining is null)
        {
            return (zeros_like(choice), zeros(choice.shape[0], device: choice.device));
        }

        var (_, best) = choice.topk((int)Math.Min(Asked, choice.shape[1]), 1);                               // [N, A]
        var (some, places, _) = best.unique(return_inverse: true);                                           // [M], [N, A]
        var asked = mining.Mine(look(some).unsqueeze(0), language).gather(1, places!);                       // [N, A]
        var there = valid[0].index_select(0, best.reshape(-1)).reshape(best.shape);
        asked = asked.clamp(-20, 20) + ((there - 1) * 20);
        var gained = (asked - asked.amin([1], keepdim: true)) * ChoiceShare;                                 // who is not asked is as the least of those who are
        return (zeros_like(choice).scatter(1, best, gained), asked.amax([1]) * PresenceShare);
    }
}
