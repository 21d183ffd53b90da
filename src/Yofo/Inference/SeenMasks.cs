using static TorchSharp.torch;

namespace Yofo.Inference;

/// <summary>What the network said of a frame.</summary>
/// <param name="Logits">Masks as logits at stride 4, whether present or not: [N, h, w].</param>
/// <param name="Confidence">How sure it was of each phrase: [N] (<see cref="FrameConfidence"/>).</param>
/// <param name="Look">Number of the frame among those that it saw, from 1.</param>
internal sealed record SeenMasks(Tensor Logits, Tensor Confidence, int Look) : IDisposable
{
    /// <summary>The same, in no dispose scope.</summary>
    public SeenMasks Detach()
    {
        Logits.DetachFromDisposeScope();
        Confidence.DetachFromDisposeScope();
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Logits.Dispose();
        Confidence.Dispose();
    }
}
