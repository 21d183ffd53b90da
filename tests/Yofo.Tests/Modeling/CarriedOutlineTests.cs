using Shouldly;
using Xunit;
using Yofo.Modeling;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling;

public sealed class CarriedOutlineTests
{
    [Fact]
    public void A_mask_that_is_only_a_part_of_the_outline_must_be_clearly_better()
    {
        using var scope = NewDisposeScope();
        var carried = Mask(4..12, 4..12);
        var apart = Best(carried, Mask(4..12, 20..28));
        Best(carried, carried).ShouldBe(apart, 0.011, "the same");
        Best(carried, Mask(4..12, 6..12)).ShouldBe(apart, 0.011, "it adds to the outline");
        Best(carried, Mask(6..14, 4..14)).ShouldBe(apart, 0.011, "it adds some, and takes away hardly more");
        Best(carried, Mask(4..12, 4..20)).ShouldBe(apart - 0.1, 0.011, "it takes away");
        Best(carried, Mask(5..20, 4..20)).ShouldBe(apart - 0.1, 0.011, "it takes away and hardly adds");
    }

    [Fact]
    public void Who_was_meant_just_now_is_rather_meant_still()
    {
        using var scope = NewDisposeScope();
        var boxes = tensor(new[] { 0.25f, 0.125f, 0.5f, 0.5f, 0.25f, 0.125f, 0.75f, 0.5f, 0.6f, 0.6f, 0.9f, 0.9f }).reshape(1, 3, 4);
        Tensors.ToArray(new CarriedOutline(Mask(4..16, 8..16), boxes).Gain()).ShouldBe([2.5, 1.25, 0], 0.06, "by the overlap with its box");
        Tensors.ToArray(new CarriedOutline(Mask(4..8, 8..12), boxes).Gain()).ShouldBe([0, 0, 0], 0, "of specks nothing follows");
    }

    // The highest score of the best candidate with which the carried mask is still the better answer.
    private static double Best(Tensor carried, Tensor outline)
    {
        var answer = new CandidateAnswer(zeros(1, 2), zeros(1, 2), zeros(1));
        var boxes = tensor(new[] { 0.1f, 0.1f, 0.5f, 0.5f, 0.6f, 0.6f, 0.9f, 0.9f }).reshape(1, 2, 4);
        bool IsBetter(double score) => new CarriedOutline(carried, boxes).IsBetter(answer, carried, ones(1, 2), (full(1, 1, score), outline, zeros(1, 1))).item<bool>();
        return Enumerable.Range(0, 400).Select(step => step / 100.0).Last(IsBetter);
    }

    private static Tensor Mask(Range rows, Range columns)
    {
        var mask = zeros(1, 1, 32, 32);
        mask[.., .., rows, columns] = 1;
        return mask;
    }
}
