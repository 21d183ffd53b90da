using TorchSharp;
using static TorchSharp.torch;

namespace Yofo.Modeling.Vision;

/// <summary>
/// The inverted residual of MobileNetV2: widen, mix each channel by itself, narrow; the input is added where
/// <paramref name="Residual"/> says so, and nothing follows the sum. Where the wide map is large, it is made and used up stripe by
/// stripe: what stays in the processor's cache is not written to memory and read back, and the numbers are the same [ours;
/// docs/performance.md].
/// </summary>
/// <param name="Expand">1x1, to more channels; null where a block has none.</param>
/// <param name="Depthwise">k x k, with the stride and the dilation.</param>
/// <param name="Project">1x1, to the block's channels, without an activation.</param>
/// <param name="Residual">Whether the input is added.</param>
internal sealed record InvertedResidual(FrozenConvolution? Expand, FrozenConvolution Depthwise, FrozenConvolution Project, bool Residual)
{
    private const long LargeMap = 4 << 20; // bytes from which a wide map is made in stripes [ours]

    /// <summary>Applies it to [B, in, H, W].</summary>
    public Tensor Forward(Tensor input)
    {
        var row = input.shape[3] * (Expand ?? Depthwise).Channels * input.element_size();
        var output = Expand is not null && input.device.type == DeviceType.CPU && input.shape[0] == 1 && row * input.shape[2] > LargeMap
            ? InStripes(Expand, input, (int)Math.Max(1, LargeMap / (row * Depthwise.Stride)))
            : AtOnce(input);
        return Residual ? output.add_(input) : output;
    }

    private Tensor AtOnce(Tensor input)
    {
        using var wide = Expand?.Forward(input);
        using var mixed = Depthwise.Forward(wide ?? input);
        return Project.Forward(mixed);
    }

    // Each stripe gets the rows that its outputs see, and as many outputs more at its top as see the edge that is none.
    private Tensor InStripes(FrozenConvolution expand, Tensor input, int rows)
    {
        var (stride, reach) = (Depthwise.Stride, Depthwise.Reach);
        var (height, width) = ((int)input.shape[2], input.shape[3]);
        var (outHeight, outWidth) = (((height - 1) / stride) + 1, ((width - 1) / stride) + 1);
        var stripes = new List<Tensor>();
        for (var top = 0; top < outHeight; top += rows)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(rows, outHeight - top);
            var spare = Math.Min(top, (reach + stride - 1) / stride);
            var start = stride * (top - spare);
            var end = Math.Min(height, (stride * (top + count - 1)) + reach + 1);
            var mixed = Depthwise.Apply(expand.Apply(input.narrow(2, start, end - start))).narrow(2, spare, count);
            stripes.Add(Project.Apply(mixed).MoveToOuterDisposeScope());
        }

        var output = cat(stripes, 2); // keeps the layout
        stripes.ForEach(stripe => stripe.Dispose());

        expand.Count(height * width * expand.Channels);
        Depthwise.Count(outHeight * outWidth * Depthwise.Channels);
        Project.Count(output.numel());
        return output;
    }
}
