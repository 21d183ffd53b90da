using static TorchSharp.torch;

namespace Yofo.Explaining;

/// <summary>What the decoder made of a feature.</summary>
/// <param name="Target">Where it sees the target, 0 to 1, before the candidates are weighed anew: [1, H/8, W/8].</param>
/// <param name="Mask">The mask, 0 to 1: [1, H/4, W/4].</param>
internal sealed record DecodedExplanation(Tensor Target, Tensor Mask)
{
    /// <summary>Intersection over union of the two masks at one half; 1 where both are empty.</summary>
    public double Overlap(DecodedExplanation other)
    {
        using var scope = NewDisposeScope();
        var (own, its) = (Mask.gt(0.5), other.Mask.gt(0.5));
        var union = own.logical_or(its).sum().item<long>();
        return union == 0 ? 1 : own.logical_and(its).sum().item<long>() / (double)union;
    }
}
