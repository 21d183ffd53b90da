using Yofo.Modeling;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Yofo.Training;

/// <summary>The loss of one frame, end to end: Lovász [paper] plus a pixel loss, candidates and presence [ours].</summary>
internal static class WholeLoss
{
    /// <summary>Computes the loss of a frame's N phrases.</summary>
    /// <param name="decoded">What the decoder gave.</param>
    /// <param name="mined">What feature mining gave.</param>
    /// <param name="frame">What is true.</param>
    /// <param name="running">Takes the parts, for the log.</param>
    public static Tensor Of(DecodedMask decoded, MinedFeatures mined, ClipFrame frame, RunningMean running)
    {
        var truth = frame.Truth;
        var pixels = binary_cross_entropy_with_logits(decoded.Mask, truth);
        var coarse = truth[TensorIndex.Colon, TensorIndex.Colon, TensorIndex.Slice(0, null, 2), TensorIndex.Slice(0, null, 2)];
        var target = binary_cross_entropy_with_logits(decoded.Target, coarse) + Overlap(decoded.Target, coarse);
        var every = ones_like(frame.Presence);
        var presence = ChoiceLoss.Judged(decoded.Presence, frame.Presence, every);
        var early = ChoiceLoss.Judged(mined.Presence, frame.Presence, every);
        var loss = pixels + Overlap(decoded.Mask, truth) + (0.5 * target) + (0.4 * presence) + (0.2 * early);
        running.Add("pixels", pixels.item<float>());
        running.Add("target", target.item<float>());
        running.Add("presence", presence.item<float>());
        if (mined.Candidates is { } answer)
        {
            var shares = frame.Overlaps.ge(0.5).to_type(ScalarType.Float32) * frame.Overlaps.pow(4);
            shares = shares / shares.sum(1, keepdim: true).clamp_min(1e-6);
            loss = loss + (0.15 * ChoiceLoss.Choice(answer.Choice, shares)) + (0.3 * ChoiceLoss.Choice(decoded.Choice!, shares));
        }

        AddOverlap(decoded.Mask, frame, running);
        return loss;
    }

    // Lovász over each phrase that has a target; what is absent is left to presence and the pixels.
    private static Tensor Overlap(Tensor logits, Tensor truth)
    {
        var losses = Enumerable.Range(0, (int)truth.shape[0])
            .Where(row => truth[row].max().item<float>() > 0.5f)
            .Select(row => LovaszLoss.Sigmoid(logits[row], truth[row])).ToList();
        return losses.Count == 0 ? logits.sum() * 0 : stack(losses).mean();
    }

    private static void AddOverlap(Tensor logits, ClipFrame frame, RunningMean running)
    {
        using var frozen = no_grad();
        var (found, real) = (logits.gt(0), frame.Truth.gt(0.5));
        var overlap = (found & real).sum([1, 2, 3]).to_type(ScalarType.Float32) / (found | real).sum([1, 2, 3]).clamp_min(1);
        var present = frame.Presence.gt(0.5);
        if (present.any().item<bool>())
        {
            running.Add("J", overlap[present].mean().item<float>());
        }
    }
}
