using static TorchSharp.torch;

namespace Yofo.Modeling.Resnet;

/// <summary>What ResNet-50 makes of a batch. Cell j of a map lies on pixel <c>stride * j</c>.</summary>
/// <param name="Layer1">[B, 256, H/4, W/4].</param>
/// <param name="Layer2">[B, 512, H/8, W/8].</param>
/// <param name="Layer3">[B, 1024, H/16, W/16].</param>
/// <param name="Layer4">[B, 2048, H/16, W/16], dilated.</param>
internal sealed record ResNetMaps(Tensor Layer1, Tensor Layer2, Tensor Layer3, Tensor Layer4);
