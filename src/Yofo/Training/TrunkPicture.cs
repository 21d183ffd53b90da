using Yofo.Data;
using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>A picture of the fifth stage; all in main memory.</summary>
/// <param name="Rgb">In a light of its own: 0 to 255, [1, 3, H, W].</param>
/// <param name="Plain">As it is, the same size.</param>
/// <param name="Masks">[1, O, h, w]: the mask of each thing.</param>
/// <param name="Boxes">The box of each thing, as shares of the picture.</param>
internal sealed record TrunkPicture(Tensor Rgb, Tensor Plain, Tensor Masks, IReadOnlyList<ObjectBox> Boxes);
