using Shouldly;
using Xunit;
using Yofo.Engine;
using Yofo.Tests.Modeling;
using static TorchSharp.torch;

namespace Yofo.Tests.Engine;

public sealed class OneDnnTests
{
    /// <summary>Channels in and out, cells a side, points a side of the kernel, stride: of the network's layers, those that go wrong where caches are hidden among them.</summary>
    public static TheoryData<int, int, int, int, int> Layers { get; } = new()
    {
        { 352, 1280, 5, 1, 1 }, { 720, 208, 20, 1, 1 }, { 1248, 208, 12, 1, 1 }, { 960, 320, 5, 1, 1 }, { 232, 232, 5, 1, 1 }, { 96, 96, 16, 3, 1 }, { 64, 256, 14, 1, 2 }, { 3, 32, 32, 3, 2 },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void Whatever_computes_a_convolution_here_computes_it_rightly(int channels, int outputs, int side, int points, int stride)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var weight = Tensors.Normal(1, ScalarType.Float32, outputs, channels, points, points) / Math.Sqrt(channels * points * points);
        var (bias, shape) = (Tensors.Normal(2, ScalarType.Float32, outputs), new ConvolutionShape(stride, points / 2, 1, 1));
        foreach (var batch in new[] { 1, 3, 20 })
        {
            var input = Tensors.Normal(3, ScalarType.Float32, batch, channels, side, side);
            // By columns and a product of matrices in doubles, which no library of convolutions has a part in.
            var columns = nn.functional.unfold(input.to_type(ScalarType.Float64), points, padding: points / 2, stride: stride);
            var expected = weight.to_type(ScalarType.Float64).flatten(1).matmul(columns).add(bias.to_type(ScalarType.Float64).reshape(-1, 1)).to_type(ScalarType.Float32);
            foreach (var (seen, kernel) in new[] { (input, weight), (MemoryLayout.ChannelsLast(input), MemoryLayout.ChannelsLast(weight)) })
            {
                Tensors.Difference(FusedConvolution.ApplyPlainly(seen, kernel, bias, shape).flatten(2), expected).ShouldBeLessThan(1e-4);
                if (FusedConvolution.TryApply(seen, kernel, bias, shape, Activation.None) is { } fused)
                {
                    Tensors.Difference(fused.flatten(2), expected).ShouldBeLessThan(1e-4);
                }
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_product_of_matrices_is_the_convolution_of_1_x_1_with_its_gradients(int stride)
    {
        using var scope = NewDisposeScope();
        var input = Tensors.Normal(1, ScalarType.Float64, 2, 6, 5, 7).requires_grad_();
        var weight = Tensors.Normal(2, ScalarType.Float64, 4, 6, 1, 1).requires_grad_();
        var bias = Tensors.Normal(3, ScalarType.Float64, 4).requires_grad_();
        var towards = Tensors.Normal(4, ScalarType.Float64, 2, 4, (5 + stride - 1) / stride, (7 + stride - 1) / stride);
        var (product, plain) = (OneDnn.Multiply(input, weight, bias, stride), nn.functional.conv2d(input, weight, bias, [stride, stride]));
        Tensors.Difference(product, plain).ShouldBeLessThan(1e-12);
        product.is_contiguous().ShouldBeTrue("the input's layout");
        OneDnn.Multiply(MemoryLayout.ChannelsLast(input), weight, bias, stride).stride()[1].ShouldBe(1, "the input's layout");
        var (one, other) = (autograd.grad([(product * towards).sum()], [input, weight, bias]), autograd.grad([(plain * towards).sum()], [input, weight, bias]));
        foreach (var (gradient, expected) in one.Zip(other))
        {
            Tensors.Difference(gradient, expected).ShouldBeLessThan(1e-12);
        }
    }

    [Fact]
    public void Gradients_of_convolutions_are_right_here()
    {
        _ = OneDnn.IsWrong; // as whoever builds a network asks
        using var scope = NewDisposeScope();
        foreach (var (channels, groups, points) in new[] { (32, 1, 3), (32, 32, 3), (48, 48, 5) })
        {
            var input = Tensors.Normal(1, ScalarType.Float32, 2, channels, 12, 20);
            var weight = Tensors.Normal(2, ScalarType.Float32, channels, channels / groups, points, points);
            Tensor Gradient(ScalarType type)
            {
                var kernel = weight.to_type(type).detach().requires_grad_();
                var answer = nn.functional.conv2d(MemoryLayout.ChannelsLast(input.to_type(type)), MemoryLayout.ChannelsLast(kernel), null, [1L, 1L], [(long)points / 2, points / 2], [1L, 1L], groups);
                return autograd.grad([answer.square().mean()], [kernel])[0].to_type(ScalarType.Float64);
            }

            var (gradient, exact) = (Gradient(ScalarType.Float32), Gradient(ScalarType.Float64)); // oneDNN knows no doubles
            Tensors.Difference(gradient, exact).ShouldBeLessThan(1e-4 * Tensors.Largest(exact), $"{channels} channels in {groups} groups, {points} points");
        }
    }
}
