using static TorchSharp.torch;

namespace Yofo.Modeling.Vision;

/// <summary>
/// A second opinion on what the detector's boxes hold, from a network that knows 1000 classes. Where the detector is sure it stays;
/// where it hesitates (a cockatoo is "person", "knife" or "bird" to it) the namer's kinds fill what is left up to certainty [ours].
/// </summary>
internal static class CandidateNaming
{
    private const float Hardly = 0.1f; // a score of the detector up to which a box counts as a part of a thing at best [ours]
    private const int Points = 6;      // a side of a box at which the map is read [ours]

    private static readonly Tensor Kinds = tensor(ImageNetKinds.InCoco.Select(index => (long)Math.Max(0, index)).ToArray()).DetachFromDisposeScope();
    private static readonly Tensor Known = tensor(ImageNetKinds.InCoco.Select(index => index >= 0 ? 1f : 0f).ToArray()).DetachFromDisposeScope();

    /// <summary>Scores with both opinions.</summary>
    /// <param name="found">The detector's boxes, in pixels, with their scores.</param>
    /// <param name="dense">[1, 1000, h, w]: the namer's logits, a cell on every 32nd pixel of the same picture at any size.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    public static Candidates Name(Candidates found, Tensor dense, int height, int width)
    {
        if (found.Count == 0)
        {
            return found;
        }

        var boxes = found.Boxes / tensor(new float[] { width, height, width, height }, device: dense.device);
        var shares = Grid.PoolBoxes(dense, boxes + tensor(new float[] { 0, 0, 1e-3f, 1e-3f }, device: dense.device), Points, EfficientLite.OutputStride)
            .softmax(1) * Known.to(dense.device);                                                            // [n, 1000]
        var named = zeros_like(found.ClassScores).index_add_(1, Kinds.to(dense.device), shares, 1);          // [n, 80]
        var sure = found.ClassScores.amax([1], keepdim: true);
        // The namer is worse than a sure detector at COCO's classes [efficientnet-lite.md], and a box that is hardly a thing is but a part of one.
        var open = (1 - sure).square() * ((sure - Hardly) * 5).clamp(0, 1);
        return found with { ClassScores = (found.ClassScores + (open * named)).clamp_max(1) };
    }
}
