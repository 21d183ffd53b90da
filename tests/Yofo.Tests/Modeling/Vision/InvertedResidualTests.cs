using Shouldly;
using Xunit;
using Yofo.Engine;
using Yofo.Modeling.Vision;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling.Vision;

public sealed class InvertedResidualTests
{
    // The wide maps are larger than 4 MB, so they are made in stripes; the last stripe is a thin one.
    [Theory]
    [InlineData(3, 1, 1, 131, 100)]
    [InlineData(3, 2, 1, 131, 100)]
    [InlineData(3, 2, 1, 130, 101)]
    [InlineData(5, 1, 1, 131, 100)]
    [InlineData(5, 2, 1, 131, 100)]
    [InlineData(3, 1, 2, 131, 100)]
    [InlineData(3, 1, 2, 200, 300)]
    public void Stripes_give_what_the_whole_map_gives(int kernel, int stride, int dilation, int height, int width)
    {
        using var scope = NewDisposeScope();
        manual_seed(kernel + stride + dilation);
        Tensor[] weights = [randn(96, 16, 1, 1) * 0.3, randn(96), randn(96, 1, kernel, kernel) * 0.3, randn(96), randn(16, 96, 1, 1) * 0.1, randn(16)];
        var residual = stride == 1;
        using var expand = new FrozenConvolution(weights[0], weights[1], 1, 1, 1, Activation.Relu6, channelsLast: true);
        using var depthwise = new FrozenConvolution(weights[2], weights[3], stride, dilation, 96, Activation.Relu6, channelsLast: true);
        using var project = new FrozenConvolution(weights[4], weights[5], 1, 1, 1, Activation.None, channelsLast: true);
        var input = MemoryLayout.ChannelsLast(randn(1, 16, height, width));

        var output = new InvertedResidual(expand, depthwise, project, residual).Forward(input);

        var wide = nn.functional.relu6(nn.functional.conv2d(input, weights[0], weights[1]));
        var pad = dilation * (kernel / 2);
        var mixed = nn.functional.relu6(nn.functional.conv2d(wide, weights[2], weights[3], [stride, stride], [pad, pad], [dilation, dilation], 96));
        var expected = nn.functional.conv2d(mixed, weights[4], weights[5]);
        expected = residual ? expected + input : expected;
        wide.numel().ShouldBeGreaterThan((4 << 20) / 4);
        output.shape.ShouldBe(expected.shape);
        (output - expected).abs().max().item<float>().ShouldBeLessThan(1e-4f);
        output.permute(0, 2, 3, 1).is_contiguous().ShouldBeTrue("the channels of a cell lie side by side");
    }
}
