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
    /// <param name="choice">[N, K] logits.</param>
    /// <param name="member">[N, K] logits.</param>
    /// <param name="count">How many to outline, Q.</param>
    /// <param name="outlines">The frame's outlines.</param>
    /// <returns>[N, 3, H/4, W/4], 0 to 1.</returns>
    public static Tensor Paint(Tensor choice, Tensor member, int count, CandidateOutlines outlines)
    {
        var shares = choice.softmax(1);                                                      // [N, K]
        var belongs = member.sigmoid();
        var expected = CandidateChoice.ExpectedOverlap(choice, outlines.Boxes);
        var (_, best) = (expected + (belongs * 0.25)).detach().topk(count, 1);               // [N, Q], best first
        var drawn = outlines.Get(best);                                                      // [N, Q, H/4, W/4]
        var chosen = (shares.gather(1, best).unsqueeze(-1).unsqueeze(-1) * drawn).sum(1, keepdim: true);
        var alone = drawn.narrow(1, 0, 1);
        var all = (belongs.gather(1, best).unsqueeze(-1).unsqueeze(-1) * drawn).amax([1], keepdim: true);
        return cat([chosen, alone, all], 1);
    }
}
