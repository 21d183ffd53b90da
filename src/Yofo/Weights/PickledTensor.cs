using static TorchSharp.torch;

namespace Yofo.Weights;

/// <summary>A tensor as a pickle of PyTorch describes it: which storage, and how it lies in it.</summary>
/// <param name="Storage">Name of the storage in the file.</param>
/// <param name="Type">What the storage holds.</param>
/// <param name="Count">How many of it.</param>
/// <param name="Offset">Where the tensor starts, in elements.</param>
/// <param name="Shape">Sizes.</param>
/// <param name="Stride">Elements from one place to the next, a number a dimension.</param>
internal sealed record PickledTensor(string Storage, ScalarType Type, long Count, long Offset, long[] Shape, long[] Stride);
