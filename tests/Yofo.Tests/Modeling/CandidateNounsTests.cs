using Shouldly;
using Xunit;
using Yofo.Modeling;
using Yofo.Modeling.Language;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling;

public sealed class CandidateNounsTests
{
    private static readonly CandidateNouns Nouns = new(["person", "train", "truck", "car"]);

    [Fact]
    public void The_surer_of_two_trains_gains()
    {
        using var scope = NewDisposeScope();
        var gains = Weigh("train", [0, 0.8f, 0, 0], [0, 0.4f, 0, 0]);
        (gains[0] - gains[1]).ShouldBe(Math.Log(2), 1e-5);
    }

    [Fact]
    public void What_is_plainly_something_else_loses_where_what_is_named_is_seen()
    {
        using var scope = NewDisposeScope();
        Weigh("batter", [0.8f, 0, 0, 0], [0.1f, 0, 0, 0.6f]).ShouldBe([0, -6 * Math.Log(3)], 1e-5);
        Weigh("batter", [0.25f, 0, 0, 0], [0.1f, 0, 0, 0.6f]).ShouldBe([0, 0], "no person is seen for sure");
        Weigh("batter", [0.8f, 0, 0, 0], [0, 0, 0, 0.6f])[1].ShouldBe(-12, 1e-5, "no more than that");
    }

    [Fact]
    public void How_sure_a_person_is_says_nothing_of_who_is_meant()
    {
        using var scope = NewDisposeScope();
        Weigh("girl", [0.9f, 0, 0, 0], [0.3f, 0, 0, 0.5f]).ShouldBe([0, 0]);
    }

    [Fact]
    public void A_class_that_a_detector_takes_for_another_counts_half()
    {
        using var scope = NewDisposeScope();
        var gains = Weigh("car", [0, 0, 0, 0.4f], [0, 0, 0.8f, 0], [0, 0.8f, 0, 0]);
        gains[1].ShouldBe(gains[0], 1e-5, "a truck of 0.8 is as good as a car of 0.4");
        gains[2].ShouldBeLessThan(gains[0] - 10, "a train is none");
    }

    [Fact]
    public void A_noun_that_names_no_class_weighs_nothing_and_rows_do_not_mix()
    {
        using var scope = NewDisposeScope();
        var scores = tensor(new[] { 0.1f, 0, 0, 0.6f, 0.8f, 0, 0, 0 }).reshape(1, 2, 4);
        var (gains, _, _) = Nouns.Read(scores, Classes("gizmo", "man", "traffic light"));
        gains.shape.ShouldBe([3, 2]);
        Tensors.Largest(gains[0].abs()).ShouldBe(0);
        Tensors.Largest(gains[2].abs()).ShouldBe(0, "this detector knows no traffic lights");
        Tensors.ToArray(gains[1]).ShouldBe(Tensors.ToArray(Nouns.Read(scores, Classes("man")).Gain[0]));
    }

    [Fact]
    public void Only_things_are_plainly_seen()
    {
        using var scope = NewDisposeScope();
        var scores = tensor(new[] { 0.9f, 0, 0, 0, 0, 0, 0.5f, 0.5f }).reshape(1, 2, 4);
        Tensors.ToArray(Nouns.Read(scores, Classes("truck", "train", "woman", "gizmo", "car")).Seen).ShouldBe([1, 0, 0, 0, 1]);
    }

    [Fact]
    public void What_a_detector_hardly_sees_is_hardly_there()
    {
        using var scope = NewDisposeScope();
        var scores = tensor(new[] { 0.01f, 0.05f, 0, 0.2f, 0, 0.03f, 0.1f, 0.3f }).reshape(1, 2, 4);
        Tensors.ToArray(Nouns.Read(scores, Classes("train", "car", "woman", "gizmo", "traffic light")).Lack)
            .ShouldBe([Math.Log(0.25), 0, Math.Log(0.1), 0, 0], 1e-5, "a train of 0.05, a car of 0.3, nobody; what no class is named for lacks nothing");
    }

    private static double[] Weigh(string noun, params float[][] scores) =>
        Tensors.ToArray(Nouns.Read(tensor(scores.SelectMany(row => row).ToArray()).reshape(1, scores.Length, 4), Classes(noun)).Gain[0]);

    private static IReadOnlyList<string>[] Classes(params string[] nouns) => Array.ConvertAll(nouns, NounClasses.Of);
}
