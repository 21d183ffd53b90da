using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>Paints outlined candidates into the frame, softly, by what is thought of each [ours].</summary>
internal static class Painting
{
    /// <summary>Channels of a painting: the choice, the best one alone, all members.</summary>
    public const int Channels = 3;

    /// <summary>The channel of the best candidate alone.</summary>
    public const int Alone = 1;

    private const double Remembered = 0.5; // what it counts that an outline is just what the memory sees; an overlap of 1 counts 1 [ours]

    /// <summary>Paints the best candidates of each phrase.</summary>
    /// <param name="answer">What is thought of the candidates.</param>
    /// <param name="count">How many to outline, Q.</param>
    /// <param name="outlines">The frame's outlines.</param>
    /// <param name="target">
    /// [N, 1, H/8, W/8]: logits of what the memory sees of the target, which then has a say in which of the Q is the best: where boxes hold
    /// pieces of one thing, the piece that was masked before, or the whole. Null: it has none.
    /// </param>
    /// <returns>[N, 3, H/4, W/4], 0 to 1.</returns>
    public static Tensor Paint(CandidateAnswer answer, int count, CandidateOutlines outlines, Tensor? target = null)
    {
        var shares = answer.Choice.softmax(1);                                               // [N, K]
        var belongs = answer.Member.sigmoid();
        var best = Best(answer, count, outlines.Boxes);                                      // [N, Q]
        best = target is null ? best : Sort(best, Score(answer, outlines.Boxes), outlines, target);
        var drawn = outlines.Get(best);                                                      // [N, Q, H/4, W/4]
        var chosen = (shares.gather(1, best).unsqueeze(-1).unsqueeze(-1) * drawn).sum(1, keepdim: true);
        var alone = drawn.narrow(1, 0, 1);
        var all = (belongs.gather(1, best).unsqueeze(-1).unsqueeze(-1) * drawn).amax([1], keepdim: true);
        return answer.Also is { } also
            ? maximum(cat([chosen, alone, all], 1), Together(also, outlines))
            : cat([chosen, alone, all], 1);
    }

    /// <summary>The candidates that are painted of each phrase, best first: [N, Q].</summary>
    public static Tensor Best(CandidateAnswer answer, int count, Tensor boxes)
    {
        var (_, best) = Score(answer, boxes).topk(count, 1);
        return best;
    }

    private static Tensor Score(CandidateAnswer answer, Tensor boxes) =>
        (CandidateChoice.ExpectedOverlap(answer.Choice, boxes) + (answer.Member.sigmoid() * 0.25)).detach();

    // The same candidates, sorted anew. A box around two of a kind gains nothing: the memory sees both where it cannot tell them apart.
    private static Tensor Sort(Tensor best, Tensor score, CandidateOutlines outlines, Tensor target)
    {
        var drawn = outlines.Get(best);                                                      // [N, Q, H/4, W/4]
        var seen = Grid.Upsample(target.sigmoid(), 2);                                       // [N, 1, H/4, W/4]
        var overlap = minimum(drawn, seen).sum([2, 3]) / maximum(drawn, seen).sum([2, 3]).clamp_min(1e-3);
        var single = 1 - CandidateGroups.Of(outlines.Candidates).expand(best.shape[0], -1).gather(1, best);
        var (_, order) = (score.gather(1, best) + (overlap * single * Remembered)).topk((int)best.shape[1], 1);
        return best.gather(1, order);
    }

    // What is surely meant beside the chosen candidate: [N, 1, H/4, W/4].
    private static Tensor Together(Tensor also, CandidateOutlines outlines)
    {
        var (weights, parts) = also.topk((int)also.sum(1).amax([0]).item<float>(), 1);       // [N, E]
        return (weights.unsqueeze(-1).unsqueeze(-1) * outlines.Get(parts)).amax([1], keepdim: true);
    }
}
