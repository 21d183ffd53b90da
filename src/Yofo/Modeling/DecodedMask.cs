using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>What the decoder gives for one frame and N phrases.</summary>
/// <param name="Mask">Logits at stride 4: [N, 1, H/4, W/4].</param>
/// <param name="Target">Logits at stride 8, before the candidates are weighed anew: [N, 1, H/8, W/8].</param>
/// <param name="Choice">[N, K]: the choice among candidates weighed anew; null with feature mining off.</param>
/// <param name="Presence">[N]: logit that what is meant is in the frame, by the words and by the memory.</param>
internal sealed record DecodedMask(Tensor Mask, Tensor Target, Tensor? Choice, Tensor Presence)
{
    /// <summary>[N, 1, H/4, W/4]: whether the best outline at least does not rule a cell out; null in training, and with feature mining off.</summary>
    public Tensor? Possible { get; init; }

    /// <summary>What was decoded, for whoever looks inside: Y~, or Y with meta-transfer off, [N, Cy, H/8, W/8].</summary>
    public Tensor? Transferred { get; init; }
}
