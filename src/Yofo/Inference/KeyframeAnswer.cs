using static TorchSharp.torch;

namespace Yofo.Inference;

/// <summary>What the network says of a frame that it saw.</summary>
/// <param name="Logits">[N, h, w]: masks at stride 4, whether present or not.</param>
/// <param name="Verdicts">One for each phrase.</param>
internal sealed record KeyframeAnswer(Tensor Logits, IReadOnlyList<(bool Present, double Score)> Verdicts) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Logits.Dispose();
}
