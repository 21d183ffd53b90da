using Shouldly;
using TorchSharp.Modules;
using Xunit;
using Yofo.Engine;
using Yofo.Modeling;
using Yofo.Tests.Modeling.Tiny;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling;

public sealed class ConvolvingTests
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    public void A_layer_answers_in_the_type_that_it_is_asked_in(int size, bool reduced)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var layer = nn.Conv2d(6, 10, size, padding: size / 2);
        var input = Tensors.Normal(1, ScalarType.Float32, 2, 6, 9, 7);
        var (expected, plain) = (layer.call(input), layer.weight.clone());
        using var box = nn.Sequential(layer);
        box.ComputeIn(reduced ? ScalarType.BFloat16 : ScalarType.Float32);
        layer.weight.dtype.ShouldBe(reduced ? ScalarType.BFloat16 : ScalarType.Float32);
        layer.weight.stride().ShouldBe([6L * size * size, 1, size * 6, 6]);
        foreach (var rows in new[] { 9, 4 }) // what is kept for one size serves another
        {
            var (some, truth) = (input.narrow(2, 0, rows), size == 1 ? expected.narrow(2, 0, rows) : nn.functional.conv2d(input.narrow(2, 0, rows), plain, layer.bias!.to_type(ScalarType.Float32), padding: [1L, 1L]));
            var (whole, part) = (layer.Convolve(some), layer.ConvolvePart(some.narrow(1, 0, 4), 0) + layer.ConvolvePart(some.narrow(1, 4, 2), 4, layer.bias));
            foreach (var answer in new[] { whole, part })
            {
                answer.dtype.ShouldBe(ScalarType.Float32);
                Tensors.Difference(answer, truth).ShouldBeLessThan(reduced ? 0.05 : 1e-5);
            }
        }

        layer.named_parameters().Select(pair => pair.name).ShouldBe(["weight", "bias"], ignoreOrder: true); // still its own
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_activation_follows_whether_the_layer_learns_or_not(int size)
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Conv2d(6, 10, size, padding: size / 2);
        var input = Tensors.Normal(1, ScalarType.Float32, 2, 6, 9, 7);
        var expected = nn.functional.gelu(layer.call(input));
        var learning = layer.Convolve(input, Activation.Gelu);
        learning.requires_grad.ShouldBeTrue();
        Tensors.Difference(learning, expected).ShouldBeLessThan(1e-6);
        using var box = nn.Sequential(layer);
        box.ComputeIn(ScalarType.Float32);
        using var frozen = no_grad();
        Tensors.Difference(layer.Convolve(input, Activation.Gelu), expected.detach()).ShouldBeLessThan(1e-5);
    }

    [Theory]
    [InlineData(true, 0.02)]
    [InlineData(false, 1e-3)] // the house's bound for a change of layout
    public void A_network_readied_for_prediction_gives_the_masks_that_it_gave(bool reduced, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = TinyNetwork.BuildStirred();
        var expected = Mask(network);
        network.ComputeIn(reduced ? ScalarType.BFloat16 : ScalarType.Float32);
        network.MetaTransfer!.named_modules().Select(pair => pair.module).OfType<Conv2d>().ShouldAllBe(layer => layer.weight.dtype == (reduced ? ScalarType.BFloat16 : ScalarType.Float32));
        Tensors.Difference(Mask(network), expected).ShouldBeLessThan(tolerance);
    }

    private static Tensor Mask(YofoNetwork network)
    {
        var image = network.ImageEncoder.call(TinyNetwork.Picture(3));
        var mined = network.Mine(image, network.LanguageEncoder.call(["the square"]));
        return network.Decode(mined, mined.Sample, null).Decoded.Mask.sigmoid();
    }
}
