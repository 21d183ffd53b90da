using static TorchSharp.torch;

namespace Yofo.Inference;

/// <summary>
/// Which of two phrases gets the pixels that both claim, where one mask lies in the other, or a good part of it does: a hand is easily
/// taken for all that it holds, a bottle hardly for the arm behind it. So the smaller one comes first, unless the larger is much surer [ours].
/// </summary>
internal static class MaskPrecedence
{
    private const double Contained = 0.35; // of the smaller mask lies in the larger
    private const double Smaller = 0.8;    // most area, by the larger one's
    private const double Bonus = 2;        // logits

    /// <summary>Favours the smaller masks where they lie in larger ones; the outline of none changes.</summary>
    /// <param name="logits">[P, h, w]: one mask a phrase.</param>
    public static Tensor Favour(Tensor logits)
    {
        if (logits.shape[0] == 1)
        {
            return logits;
        }

        var masks = logits.gt(0).to_type(ScalarType.Float32).flatten(1);                                   // [P, h w]
        var shared = masks.matmul(masks.transpose(0, 1));                                                  // [P, P]
        var area = masks.sum(1, keepdim: true);                                                            // [P, 1]
        var inside = (shared / area.clamp_min(1)).gt(Contained) & area.lt(area.transpose(0, 1) * Smaller); // [P, in which]
        var claimed = inside.to_type(ScalarType.Float32).matmul(masks).gt(0).to_type(ScalarType.Float32) * masks;
        return logits + (claimed * Bonus).reshape(logits.shape);
    }
}
