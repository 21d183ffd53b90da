using static TorchSharp.torch;

namespace Yofo.Modeling.Vision;

/// <summary>
/// The inverted residual of MobileNetV2: widen, mix each channel by itself, narrow; the input is added where
/// <paramref name="Residual"/> says so, and nothing follows the sum.
/// </summary>
/// <param name="Expand">1x1, to more channels; null where a block has none.</param>
/// <param name="Depthwise">k x k, with the stride and the dilation.</param>
/// <param name="Project">1x1, to the block's channels, without an activation.</param>
/// <param name="Residual">Whether the input is added.</param>
internal sealed record InvertedResidual(FrozenConvolution? Expand, FrozenConvolution Depthwise, FrozenConvolution Project, bool Residual)
{
    /// <summary>Applies it to [B, in, H, W].</summary>
    public Tensor Forward(Tensor input)
    {
        using var wide = Expand?.Forward(input);
        using var mixed = Depthwise.Forward(wide ?? input);
        var output = Project.Forward(mixed);
        return Residual ? output.add_(input) : output;
    }
}
