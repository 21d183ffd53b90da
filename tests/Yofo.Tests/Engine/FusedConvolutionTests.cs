using System.Runtime.InteropServices;
using Shouldly;
using TorchSharp.Modules;
using Xunit;
using Yofo.Engine;
using Yofo.Tests.Modeling;
using static TorchSharp.torch;

namespace Yofo.Tests.Engine;

public sealed class FusedConvolutionTests
{
    /// <summary>Points a side, stride, dilation, channels and groups.</summary>
    public static TheoryData<int, int, int, int, int> Shapes { get; } = new() { { 1, 1, 1, 16, 1 }, { 3, 2, 1, 3, 1 }, { 3, 1, 1, 64, 1 }, { 3, 2, 1, 24, 24 }, { 5, 1, 1, 24, 24 }, { 3, 1, 2, 24, 24 } };

    [Fact]
    public void It_is_there_where_libtorch_has_oneDNN()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64, "Whether libtorch has oneDNN is known of Linux on x64 only: that was not tested.");
        FusedConvolution.IsAvailable.ShouldBeTrue();
        KernelPacking.IsAvailable.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void One_pass_gives_what_two_give(int kernel, int stride, int dilation, int channels, int groups)
    {
        NeedFusion();
        Rightness.Need(kernel);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var input = MemoryLayout.ChannelsLast(Tensors.Normal(1, ScalarType.Float32, 2, channels, 13, 18) * 3);
        var weight = MemoryLayout.ChannelsLast(Tensors.Normal(2, ScalarType.Float32, groups == 1 ? 8 : channels, channels / groups, kernel, kernel));
        var bias = Tensors.Normal(3, ScalarType.Float32, weight.shape[0]);
        var shape = new ConvolutionShape(stride, dilation * (kernel / 2), dilation, groups);
        foreach (var (activation, offset) in from activation in Enum.GetValues<Activation>() from offset in new[] { null, bias } select (activation, offset))
        {
            var expected = FusedConvolution.Activate(FusedConvolution.ApplyPlainly(input, weight, offset, shape), activation);
            var fused = FusedConvolution.TryApply(input, weight, offset, shape, activation).ShouldNotBeNull();
            fused.shape.ShouldBe(expected.shape);
            fused.stride().ShouldBe(expected.stride(), "the same layout");
            Tensors.Difference(fused, expected).ShouldBeLessThan(5e-4);
        }
    }

    [Fact]
    public void Reduced_precision_is_rounded_once()
    {
        NeedFusion();
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var (input, weight) = (Tensors.Normal(1, ScalarType.Float32, 1, 16, 9, 9).to_type(ScalarType.BFloat16), Tensors.Normal(2, ScalarType.Float32, 8, 16, 3, 3).to_type(ScalarType.BFloat16));
        var shape = new ConvolutionShape(1, 1, 1, 1);
        if (FusedConvolution.TryApply(input, weight, null, shape, Activation.Gelu) is not { } fused)
        {
            Assert.Skip("This processor has no bf16: the plain convolution does it, and that was not tested here.");
            return;
        }

        fused.dtype.ShouldBe(ScalarType.BFloat16);
        var exact = nn.functional.gelu(nn.functional.conv2d(input.to_type(ScalarType.Float32), weight.to_type(ScalarType.Float32), padding: [1L, 1L]));
        ((fused.to_type(ScalarType.Float32) - exact).abs() / (exact.abs() + 0.1)).max().item<float>().ShouldBeLessThan(1f / 128);
    }

    [Fact]
    public void What_learns_and_what_does_not_fit_is_left_to_the_plain_way()
    {
        using var scope = NewDisposeScope();
        var (input, shape) = (ones(1, 2, 3, 3), new ConvolutionShape(1, 0, 1, 1));
        FusedConvolution.TryApply(input, new Parameter(ones(1, 2, 1, 1)), null, shape, Activation.None).ShouldBeNull();
        FusedConvolution.TryApply(ones(1, 2, 3, 3, requires_grad: true), ones(1, 2, 1, 1), null, shape, Activation.None).ShouldBeNull();
        FusedConvolution.TryApply(input, ones(1, 2, 1, 1, ScalarType.BFloat16), null, shape, Activation.None).ShouldBeNull();
        FusedConvolution.TryApply(ones(1, 2, 3, 3, ScalarType.Float64), ones(1, 2, 1, 1, ScalarType.Float64), null, shape, Activation.None).ShouldBeNull();
    }

    private static void NeedFusion() => Assert.SkipUnless(FusedConvolution.IsAvailable, "This libtorch fuses no convolutions: what they give was not tested.");
}
