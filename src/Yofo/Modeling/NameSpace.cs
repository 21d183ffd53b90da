using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>Names in the language encoder's space: a bridge from what the image encoder sees to what words say.</summary>
/// <param name="Classes">[C, D]: unit vectors of the image encoder's class names.</param>
/// <param name="Colours">[11, D]: unit vectors of the colour names.</param>
internal sealed record NameSpace(Tensor Classes, Tensor Colours);
