using Yofo.Modeling;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Yofo.Training;

/// <summary>Losses of the choice among candidates and of presence.</summary>
internal static class ChoiceLoss
{
    /// <summary>Cross-entropy of the choice against shares; rows without a right choice do not count.</summary>
    /// <param name="choice">[B, K] logits.</param>
    /// <param name="shares">[B, K].</param>
    public static Tensor Choice(Tensor choice, Tensor shares)
    {
        var counted = shares.sum(1);
        return -(shares * choice.log_softmax(1)).sum() / counted.sum().clamp_min(1);
    }

    /// <summary>Binary cross-entropy where the label is 0 or 1; -1 does not count.</summary>
    /// <param name="logits">Any shape.</param>
    /// <param name="labels">Same shape.</param>
    /// <param name="weight">Further weights, same shape or broadcast.</param>
    public static Tensor Judged(Tensor logits, Tensor labels, Tensor weight)
    {
        var counted = labels.ge(0).to_type(ScalarType.Float32) * weight;
        var loss = binary_cross_entropy_with_logits(logits, labels.clamp_min(0), reduction: nn.Reduction.None);
        return (loss * counted).sum() / counted.sum().clamp_min(1);
    }

    /// <summary>The whole loss of the first stage [ours]: choice + 2 x member + 0.5 x presence.</summary>
    public static Tensor Total(CandidateAnswer answer, ChoiceBatch truth, Tensor valid, PhrasePrior? prior = null)
    {
        if (prior is not null)
        {
            var (device, judged) = (answer.Presence.device, truth.Presence.ge(0).to_type(ScalarType.Float32));
            answer = answer with
            {
                Member = answer.Member + (prior.Member(truth.Phrases, device) * judged.unsqueeze(1)),
                Presence = answer.Presence + (prior.Presence(truth.Phrases, device) * judged),
            };
        }

        var member = Judged(answer.Member, truth.Member, valid * truth.Boxed.unsqueeze(1));
        var presence = Judged(answer.Presence, truth.Presence, ones_like(truth.Presence));
        return Choice(answer.Choice, truth.Choice) + (2 * member) + (0.5 * presence);
    }
}
