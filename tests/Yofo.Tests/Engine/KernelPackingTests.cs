using Shouldly;
using Xunit;
using Yofo.Engine;
using Yofo.Modeling.Vision;
using Yofo.Tests.Modeling;
using static TorchSharp.torch;

namespace Yofo.Tests.Engine;

public sealed class KernelPackingTests
{
    private static readonly ConvolutionShape Around = new(1, 1, 1, 1);

    [Theory]
    [MemberData(nameof(FusedConvolutionTests.Shapes), MemberType = typeof(FusedConvolutionTests))]
    public void A_packed_kernel_gives_what_the_plain_one_gives_in_the_size_that_it_was_packed_for_and_others(int size, int stride, int dilation, int channels, int groups)
    {
        NeedPacking();
        Rightness.Need(size);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var kernel = MemoryLayout.ChannelsLast(Tensors.Normal(2, ScalarType.Float32, groups == 1 ? 80 : channels, channels / groups, size, size));
        var (bias, shape) = (Tensors.Normal(3, ScalarType.Float32, kernel.shape[0]), new ConvolutionShape(stride, dilation * (size / 2), dilation, groups));
        var packed = KernelPacking.Pack(kernel, shape, [1, channels, 13, 18]).ShouldNotBeNull();
        foreach (var sides in new long[][] { [1, channels, 13, 18], [1, channels, 5, 40], [2, channels, 13, 18] })
        {
            var input = MemoryLayout.ChannelsLast(Tensors.Normal(1, ScalarType.Float32, sides));
            var plain = FusedConvolution.TryApply(input, kernel, bias, shape, Activation.Relu6).ShouldNotBeNull();
            var answer = FusedConvolution.TryApply(input, packed, bias, shape, Activation.Relu6).ShouldNotBeNull();
            answer.stride().ShouldBe(plain.stride(), "the same layout");
            Tensors.Difference(answer, plain).ShouldBeLessThan(1e-4);
        }
    }

    [Fact]
    public void A_settled_kernel_is_packed_once_and_stays_plain_for_what_learns()
    {
        NeedPacking();
        using var scope = NewDisposeScope();
        var (plain, input) = (ones(8, 4, 3, 3), ones(1, 4, 6, 6));
        using var kernel = new SettledKernel(plain, Around);
        kernel.For(ones(1, 4, 6, 6, requires_grad: true)).ShouldBeSameAs(plain);
        kernel.For(ones(1, 4, 6, 6, ScalarType.BFloat16)).ShouldBeSameAs(plain);
        var packed = kernel.For(input);
        packed.ShouldNotBeSameAs(plain);
        kernel.For(ones(1, 4, 9, 9)).ShouldBeSameAs(packed);
    }

    [Fact]
    public void A_frozen_convolution_convolves_with_the_weights_that_it_has_now()
    {
        using var scope = NewDisposeScope();
        using var layer = new FrozenConvolution(ones(8, 4, 3, 3), null, 1, 1, 1, Activation.None, channelsLast: true);
        var input = ones(1, 4, 6, 6);
        layer.Forward(input)[0, 0, 2, 2].item<float>().ShouldBe(36);
        var (_, parameter) = layer.Learn("a").ShouldHaveSingleItem();
        using (no_grad())
        {
            parameter.mul_(2);
        }

        layer.Forward(input)[0, 0, 2, 2].item<float>().ShouldBe(72);
        layer.Settle();
        layer.Forward(input)[0, 0, 2, 2].item<float>().ShouldBe(72);
        layer.To(CPU, ScalarType.Float64);
        layer.Forward(input.to_type(ScalarType.Float64))[0, 0, 2, 2].item<double>().ShouldBe(72);
    }

    private static void NeedPacking() => Assert.SkipUnless(KernelPacking.IsAvailable, "This libtorch packs no kernels: what they give was not tested.");
}
