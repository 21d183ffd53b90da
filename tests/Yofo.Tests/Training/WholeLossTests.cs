using Shouldly;
using Xunit;
using Yofo.Modeling;
using Yofo.Tests.Modeling;
using Yofo.Training;
using static TorchSharp.torch;

namespace Yofo.Tests.Training;

public sealed class WholeLossTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_is_finite_where_nothing_is_there_and_so_is_its_gradient(bool candidates)
    {
        using var scope = NewDisposeScope();
        var given = Given(candidates);
        var truth = Truth(zeros(2, 1, 8, 12), zeros(2));
        var running = new RunningMean();
        var loss = WholeLoss.Of(given.Decoded, given.Mined, truth, running);
        Tensors.IsFinite(loss).ShouldBeTrue();
        loss.backward();
        foreach (var values in given.Leaves)
        {
            Tensors.IsFinite(values.grad!).ShouldBeTrue();
        }

        running.Take().ContainsKey("J").ShouldBeFalse();
    }

    [Fact]
    public void What_is_right_costs_less_than_what_is_wrong()
    {
        using var scope = NewDisposeScope();
        var mask = zeros(2, 1, 8, 12);
        mask[0].narrow(1, 2, 4).narrow(2, 4, 4).fill_(1);
        var truth = Truth(mask, tensor(new[] { 1f, 0f }));
        var small = mask[TensorIndex.Colon, TensorIndex.Colon, TensorIndex.Slice(0, null, 2), TensorIndex.Slice(0, null, 2)];
        var running = new RunningMean();
        var right = Cost((mask - 0.5f) * 20, (small - 0.5f) * 20, tensor(new[] { 9f, -9f }), running);
        running.Take()["J"].ShouldBe(1, 1e-6);
        right.ShouldBeLessThan(0.02f);
        Cost((mask - 0.5f) * -20, (small - 0.5f) * 20, tensor(new[] { 9f, -9f }), running).ShouldBeGreaterThan(right + 5);
        Cost((mask - 0.5f) * 20, (small - 0.5f) * -20, tensor(new[] { 9f, -9f }), running).ShouldBeGreaterThan(right + 3);
        Cost((mask - 0.5f) * 20, (small - 0.5f) * 20, tensor(new[] { -9f, 9f }), running).ShouldBeGreaterThan(right + 2);

        float Cost(Tensor decoded, Tensor target, Tensor presence, RunningMean means) => WholeLoss.Of(
            new DecodedMask(decoded, target, null, presence), new MinedFeatures(zeros(1), zeros(1), null, presence), truth, means).item<float>();
    }

    [Fact]
    public void An_absent_phrase_is_left_to_its_pixels_and_its_presence()
    {
        using var scope = NewDisposeScope();
        var given = Given(candidates: false);
        var (mask, target, presence) = (given.Leaves[0], given.Leaves[1], given.Leaves[2]);
        var expected = Pixels(mask) + (0.5f * Pixels(target)) + (0.6f * Pixels(presence));
        WholeLoss.Of(given.Decoded, given.Mined, Truth(zeros(2, 1, 8, 12), zeros(2)), new RunningMean()).item<float>().ShouldBe(expected, 1e-4f * expected);

        static float Pixels(Tensor logits) => nn.functional.softplus(logits).mean().item<float>(); // cross-entropy where all labels are 0
    }

    [Fact]
    public void A_phrase_that_is_out_of_sight_for_now_is_not_judged_on_presence()
    {
        using var scope = NewDisposeScope();
        var truth = Truth(zeros(2, 1, 8, 12), tensor(new[] { -1f, -1f }));
        var given = Given(candidates: false);
        var (high, low) = (given.Mined with { Presence = tensor(new[] { 9f, 9f }) }, given.Mined with { Presence = tensor(new[] { -9f, -9f }) });
        WholeLoss.Of(given.Decoded with { Presence = high.Presence }, high, truth, new RunningMean()).item<float>()
            .ShouldBe(WholeLoss.Of(given.Decoded with { Presence = low.Presence }, low, truth, new RunningMean()).item<float>(), 1e-6f);
    }

    [Fact]
    public void The_choice_is_drawn_to_the_candidate_that_overlaps_most_and_padding_costs_nothing()
    {
        using var scope = NewDisposeScope();
        var mask = zeros(2, 1, 8, 12);
        mask[0, 0, 3, 3] = 1;
        var truth = Truth(mask, tensor(new[] { 1f, 0f })) with { Overlaps = tensor(new[] { 0.2f, 0.9f, 0.55f, 0f, 0f, 0f, 0f, 0f }).reshape(2, 4) };
        var given = Given(candidates: true);
        var choice = tensor(new[] { 0f, 0f, 0f, -1e4f, 0f, 0f, 0f, -1e4f }).reshape(2, 4);
        choice.requires_grad = true;
        var mined = given.Mined with { Candidates = given.Mined.Candidates! with { Choice = choice } };
        WholeLoss.Of(given.Decoded, mined, truth, new RunningMean()).backward();
        var gradient = Tensors.ToArray(choice.grad!.reshape(-1));
        gradient[1].ShouldBeLessThan(-0.05);
        gradient[0].ShouldBeGreaterThan(0.02);
        gradient[1].ShouldBeLessThan(gradient[2]);
        gradient[2].ShouldBeLessThan(gradient[0], "0.55 overlaps too, but less");
        gradient[3..].ShouldAllBe(value => value == 0, "padding, and a phrase without a candidate");
    }

    private static ClipFrame Truth(Tensor mask, Tensor presence) => new(
        new ImageFeatures(zeros(1), zeros(1), zeros(1), new CandidateFeatures(zeros(1), zeros(1), zeros(1), zeros(1), zeros(1))), mask, presence, zeros(2, 4));

    private static (DecodedMask Decoded, MinedFeatures Mined, List<Tensor> Leaves) Given(bool candidates)
    {
        var leaves = new List<Tensor>
        {
            Tensors.Normal(1, ScalarType.Float32, 2, 1, 8, 12) * 30, Tensors.Normal(2, ScalarType.Float32, 2, 1, 4, 6) * 30, Tensors.Normal(3, ScalarType.Float32, 2) * 30,
        };
        if (candidates)
        {
            leaves.AddRange([Tensors.Normal(4, ScalarType.Float32, 2, 4) * 30, Tensors.Normal(5, ScalarType.Float32, 2, 4) * 30]);
        }

        leaves.ForEach(leaf => leaf.requires_grad = true);
        var answer = candidates ? new CandidateAnswer(leaves[3], zeros(2, 4), leaves[2]) : null;
        return (new DecodedMask(leaves[0], leaves[1], candidates ? leaves[4] : null, leaves[2]), new MinedFeatures(zeros(1), zeros(1), answer, leaves[2]), leaves);
    }
}
