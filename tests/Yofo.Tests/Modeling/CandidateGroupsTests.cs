using Shouldly;
using Xunit;
using Yofo.Modeling;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling;

public sealed class CandidateGroupsTests
{
    // Two flamingos, one before and below the other, as the detector gives them.
    private static readonly (float[] Box, float[] Scores) Both = ([0.36f, 0.03f, 0.78f, 0.90f], [0.80f, 0f]);
    private static readonly (float[] Box, float[] Scores) Front = ([0.36f, 0.30f, 0.78f, 0.92f], [0.75f, 0f]);
    private static readonly (float[] Box, float[] Scores) Back = ([0.40f, 0.02f, 0.73f, 0.30f], [0.70f, 0f]);

    [Fact]
    public void A_box_around_two_of_a_kind_is_a_group_and_they_are_not()
    {
        using var scope = NewDisposeScope();
        Groups(Both, Front, Back).ShouldBe([1, 0, 0]);
    }

    [Fact]
    public void One_thing_of_another_kind_or_hardly_one_makes_no_group()
    {
        using var scope = NewDisposeScope();
        Groups(Both, Front, (Back.Box, [0f, 0.7f])).ShouldBe([0, 0, 0], "a flamingo and a boat");
        Groups(Both, Front, (Back.Box, [0.1f, 0f])).ShouldBe([0, 0, 0], "a flamingo and a shadow");
        Groups(Both, Front).ShouldBe([0, 0]);
    }

    [Fact]
    public void The_parts_of_one_thing_make_no_group()
    {
        using var scope = NewDisposeScope();
        var (head, leg) = (((float[])[0.50f, 0.05f, 0.70f, 0.20f], (float[])[0.6f, 0f]), ((float[])[0.45f, 0.70f, 0.60f, 0.90f], (float[])[0.6f, 0f]));
        Groups(Both, head, leg).ShouldBe([0, 0, 0], "they leave most of it empty");
        Groups(Both, Front, ([0.37f, 0.33f, 0.77f, 0.90f], [0.7f, 0f])).ShouldBe([0, 0, 0], "the same bird twice");
    }

    [Fact]
    public void Only_a_phrase_that_names_one_thing_is_kept_from_groups()
    {
        using var scope = NewDisposeScope();
        var discount = CandidateGroups.Discount(Candidates(Both, Front, Back), [false, true]);
        discount.shape.ShouldBe([2, 3]);
        Tensors.ToArray(discount[0])[0].ShouldBeGreaterThan(0);
        Tensors.ToArray(discount[0])[1..].ShouldAllBe(value => value == 0);
        Tensors.ToArray(discount[1]).ShouldAllBe(value => value == 0);
    }

    private static double[] Groups(params (float[] Box, float[] Scores)[] rows) => Tensors.ToArray(CandidateGroups.Of(Candidates(rows))[0]);

    private static CandidateFeatures Candidates(params (float[] Box, float[] Scores)[] rows) => new(
        tensor(rows.SelectMany(row => row.Box).ToArray()).reshape(1, rows.Length, 4), tensor(rows.SelectMany(row => row.Scores).ToArray()).reshape(1, rows.Length, 2),
        zeros(1, rows.Length, 33), zeros(1, rows.Length, 1), ones(1, rows.Length));
}
