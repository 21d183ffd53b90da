using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>Paints outlined candidates into the frame, softly, by what is thought of each [ours].</summary>
internal static class Painting
{
    /// <summary>Channels of a painting: the choice, the best one alone, all members.</summary>
    public const int Channels = 3;

    /// <summary>The channel of the best candidate alone.</summary>
    public const int Alone = 1;

    /// <summary>Paints the best candidates of each phrase.</summary>
    /// <param name="answer">What is thought of the candidates.</param>
    /// <param name="count">How many to outline, Q.</param>
    /// <param name="outlines">The frame's outlines.</param>
    /// <returns>[N, 3, H/4, W/4], 0 to 1.</returns>
    public static Tensor Paint(CandidateAnswer answer, int count, CandidateOutlines outlines)
    {
        var shares = answer.Choice.softmax(1);                                               // [N, K]
        var belongs = answer.Member.sigmoid();
        var best = Best(answer, count, outlines.Boxes);                                      // [N, Q]
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
        var (_, best) = (CandidateChoice.ExpectedOverlap(answer.Choice, boxes) + (answer.Member.sigmoid() * 0.25)).detach().topk(count, 1);
        return best;
    }

    // What is surely meant beside the chosen candidate: [N, 1, H/4, W/4].
    private static Tensor Together(Tensor also, CandidateOutlines outlines)
    {
        var (weights, parts) = also.topk((int)also.sum(1).amax([0]).item<float>(), 1);       // [N, E]
        return (weights.unsqueeze(-1).unsqueeze(-1) * outlines.Get(parts)).amax([1], keepdim: true);
    }
}
