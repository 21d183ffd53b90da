using static TorchSharp.torch;

namespace Yofo.Explaining;

/// <summary>
/// What lay between the boxes of the network when one frame was segmented, for one phrase; on the CPU, and its own. Cell j of a map
/// of stride s lies on pixel s * j of the working image H x W.
/// </summary>
internal sealed record FrameExplanation : IDisposable
{
    /// <summary>Number of the frame in its source, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Seconds from the start of the source.</summary>
    public required double Time { get; init; }

    /// <summary>The verdict, the area and the box in the frame's pixels.</summary>
    public required FrameObject Found { get; init; }

    /// <summary>This frame's own logit that what is meant is in it, before the frames around are heard.</summary>
    public required double PresenceLogit { get; init; }

    /// <summary>The frame in small, RGB 0 to 1: [3, h, w].</summary>
    public required Tensor Picture { get; init; }

    /// <summary>The answer at the frame's own size, 0 or 1: [1, 1, height, width].</summary>
    public required Tensor Answer { get; init; }

    /// <summary>Candidates, the most chosen first; none with feature mining off.</summary>
    public required IReadOnlyList<CandidateExplanation> Candidates { get; init; }

    /// <summary>Share of each word in what the fine pixels read, mean over the heads: [L, H/8, W/8]; null with feature mining off.</summary>
    public required Tensor? Words { get; init; }

    /// <summary>Soft weight map W: [1, H/8, W/8].</summary>
    public required Tensor W { get; init; }

    /// <summary>Bi-modal feature Y: [Cy, H/8, W/8].</summary>
    public required Tensor Y { get; init; }

    /// <summary>Transferred feature Y~: [Cy, H/8, W/8]; null with meta-transfer off.</summary>
    public required Tensor? Transferred { get; init; }

    /// <summary>What the decoder makes of Y itself, as if meta-transfer were off.</summary>
    public required DecodedExplanation Direct { get; init; }

    /// <summary>What it makes of Y~; null with meta-transfer off.</summary>
    public required DecodedExplanation? ByTransfer { get; init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Tensor?[] own = [Picture, Answer, Words, W, Y, Transferred, Direct.Target, Direct.Mask, ByTransfer?.Target, ByTransfer?.Mask];
        foreach (var tensor in own)
        {
            tensor?.Dispose();
        }
    }
}
