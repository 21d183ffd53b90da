using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>Paints outlined candidates into the frame, softly, by what is thought of each [ours].</summary>
internal static class Painting
{
    /// <summary>Channels of a painting: the choice, the best one alone, all members.</summary>
    public const int Channels = 3;

    /// <summary>The channel of the best candidate alone.</summary>
    public const int Alone = 1;

    /// <summary>What it counts beside the expected overlap that a candidate is surely part of what is meant [ours].</summary>
    public const double Belonging = 0.25;

    private const double Remembered = 0.5; // what it counts that an outline is just what the memory sees; an overlap of 1 counts 1 [ours]

    /// <summary>Paints the best candidates of each phrase.</summary>
    /// <param name="answer">What is thought of the candidates.</param>
    /// <param name="count">How many to outline, Q.</param>
    /// <param name="outlines">The frame's outlines.</param>
    /// <param name="known">
    /// What is known of the target from the frames before. What the memory sees has a say in which of the Q is the best: where boxes hold
    /// pieces of one thing, the piece that was masked before, or the whole. The mask of the frame before may take its place
    /// (<see cref="CarriedOutline"/>). Null: nothing is known.
    /// </param>
    /// <returns>The painting, [N, 3, H/4, W/4], 0 to 1, and of it the best outline in this frame, whatever is painted in its place: [N, 1, H/4, W/4].</returns>
    public static (Tensor Painted, Tensor Outline) Paint(CandidateAnswer answer, int count, CandidateOutlines outlines, Recollection? known = null)
    {
        var shares = answer.Choice.softmax(1);                                               // [N, K]
        var belongs = answer.Member.sigmoid();
        var score = Score(answer, outlines.Boxes);                                           // [N, K]
        var (_, best) = score.topk(count, 1);                                                // [N, Q]
        Tensor? better = null;                                                               // [N, 1, 1, 1]
        if (known is not null)
        {
            // A box around two of a kind gains nothing: the memory sees both where it cannot tell them apart.
            var seen = Grid.Upsample(known.Target.sigmoid(), 2);                             // [N, 1, H/4, W/4]
            var single = 1 - CandidateGroups.Of(outlines.Candidates).expand(best.shape[0], -1);
            var overlap = Overlap(outlines.Get(best), seen) * single.gather(1, best);        // [N, Q]
            var (_, order) = (score.gather(1, best) + (overlap * Remembered)).topk(count, 1);
            (best, overlap) = (best.gather(1, order), overlap.gather(1, order));
            var first = best.narrow(1, 0, 1);                                                // [N, 1]
            better = known.Carried?.IsBetter(answer, seen, single, (score.gather(1, first), outlines.Get(first), overlap.narrow(1, 0, 1)));
        }

        var drawn = outlines.Get(best);                                                      // [N, Q, H/4, W/4]
        var chosen = (shares.gather(1, best).unsqueeze(-1).unsqueeze(-1) * drawn).sum(1, keepdim: true);
        var outline = drawn.narrow(1, 0, 1);
        var alone = outline;
        if (better is not null && known is { Carried.Mask: { } carried })
        {
            alone = where(better, carried, alone);
            chosen = where(better, shares.gather(1, best).sum(1).reshape(-1, 1, 1, 1) * carried, chosen);
        }

        var all = (belongs.gather(1, best).unsqueeze(-1).unsqueeze(-1) * drawn).amax([1], keepdim: true);
        var painted = cat([chosen, alone, all], 1);
        if (answer.Also is not { } also)
        {
            return (painted, outline);
        }

        var together = Together(also, outlines);
        return (maximum(painted, together), maximum(outline, together));
    }

    /// <summary>The candidates that are painted of each phrase, best first: [N, Q].</summary>
    public static Tensor Best(CandidateAnswer answer, int count, Tensor boxes)
    {
        var (_, best) = Score(answer, boxes).topk(count, 1);
        return best;
    }

    /// <summary>Overlap (IoU) of soft masks [N, Q, h, w] with others [N, 1, h, w]: [N, Q].</summary>
    public static Tensor Overlap(Tensor masks, Tensor others) =>
        minimum(masks, others).sum([2, 3]) / maximum(masks, others).sum([2, 3]).clamp_min(1e-3);

    // How good an answer each candidate is: [N, K].
    private static Tensor Score(CandidateAnswer answer, Tensor boxes) =>
        (CandidateChoice.ExpectedOverlap(answer.Choice, boxes) + (answer.Member.sigmoid() * Belonging)).detach();

    // What is surely meant beside the chosen candidate: [N, 1, H/4, W/4].
    private static Tensor Together(Tensor also, CandidateOutlines outlines)
    {
        var (weights, parts) = also.topk((int)also.sum(1).amax([0]).item<float>(), 1);       // [N, E]
        return (weights.unsqueeze(-1).unsqueeze(-1) * outlines.Get(parts)).amax([1], keepdim: true);
    }
}
