using Yofo.Motion;

namespace Yofo.Inference;

/// <summary>
/// Settles the masks of a frame that the network saw by those of the ones before and after it: each is carried over by motion and
/// counts by how sure the network was of it. What goes wrong in one frame alone is put right; and where a frame misses what it does not rule out
/// either, such as a flank in the shade, its own opinion counts little against a neighbour that sees it [ours; docs/performance.md says what that
/// costs and gains].
/// </summary>
internal static class NeighbourVote
{
    private const double Neighbour = 1; // what a neighbour counts that is as sure as the frame itself [ours]
    private const double Surer = 4;     // so many times as sure is no surer [ours]

    /// <summary>What the network said of a frame, joined with what it said of another.</summary>
    /// <param name="carrier">Carries masks.</param>
    /// <param name="own">The frame.</param>
    /// <param name="other">The other frame.</param>
    /// <param name="motion">Where each pixel of the frame lies in the other.</param>
    public static SeenMasks Hear(MaskCarrier carrier, SeenMasks own, SeenMasks other, MotionField motion)
    {
        var weight = (other.Confidence / own.Confidence).clamp(1 / Surer, Surer) * Neighbour;
        var joined = (own.Confidence + (other.Confidence * Neighbour)) / (1 + Neighbour);
        return own with { Logits = carrier.Join(own.Logits, own.Possible, other.Logits, motion, weight), Confidence = joined, Possible = own.Possible?.alias() };
    }
}
