using static TorchSharp.torch;

namespace Yofo.Tests.Modeling;

/// <summary>A frame of a <see cref="TransferProblem"/>: x, Y, W and its share g of the memory, for each phrase.</summary>
internal sealed record TransferFrame(Tensor X, Tensor Y, Tensor W, Tensor Share);
