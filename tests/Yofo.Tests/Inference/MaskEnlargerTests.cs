using Shouldly;
using Xunit;
using Yofo.Inference;
using Yofo.Modeling;
using Yofo.Tests.Modeling;
using static TorchSharp.torch;

namespace Yofo.Tests.Inference;

public sealed class MaskEnlargerTests
{
    [Theory]
    [InlineData(80, 144, 480, 854)]
    [InlineData(16, 24, 37, 53)]
    [InlineData(24, 8, 97, 30)]
    public void Two_products_enlarge_as_the_two_steps_do(int h, int w, int height, int width)
    {
        using var scope = NewDisposeScope();
        var masks = Tensors.Normal(1, ScalarType.Float32, 2, h, w) * 5;
        using var enlarger = MaskEnlarger.For(h, w, height, width, CPU);
        enlarger.Fits(h, w, height, width).ShouldBeTrue();
        enlarger.Fits(h, w, height, width + 1).ShouldBeFalse();
        var steps = nn.functional.interpolate(
            Grid.Upsample(masks.unsqueeze(1), 4), [height, width], mode: InterpolationMode.Bilinear, align_corners: false).squeeze(1);
        Tensors.Difference(enlarger.Enlarge(masks), steps).ShouldBeLessThan(1e-4);
    }
}
