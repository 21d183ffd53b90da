using Yofo.Modeling;
using static TorchSharp.torch;

namespace Yofo.Inference;

/// <summary>How sure feature mining is of a frame: what the frame weighs in memory [ours].</summary>
internal static class FrameConfidence
{
    private const double Least = 0.02; // a frame never weighs nothing, so the weights of a memory never sum to 0

    /// <summary>Presence times how clearly one candidate stands out: [N], no gradient.</summary>
    public static Tensor Of(MinedFeatures mined)
    {
        var presence = mined.Presence.detach().sigmoid();
        var clear = mined.Candidates is { } answer ? answer.Choice.detach().softmax(1).amax([1]) : ones_like(presence);
        return (presence * clear).clamp_min(Least);
    }
}
