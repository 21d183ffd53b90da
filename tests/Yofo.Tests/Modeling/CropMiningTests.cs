using Shouldly;
using Xunit;
using Yofo.Modeling;
using Yofo.Tests.Modeling.Tiny;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling;

public sealed class CropMiningTests
{
    private static readonly NetworkOptions WithCrops = TinyNetwork.Options with { Crops = true };

    [Fact]
    public void Each_candidate_is_judged_by_its_own_crop_and_each_phrase_by_its_own_words()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = TinyNetwork.BuildStirred(WithCrops);
        var mining = network.FeatureMining.ShouldNotBeNull().Crops.ShouldNotBeNull();
        var crops = Crops(network, 0);
        crops.shape.ShouldBe([1, 8, 9, network.ImageEncoder.Crops.Channels]);
        var words = network.LanguageEncoder.call(["the square", "a dog on the left side"]);
        var said = mining.Mine(crops, words);
        said.shape.ShouldBe([2, 8]);
        Tensors.Largest(said[0] - said[1]).ShouldBeGreaterThan(1e-3);

        // A phrase alone, and padded to a longer one's length, gets the same; a candidate gets the same whatever the others look like.
        Tensors.Difference(mining.Mine(crops, network.LanguageEncoder.call(["the square"]))[0], said[0]).ShouldBeLessThan(1e-5);
        var other = crops.clone();
        other[0, 3] = -other[0, 3] + 1;
        var moved = (mining.Mine(other, words) - said).abs();
        Tensors.Largest(moved.narrow(1, 0, 3)).ShouldBeLessThan(1e-5);
        Tensors.Largest(moved[0, 3]).ShouldBeGreaterThan(1e-4);
    }

    [Fact]
    public void Pairs_with_candidates_of_their_own_are_judged_as_one_by_one()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = TinyNetwork.BuildStirred(WithCrops);
        var mining = network.FeatureMining.ShouldNotBeNull().Crops.ShouldNotBeNull();
        var (first, second) = (Crops(network, 0), Crops(network, 5));
        var square = network.LanguageEncoder.call(["the square"]);
        var said = mining.Mine(cat([first, second], 0), network.LanguageEncoder.call(["the square", "the square"]));
        Tensors.Difference(said.narrow(0, 0, 1), mining.Mine(first, square)).ShouldBeLessThan(1e-5);
        Tensors.Difference(said.narrow(0, 1, 1), mining.Mine(second, square)).ShouldBeLessThan(1e-5);
    }

    [Fact]
    public void Of_what_it_answers_padding_is_never_meant_and_presence_is_the_likeliest_candidates()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = TinyNetwork.BuildStirred(WithCrops);
        var mining = network.FeatureMining.ShouldNotBeNull().Crops.ShouldNotBeNull();
        var seen = network.ImageEncoder.WithCrops(network.ImageEncoder.call(TinyNetwork.Picture(0))).Candidates;
        var valid = seen.Valid.clone();
        valid[0, 2] = 0;
        var answer = mining.Answer(seen with { Valid = valid }, network.LanguageEncoder.call(["the square"]));
        answer.Choice[0, 2].item<float>().ShouldBeLessThan(-9000);
        Tensors.Difference(answer.Member, answer.Choice).ShouldBe(0);
        Tensors.Difference(answer.Presence, answer.Choice.amax([1])).ShouldBe(0);
    }

    [Fact]
    public void A_network_has_it_where_its_options_and_its_encoder_say_so()
    {
        using var without = TinyNetwork.Build();
        without.FeatureMining.ShouldNotBeNull().Crops.ShouldBeNull();
        using var with = TinyNetwork.Build(WithCrops);
        with.named_parameters().Count(pair => pair.name.StartsWith("feature_mining.crops.", StringComparison.Ordinal)).ShouldBeGreaterThan(10);
    }

    private static Tensor Crops(YofoNetwork network, int picture) =>
        network.ImageEncoder.WithCrops(network.ImageEncoder.call(TinyNetwork.Picture(picture))).Candidates.Crops.ShouldNotBeNull();
}
