using Yofo.Data;
using Yofo.Modeling;
using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>A picture of the second stage.</summary>
/// <param name="Image">Its features.</param>
/// <param name="Masks">[1, O, h, w]: the mask of each thing, in main memory.</param>
/// <param name="Boxes">The box of each thing, as shares of the picture.</param>
internal sealed record OutlinePicture(ImageFeatures Image, Tensor Masks, IReadOnlyList<ObjectBox> Boxes);
