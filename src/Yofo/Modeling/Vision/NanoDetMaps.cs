using static TorchSharp.torch;

namespace Yofo.Modeling.Vision;

/// <summary>
/// What NanoDet makes of a batch. Cell j of c4 to c32 lies on pixel <c>stride * j</c> (symmetric padding of 1). So does the lateral
/// part of p8 to p32, but the neck mixes the levels by half-pixel resizing, which shifts what comes from another level by
/// a quarter to half a cell; the heads were trained on that and count a cell's centre at <c>(j + 0.5) * stride</c>.
/// </summary>
/// <param name="C4">Backbone, [B, 64, H/4, W/4].</param>
/// <param name="C8">Backbone, [B, 128, H/8, W/8].</param>
/// <param name="C16">Backbone, [B, 256, H/16, W/16].</param>
/// <param name="C32">Backbone, [B, 512, H/32, W/32].</param>
/// <param name="P8">Neck, [B, 128, H/8, W/8].</param>
/// <param name="P16">Neck, [B, 128, H/16, W/16].</param>
/// <param name="P32">Neck, [B, 128, H/32, W/32].</param>
/// <param name="Heads">The heads at strides 8, 16 and 32.</param>
internal sealed record NanoDetMaps(
    Tensor C4, Tensor C8, Tensor C16, Tensor C32, Tensor P8, Tensor P16, Tensor P32, IReadOnlyList<NanoDetHead> Heads);
