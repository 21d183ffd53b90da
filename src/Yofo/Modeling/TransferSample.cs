using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>One frame as the inner optimiser sees it, for N phrases: its share of the normal equations.</summary>
/// <param name="Gram">U W^2 U^T: [N, P, P], P = channels of x times the kernel's area.</param>
/// <param name="Moment">U W^2 Y: [N, P, Cy].</param>
internal sealed record TransferSample(Tensor Gram, Tensor Moment);
