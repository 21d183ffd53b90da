using static TorchSharp.torch;

namespace Yofo.Inference;

/// <summary>What the network said of a frame.</summary>
/// <param name="Logits">Masks as logits at stride 4, whether present or not: [N, h, w].</param>
/// <param name="Confidence">How sure it was of each phrase: [N] (<see cref="FrameConfidence"/>).</param>
/// <param name="Look">Number of the frame among those that it saw, from 1.</param>
internal sealed record SeenMasks(Tensor Logits, Tensor Confidence, int Look) : IDisposable
{
    /// <summary>[N, h, w]: where the frame at least does not rule the object out (<see cref="Modeling.DecodedMask.Possible"/>); null where that is not known.</summary>
    public Tensor? Possible { get; init; }

    /// <summary>The same, in no dispose scope.</summary>
    public SeenMasks Detach()
    {
        Logits.DetachFromDisposeScope();
        Confidence.DetachFromDisposeScope();
        Possible?.DetachFromDisposeScope();
        return this;
    }

    /// <summary>The same for another owner; in no dispose scope.</summary>
    public SeenMasks Alias() => (this with { Logits = Logits.alias(), Confidence = Confidence.alias(), Possible = Possible?.alias() }).Detach();

    /// <inheritdoc/>
    public void Dispose()
    {
        Logits.Dispose();
        Confidence.Dispose();
        Possible?.Dispose();
    }
}
