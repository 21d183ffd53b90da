using Shouldly;
using Xunit;
using Yofo.Motion;
using static TorchSharp.torch;

namespace Yofo.Tests.Motion;

public sealed class MaskCarrierTests : IDisposable
{
    private const int Rows = Scenes.Height / 2, Columns = Scenes.Width / 2; // masks are half as fine as the pictures

    private readonly MaskCarrier carrier = new();

    public void Dispose() => carrier.Dispose();

    [Fact]
    public void A_disc_that_moves_with_its_texture_arrives()
    {
        using var scope = NewDisposeScope();
        var motions = GroupMotion.Of(World(0), [World(4), World(8), World(12)], World(16));
        for (var step = 1; step <= 3; step++)
        {
            var carried = carrier.Between(Disc(0), Disc(16), motions[step - 1]);
            Overlap(carried, Disc(4 * step)).ShouldBeGreaterThan(0.93);
            Overlap(Disc(0), Disc(4 * step)).ShouldBeLessThan(0.85); // it did move
        }
    }

    [Fact]
    public void A_mask_is_fetched_to_where_it_lies_now()
    {
        using var scope = NewDisposeScope();
        using var motion = KeyMotion.Between(World(0), World(8));
        Overlap(carrier.Over(Disc(0), motion.Back), Disc(8)).ShouldBeGreaterThan(0.9);
        Overlap(carrier.Over(Disc(8), motion.Forth), Disc(0)).ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public void One_side_alone_will_do()
    {
        using var scope = NewDisposeScope();
        var motions = GroupMotion.Of(World(0), [World(4), World(8)], null);
        motions[1].ToAfter.ShouldBeNull();
        Overlap(carrier.Between(Disc(0), null, motions[1]), Disc(8)).ShouldBeGreaterThan(0.93);
    }

    [Fact]
    public void The_nearer_side_counts_more_and_the_one_that_fits_more_still()
    {
        using var scope = NewDisposeScope();
        var (yes, no) = (full(1, Rows, Columns, 4f), full(1, Rows, Columns, -4f));
        var still = GroupMotion.Of(World(0), [World(0), World(0), World(0)], World(0));
        carrier.Between(yes, no, still[0]).mean().item<float>().ShouldBe(2, 0.01);
        carrier.Between(yes, no, still[1]).mean().item<float>().ShouldBe(0, 0.01);
        carrier.Between(yes, no, still[2]).mean().item<float>().ShouldBe(-2, 0.01);
        var strange = Luminance.Of(Scenes.Picture((column, row) => Scenes.Texture((3 * row) + 900, (2 * column) - 700)), Scenes.Width, Scenes.Height);
        var onlyBefore = GroupMotion.Of(World(0), [World(0)], strange);
        carrier.Between(yes, no, onlyBefore[0]).mean().item<float>().ShouldBeGreaterThan(2);
    }

    [Fact]
    public void Every_phrase_is_carried_and_none_is_surer_than_it_may_be()
    {
        using var scope = NewDisposeScope();
        var both = cat([Disc(0) * 50, -Disc(0) * 50], 0);
        var still = GroupMotion.Of(World(0), [World(0)], World(0));
        var carried = carrier.Between(both, both, still[0]);
        carried.shape.ShouldBe([2, Rows, Columns]);
        (carried[0] + carried[1]).abs().max().item<float>().ShouldBeLessThan(1e-4f);
        carried.abs().max().item<float>().ShouldBeLessThanOrEqualTo(6.001f);
    }

    // A textured disc over another texture that stands still.
    private static Luminance World(int x) => Luminance.Of(
        Scenes.Picture((column, row) => Inside(column, row, x) ? Scenes.Texture(column - x + 300, row) : Scenes.Texture(column, row - 400)), Scenes.Width, Scenes.Height);

    private static bool Inside(double column, double row, double x) => ((column - 50 - x) * (column - 50 - x)) + ((row - 48) * (row - 48)) < 26 * 26;

    private static Tensor Disc(int x)
    {
        var values = new float[Rows * Columns];
        for (var at = 0; at < values.Length; at++)
        {
            var (column, row) = (((at % Columns) * 2) + 0.5, ((at / Columns) * 2) + 0.5);
            values[at] = (float)(26 - Math.Sqrt(((column - 50 - x) * (column - 50 - x)) + ((row - 48) * (row - 48)))) / 2;
        }

        return tensor(values).reshape(1, Rows, Columns);
    }

    private static double Overlap(Tensor one, Tensor other)
    {
        var (a, b) = (one.gt(0), other.gt(0));
        return (a & b).sum().item<long>() / (double)(a | b).sum().item<long>();
    }
}
