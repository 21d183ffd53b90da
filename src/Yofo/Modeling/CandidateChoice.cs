using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>Reads the choice among candidates.</summary>
internal static class CandidateChoice
{
    /// <summary>
    /// The overlap (IoU) that each candidate is expected to have with what is meant. Candidates that overlap share their
    /// probability, so the greatest of these is a better answer than the likeliest single candidate [ours].
    /// </summary>
    /// <param name="choice">[N, K] logits.</param>
    /// <param name="boxes">[1, K, 4] or [N, K, 4].</param>
    /// <returns>[N, K].</returns>
    public static Tensor ExpectedOverlap(Tensor choice, Tensor boxes)
    {
        var overlaps = Grid.Overlaps(boxes);
        return overlaps.expand(choice.shape[0], -1, -1).matmul(choice.softmax(1).unsqueeze(2)).squeeze(2);
    }
}
