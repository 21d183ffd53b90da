using static TorchSharp.torch;

namespace Yofo.Weights;

/// <summary>A storage as a pickle of PyTorch names it.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Count">How many of it.</param>
internal sealed record PickledStorage(string Name, ScalarType Type, long Count);
