using System.Text.Json;
using Shouldly;
using Xunit;
using Yofo.Modeling.Vision;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling.Vision;

public sealed class CandidateNamingTests
{
    private const int Height = 64, Width = 96;
    private const int Cockatoo = 89, Goldfish = 1;

    private static readonly List<string> Names = JsonSerializer.Deserialize<List<string>>(
        Safetensors.Open(Path.Combine(Shared.Root, "models", "base", "efficientnet-lite.safetensors")).Metadata["classes.clean"])!;

    private static readonly int Bird = CocoNames.All.ToList().IndexOf("bird");

    [Fact]
    public void What_the_detector_hesitates_about_gets_the_namers_kind()
    {
        using var scope = NewDisposeScope();
        var named = CandidateNaming.Name(Found(person: 0.3f), Dense(Cockatoo), Height, Width).ClassScores;
        named[0, Bird].item<float>().ShouldBe(0.7f * 0.7f, 0.01f); // the square of what is left open
        named[0, 0].item<float>().ShouldBe(0.3f, 1e-3f);
    }

    [Fact]
    public void What_the_detector_is_sure_of_stays()
    {
        using var scope = NewDisposeScope();
        var named = CandidateNaming.Name(Found(person: 1), Dense(Cockatoo), Height, Width).ClassScores;
        named.eq(Found(person: 1).ClassScores).all().item<bool>().ShouldBeTrue();
    }

    [Fact]
    public void A_class_that_the_detector_has_no_kind_for_changes_nothing()
    {
        using var scope = NewDisposeScope();
        var named = CandidateNaming.Name(Found(person: 0.3f), Dense(Goldfish), Height, Width).ClassScores;
        (named - Found(person: 0.3f).ClassScores).abs().max().item<float>().ShouldBeLessThan(1e-3f);
    }

    [Fact]
    public void Each_box_is_named_by_what_it_holds()
    {
        using var scope = NewDisposeScope();
        var dense = zeros(1, EfficientLite.ClassCount, 2, 4);
        dense[0, Cockatoo].narrow(1, 0, 2).fill_(20);
        dense[0, Goldfish].narrow(1, 2, 2).fill_(20);
        var found = Boxes(full(2, 80, 0.3f) * zeros(80).index_fill(0, tensor(new long[] { 0 }), 1), 0, 0, 16, 64, 80, 0, 96, 64);
        var named = CandidateNaming.Name(found, dense, Height, 128).ClassScores;
        named[0, Bird].item<float>().ShouldBeGreaterThan(0.4f);
        named[1, Bird].item<float>().ShouldBeLessThan(0.1f);
    }

    [Fact]
    public void A_box_that_is_hardly_a_thing_gets_no_name()
    {
        using var scope = NewDisposeScope();
        CandidateNaming.Name(Found(person: 0.08f), Dense(Cockatoo), Height, Width).ClassScores[0, Bird].item<float>().ShouldBe(0);
    }

    [Fact]
    public void No_boxes_no_names()
    {
        using var scope = NewDisposeScope();
        CandidateNaming.Name(Boxes(zeros(0, 80)), Dense(Cockatoo), Height, Width).Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("bird", "sulphur-crested cockatoo", "ostrich", "king penguin", "flamingo")]
    [InlineData("dog", "Chihuahua", "Mexican hairless dog (xoloitzcuintli)")]
    [InlineData("cat", "tabby cat", "Egyptian Mau")]
    [InlineData("car", "sports car", "minivan", "convertible")]
    [InlineData("bottle", "wine bottle", "pill bottle", "soda bottle")]
    [InlineData("boat", "kayak", "motorboat", "gondola")]
    [InlineData("sports ball", "soccer ball", "golf ball", "basketball")]
    public void Kinds_are_what_their_names_say(string kind, params string[] classes)
    {
        var coco = CocoNames.All.ToList().IndexOf(kind);
        foreach (var name in classes)
        {
            ImageNetKinds.InCoco[Names.IndexOf(name)].ShouldBe(coco, name);
        }
    }

    [Fact]
    public void A_class_that_only_sounds_alike_is_no_kind()
    {
        foreach (var name in new[] { "birdhouse", "dog sled", "car mirror", "bottle cap", "horse chestnut seed", "hammerhead shark", "red panda" })
        {
            ImageNetKinds.InCoco[Names.IndexOf(name)].ShouldBe(-1, name);
        }
    }

    private static Candidates Found(float person)
    {
        var scores = zeros(1, 80);
        scores[0, 0] = person;
        return Boxes(scores, 10, 10, 60, 50);
    }

    private static Candidates Boxes(Tensor scores, params float[] sides) => new(
        tensor(sides).reshape(-1, 4), scores, zeros(scores.shape[0]), new int[scores.shape[0]]);

    private static Tensor Dense(int imageNetClass)
    {
        var dense = zeros(1, EfficientLite.ClassCount, Height / 32, Width / 32);
        dense[0, imageNetClass].fill_(20);
        return dense;
    }
}
