using Shouldly;
using TorchSharp;
using Xunit;
using Yofo.Inference;
using Yofo.Motion;
using Yofo.Tests.Motion;
using static TorchSharp.torch;

namespace Yofo.Tests.Inference;

public sealed class NeighbourVoteTests : IDisposable
{
    private const int Rows = Scenes.Height / 2, Columns = Scenes.Width / 2; // masks are half as fine as the pictures

    private readonly MaskCarrier carrier = new();
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose()
    {
        scope.Dispose();
        carrier.Dispose();
    }

    [Fact]
    public void What_one_frame_misses_between_two_that_see_it_is_put_right()
    {
        using var still = KeyMotion.Between(Scenes.Moved(0, 0), Scenes.Moved(0, 0));
        var wrong = NeighbourVote.Hear(carrier, Said(-3, 0.5), Said(4, 0.5), still.Back);
        Mean(NeighbourVote.Hear(carrier, wrong, Said(4, 0.5), still.Forth)).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void One_neighbour_as_sure_as_the_frame_does_not_overrule_it_but_a_surer_one_does()
    {
        using var still = KeyMotion.Between(Scenes.Moved(0, 0), Scenes.Moved(0, 0));
        Mean(NeighbourVote.Hear(carrier, Said(-4, 0.5), Said(3, 0.5), still.Forth)).ShouldBeLessThan(0);
        Mean(NeighbourVote.Hear(carrier, Said(-4, 0.1), Said(3, 0.9), still.Forth)).ShouldBeGreaterThan(0);
        Mean(NeighbourVote.Hear(carrier, Said(-4, 0.9), Said(5, 0.1), still.Forth)).ShouldBeLessThan(-2);
    }

    [Fact]
    public void Each_phrase_has_a_confidence_of_its_own()
    {
        using var still = KeyMotion.Between(Scenes.Moved(0, 0), Scenes.Moved(0, 0));
        var own = new SeenMasks(full(2, Rows, Columns, -4f), tensor(new[] { 0.1f, 0.9f }), 1);
        var heard = NeighbourVote.Hear(carrier, own, new SeenMasks(full(2, Rows, Columns, 4f), tensor(new[] { 0.9f, 0.1f }), 2), still.Forth);
        heard.Logits[0].mean().item<float>().ShouldBeGreaterThan(0);
        heard.Logits[1].mean().item<float>().ShouldBeLessThan(-2);
        heard.Look.ShouldBe(1);
    }

    [Fact]
    public void What_a_neighbour_says_comes_along_with_the_motion()
    {
        using var motion = KeyMotion.Between(Scenes.Moved(0, 0), Scenes.Moved(12, 0));
        var left = cat([full(1, Rows, 30, 5f), full(1, Rows, Columns - 30, -5f)], 2);                    // a mask that ends at column 30
        var heard = NeighbourVote.Hear(carrier, Said(0, 0.5), new SeenMasks(left, tensor(new[] { 0.5f }), 1), motion.Back).Logits;
        heard[0, Rows / 2, 33].item<float>().ShouldBeGreaterThan(0, "it moved by 12 pixels, 6 cells");
        heard[0, Rows / 2, 39].item<float>().ShouldBeLessThan(0);
    }

    [Fact]
    public void What_a_frame_misses_but_does_not_rule_out_a_neighbour_tells_it()
    {
        using var still = KeyMotion.Between(Scenes.Moved(0, 0), Scenes.Moved(0, 0));
        var heard = NeighbourVote.Hear(carrier, Said(-4, 0.5) with { Possible = Block(10, 20) }, Said(3, 0.5), still.Forth);
        heard.Logits[0, 15, 15].item<float>().ShouldBeGreaterThan(0.5f);
        heard.Logits[0, 15, 25].item<float>().ShouldBeLessThan(0, "ruled out");
        Mean(NeighbourVote.Hear(carrier, Said(-4, 0.5) with { Possible = Block(10, 20) }, Said(-1, 0.5), still.Forth)).ShouldBe(Mean(NeighbourVote.Hear(carrier, Said(-4, 0.5), Said(-1, 0.5), still.Forth)), 1e-4, "it does not see it either");
        heard.Possible!.sum().item<long>().ShouldBe(10 * Rows);
    }

    [Fact]
    public void A_strip_is_an_edge_that_lies_otherwise_and_no_miss()
    {
        using var still = KeyMotion.Between(Scenes.Moved(0, 0), Scenes.Moved(0, 0));
        NeighbourVote.Hear(carrier, Said(-4, 0.5) with { Possible = Block(10, 16) }, Said(3, 0.5), still.Forth).Logits[0, 15, 13].item<float>().ShouldBeLessThan(0);
        NeighbourVote.Hear(carrier, Said(-4, 0.5) with { Possible = Block(10, 17) }, Said(3, 0.5), still.Forth).Logits[0, 15, 13].item<float>().ShouldBeGreaterThan(0);
    }

    // Possible in columns from the one up to the other.
    private static Tensor Block(int from, int to)
    {
        var block = zeros(1, Rows, Columns, dtype: ScalarType.Bool);
        block[0, .., from..to] = true;
        return block;
    }

    private static SeenMasks Said(float logit, double confidence) => new(full(1, Rows, Columns, logit), tensor(new[] { (float)confidence }), 1);

    private static float Mean(SeenMasks masks) => masks.Logits.mean().item<float>();
}
