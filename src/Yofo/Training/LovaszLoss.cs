using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>
/// Lovász loss (Berman et al., CVPR 2018), foreground only: the loss of the paper [paper]; which form it used is not stated.
/// The errors are sorted, and each is weighed by how much the Jaccard loss grows when its pixel becomes wrong too.
/// </summary>
internal static class LovaszLoss
{
    /// <summary>Sigmoid form [LWL]: e = |y - p|.</summary>
    /// <param name="logits">Any shape; all of it is one list of pixels.</param>
    /// <param name="labels">Same shape, 0 or 1.</param>
    public static Tensor Sigmoid(Tensor logits, Tensor labels)
    {
        var truth = labels.flatten();
        return Extend((truth - logits.flatten().sigmoid()).abs(), truth);
    }

    /// <summary>Hinge form: e = max(0, 1 - s (2 y - 1)).</summary>
    /// <param name="logits">Any shape; all of it is one list of pixels.</param>
    /// <param name="labels">Same shape, 0 or 1.</param>
    public static Tensor Hinge(Tensor logits, Tensor labels)
    {
        var truth = labels.flatten();
        return Extend((1 - (logits.flatten() * ((2 * truth) - 1))).clamp_min(0), truth);
    }

    private static Tensor Extend(Tensor errors, Tensor truth)
    {
        var (sorted, order) = errors.sort(0, descending: true);
        var hits = truth.index_select(0, order);
        var total = truth.sum();
        var seen = hits.cumsum(0);
        var jaccard = 1 - ((total - seen) / (total + (1 - hits).cumsum(0)).clamp_min(1e-9));   // J_k
        var before = cat([zeros_like(jaccard.narrow(0, 0, 1)), jaccard.narrow(0, 0, jaccard.shape[0] - 1)], 0);
        return (sorted * (jaccard - before).detach()).sum();
    }
}
