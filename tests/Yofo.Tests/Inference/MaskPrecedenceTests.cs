using Shouldly;
using Xunit;
using Yofo.Inference;
using Yofo.Tests.Modeling;
using static TorchSharp.torch;

namespace Yofo.Tests.Inference;

public sealed class MaskPrecedenceTests
{
    [Fact]
    public void What_is_held_comes_before_what_holds_it()
    {
        using var scope = NewDisposeScope();
        var (bottle, hand) = (Row(2, 2, -3, -3, -3, -3), Row(3, 3, 3, 3, 3, -3));
        Winners(bottle, hand).ShouldBe([1, 1, 2, 2, 2, 0]);
        Winners(hand, bottle).ShouldBe([2, 2, 1, 1, 1, 0], "whatever their order");
    }

    [Fact]
    public void A_good_part_of_it_is_enough_and_a_rim_is_not()
    {
        using var scope = NewDisposeScope();
        Winners(Row(2, 2, 2, 2, -3, -3, -3, -3), Row(-3, -3, 3, 3, 3, 3, 3, 3)).ShouldBe([1, 1, 1, 1, 2, 2, 2, 2]);
        Winners(Row(2, 2, 2, 2, -3, -3, -3, -3), Row(-3, -3, -3, 3, 3, 3, 3, 3)).ShouldBe([1, 1, 1, 2, 2, 2, 2, 2]);
    }

    [Fact]
    public void Who_is_much_surer_keeps_the_pixel()
    {
        using var scope = NewDisposeScope();
        Winners(Row(2, 0.5f, -3, -3, -3, -3), Row(3, 6, 3, 3, 3, -3)).ShouldBe([1, 2, 2, 2, 2, 0]);
    }

    [Fact]
    public void Masks_side_by_side_or_of_one_size_are_left_as_they_are()
    {
        using var scope = NewDisposeScope();
        var (left, right) = (Row(2, 2, 2, -3, -3, -3), Row(-3, -3, 3, 3, 3, 3));
        Winners(left, right).ShouldBe([1, 1, 2, 2, 2, 2]);
        var (one, other) = (Row(2, 2, 2, -3, -3, -3), Row(3, 3, 3, -3, -3, -3));
        Winners(one, other).ShouldBe([2, 2, 2, 0, 0, 0]);
    }

    [Fact]
    public void No_outline_changes()
    {
        using var scope = NewDisposeScope();
        var logits = randn(5, 12, 17, generator: new Generator(3));
        (MaskPrecedence.Favour(logits).gt(0) ^ logits.gt(0)).any().item<bool>().ShouldBeFalse();
        var single = logits.narrow(0, 0, 1);
        MaskPrecedence.Favour(single).ShouldBeSameAs(single, "one phrase has no rival");
    }

    private static Tensor Row(params float[] logits) => tensor(logits).reshape(1, 1, -1);

    // Number of the surest phrase at each place, from 1; 0 where none is above 0.
    private static double[] Winners(params Tensor[] masks)
    {
        var (best, phrase) = MaskPrecedence.Favour(cat(masks, 0)).max(0);
        return Tensors.ToArray(((phrase + 1) * best.gt(0).to_type(ScalarType.Int64)).to_type(ScalarType.Float32).flatten());
    }
}
