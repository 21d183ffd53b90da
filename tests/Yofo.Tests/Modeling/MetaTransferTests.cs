using Shouldly;
using Xunit;
using Yofo.Modeling;
using Yofo.Tests.Modeling.Tiny;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling;

public sealed class MetaTransferTests
{
    [Fact]
    public void Transferring_is_the_unfolded_product_and_the_convolution_of_each_phrase()
    {
        using var scope = NewDisposeScope();
        var x = Tensors.Normal(1, ScalarType.Float64, 1, 3, 5, 6);
        var tau = Tensors.Normal(2, ScalarType.Float64, 2, 27, 4);
        var transferred = MetaTransfer.Transfer(x, tau);
        var product = tau.transpose(1, 2).matmul(nn.functional.unfold(x, 3, padding: 1)).reshape(2, 4, 5, 6);
        Tensors.Difference(transferred, product).ShouldBeLessThan(1e-12);
        Tensors.Difference(transferred, TransferProblem.Convolve(x, TransferProblem.Full(tau))).ShouldBeLessThan(1e-12);
    }

    [Fact]
    public void A_frame_that_is_believed_twice_as_much_weighs_four_times_and_one_that_is_not_believed_weighs_nothing()
    {
        using var scope = NewDisposeScope();
        var x = Tensors.Normal(3, ScalarType.Float64, 1, 2, 4, 5);
        var y = Tensors.Normal(4, ScalarType.Float64, 1, 3, 4, 5);
        var w = Tensors.Normal(5, ScalarType.Float64, 1, 1, 4, 5).abs();
        var (once, twice, never) = (MetaTransfer.Sample(x, y, w), MetaTransfer.Sample(x, y, w * 2), MetaTransfer.Sample(x, y, zeros_like(w)));
        Tensors.Difference(twice.Gram, once.Gram * 4).ShouldBeLessThan(1e-12);
        Tensors.Difference(twice.Moment, once.Moment * 4).ShouldBeLessThan(1e-12);
        Tensors.Largest(never.Gram).ShouldBe(0);
        Tensors.Largest(never.Moment).ShouldBe(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public void The_sample_is_the_plain_weighted_product(int channels)
    {
        using var scope = NewDisposeScope();
        var x = Tensors.Normal(3, ScalarType.Float64, 1, channels, 4, 5);
        var y = Tensors.Normal(4, ScalarType.Float64, 2, 3, 4, 5);
        var w = Tensors.Normal(5, ScalarType.Float64, 2, 1, 4, 5).abs();
        var sample = MetaTransfer.Sample(x, y, w);
        var unfolded = nn.functional.unfold(x, 3, padding: 1);
        var weighted = unfolded * w.square().reshape(2, 1, 20) / 20;
        Tensors.Difference(sample.Gram, weighted.matmul(unfolded.transpose(1, 2))).ShouldBeLessThan(1e-12);
        Tensors.Difference(sample.Moment, weighted.matmul(y.reshape(2, 3, 20).transpose(1, 2))).ShouldBeLessThan(1e-12);
    }

    [Fact]
    public void What_lies_where_nothing_is_believed_has_no_say()
    {
        using var scope = NewDisposeScope();
        var x = Tensors.Normal(6, ScalarType.Float64, 1, 2, 4, 5);
        var w = ones(1, 1, 4, 5, dtype: ScalarType.Float64);
        w[0, 0, 1, 2] = 0;
        var y = Tensors.Normal(7, ScalarType.Float64, 1, 3, 4, 5);
        var other = y.clone();
        other[0, 1, 1, 2] = 1000;
        Tensors.Difference(MetaTransfer.Sample(x, y, w).Moment, MetaTransfer.Sample(x, other, w).Moment).ShouldBe(0);
    }

    [Fact]
    public void The_image_feature_has_about_unit_length_at_every_unfolded_position()
    {
        using var scope = NewDisposeScope();
        using var transfer = new MetaTransfer(TinyNetwork.Options, (3, 5, 7));
        var image = new ImageFeatures(
            Tensors.Normal(8, ScalarType.Float32, 1, 3, 32, 40), Tensors.Normal(9, ScalarType.Float32, 1, 5, 16, 20) * 30,
            Tensors.Normal(10, ScalarType.Float32, 1, 7, 8, 10) * 30, Candidates());
        var x = transfer.ImageFeature(image);
        x.shape.ShouldBe([1, TinyNetwork.Options.TransferChannels, 16, 20]);
        var lengths = nn.functional.unfold(x, 3, padding: 1).square().sum(1);
        lengths.mean().item<float>().ShouldBeInRange(0.8f, 1.0f); // the padding of the border is zero, so a little less than 1
    }

    [Fact]
    public void The_first_frame_starts_from_zero_and_takes_more_steps_than_those_after_it()
    {
        using var scope = NewDisposeScope();
        var options = TinyNetwork.Options with { FirstSteps = 5, NextSteps = 2 };
        using var transfer = new MetaTransfer(options, (3, 5, 7));
        var sample = MetaTransfer.Sample(
            Tensors.Normal(11, ScalarType.Float32, 1, 4, 5, 6), Tensors.Normal(12, ScalarType.Float32, 2, 3, 5, 6), ones(2, 1, 5, 6));
        var lambda = tensor(1e-4f);
        var first = transfer.Solve(sample, null);
        Tensors.Difference(first, SteepestDescent.Solve(sample.Gram, sample.Moment, lambda, zeros_like(sample.Moment), 5)).ShouldBeLessThan(1e-5);
        Tensors.Difference(transfer.Solve(sample, first), SteepestDescent.Solve(sample.Gram, sample.Moment, lambda, first, 2)).ShouldBeLessThan(1e-5);
    }

    private static CandidateFeatures Candidates() => new(zeros(1, 1, 4), zeros(1, 1, 1), zeros(1, 1, 33), zeros(1, 1, 1), ones(1, 1));
}
