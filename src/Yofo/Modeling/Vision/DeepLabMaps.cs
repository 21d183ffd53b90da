using static TorchSharp.torch;

namespace Yofo.Modeling.Vision;

/// <summary>
/// What DeepLab makes of a batch; S is its output stride, 16 or 8. Cell j of a map lies on pixel <c>stride * j</c>. The maps
/// differ 10-fold in scale (RMS 7.6, 6.8, 2.1, 1.0, 8.2): standardise before mixing them.
/// </summary>
/// <param name="Block2">[B, 24, H/4, W/4].</param>
/// <param name="Block5">[B, 32, H/8, W/8].</param>
/// <param name="Block16">[B, 320, H/S, W/S].</param>
/// <param name="Aspp">[B, 256, H/S, W/S].</param>
/// <param name="Logits">Background and the 20 VOC classes, [B, 21, H/S, W/S].</param>
internal sealed record DeepLabMaps(Tensor Block2, Tensor Block5, Tensor Block16, Tensor Aspp, Tensor Logits);
