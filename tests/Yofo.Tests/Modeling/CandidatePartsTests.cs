using Shouldly;
using Xunit;
using Yofo.Modeling;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling;

public sealed class CandidatePartsTests
{
    private static readonly (float[] Box, float[] Scores) Man = ([0.1f, 0.1f, 0.5f, 0.9f], [0.8f, 0.1f]);
    private static readonly (float[] Box, float[] Scores) Head = ([0.2f, 0.1f, 0.4f, 0.4f], [0.5f, 0.1f]);

    [Fact]
    public void What_lies_in_a_surer_box_of_its_class_loses_by_how_much_surer_that_is()
    {
        using var scope = NewDisposeScope();
        Discount(Man, Head).ShouldBe([0, 3 * Math.Log(0.8 / 0.5)], 1e-5);
        Discount(Man, (Head.Box, [0.1f, 0])).ShouldBe([0, 2], 1e-5, "no more than that");
    }

    [Fact]
    public void A_surer_one_one_of_another_class_and_one_beside_are_no_parts()
    {
        using var scope = NewDisposeScope();
        Discount(Man, (Head.Box, [0.9f, 0])).ShouldBe([0, 0], "a child before him");
        Discount(Man, (Head.Box, [0, 0.5f])).ShouldBe([0, 0], "his bag");
        Discount(Man, ([0.4f, 0.1f, 0.6f, 0.4f], Head.Scores)).ShouldBe([0, 0], "half of it outside");
        Discount(Man, ([0.11f, 0.12f, 0.49f, 0.88f], Head.Scores)).ShouldBe([0, 0], "the same man again");
    }

    [Fact]
    public void Padding_holds_nothing()
    {
        using var scope = NewDisposeScope();
        var candidates = Candidates(Man, Head);
        Tensors.ToArray(CandidateParts.Discount(candidates with { Valid = tensor(new float[,] { { 0, 1 } }) })[0]).ShouldBe([0, 0]);
    }

    private static double[] Discount(params (float[] Box, float[] Scores)[] rows) => Tensors.ToArray(CandidateParts.Discount(Candidates(rows))[0]);

    private static CandidateFeatures Candidates(params (float[] Box, float[] Scores)[] rows) => new(
        tensor(rows.SelectMany(row => row.Box).ToArray()).reshape(1, rows.Length, 4), tensor(rows.SelectMany(row => row.Scores).ToArray()).reshape(1, rows.Length, 2),
        zeros(1, rows.Length, 33), zeros(1, rows.Length, 1), ones(1, rows.Length));
}
