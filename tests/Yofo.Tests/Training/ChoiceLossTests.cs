using Shouldly;
using Xunit;
using Yofo.Training;
using static TorchSharp.torch;

namespace Yofo.Tests.Training;

public sealed class ChoiceLossTests
{
    [Fact]
    public void The_choice_is_a_cross_entropy_over_the_rows_that_have_a_right_one()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new[] { 0f, 1f, 2f, 5f, 5f, 5f }).reshape(2, 3);
        var shares = tensor(new[] { 0f, 0.25f, 0.75f, 0f, 0f, 0f }).reshape(2, 3);
        var normaliser = Math.Log(1 + Math.E + (Math.E * Math.E));
        ChoiceLoss.Choice(logits, shares).item<float>().ShouldBe((float)((0.25 * (normaliser - 1)) + (0.75 * (normaliser - 2))), 1e-5f);
        ChoiceLoss.Choice(logits, zeros_like(shares)).item<float>().ShouldBe(0);
    }

    [Fact]
    public void What_is_undecided_or_without_weight_is_not_judged()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new[] { 1f, 50f, -2f, 70f });
        var labels = tensor(new[] { 1f, -1f, 0f, 0f });
        var weight = tensor(new[] { 1f, 1f, 1f, 0f });
        var expected = (Math.Log(1 + Math.Exp(-1)) + Math.Log(1 + Math.Exp(-2))) / 2;
        ChoiceLoss.Judged(logits, labels, weight).item<float>().ShouldBe((float)expected, 1e-5f);
        ChoiceLoss.Judged(logits, full_like(labels, -1), weight).item<float>().ShouldBe(0);
    }
}
