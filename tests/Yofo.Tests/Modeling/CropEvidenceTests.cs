using Shouldly;
using Xunit;
using Yofo.Modeling;
using Yofo.Tests.Modeling.Tiny;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling;

public sealed class CropEvidenceTests
{
    [Fact]
    public void The_best_three_of_each_phrase_are_asked_and_gain_by_what_is_said_of_them()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = TinyNetwork.BuildStirred(TinyNetwork.Options with { Crops = true });
        var mining = network.FeatureMining.ShouldNotBeNull().Crops.ShouldNotBeNull();
        var image = network.ImageEncoder.call(TinyNetwork.Picture(0));
        var words = network.LanguageEncoder.call(["the square", "a dog on the left"]);
        var choice = tensor(new float[,] { { 5, 0, 4, 0, 3, 0, 0, 1 }, { 0, 9, 0, 8, 7, 0, 0, 0 } });
        long[] looked = [];
        var (rather, there) = CropEvidence.Of(mining, some => { looked = [.. some.data<long>()]; return network.ImageEncoder.Look(image, some); }, choice, ones(1, 8), words);
        looked.Order().ShouldBe([0, 1, 2, 3, 4]);

        var all = mining.Mine(network.ImageEncoder.WithCrops(image).Candidates.Crops.ShouldNotBeNull(), words); // [2, 8]
        foreach (var (phrase, asked) in new[] { (0, new long[] { 0, 2, 4 }), (1, [1, 3, 4]) })
        {
            var said = all[phrase].index_select(0, tensor(asked));
            var expected = zeros(8).scatter(0, tensor(asked), (said - said.min()) * 0.2);
            Tensors.Difference(rather[phrase], expected).ShouldBeLessThan(1e-5);
            Tensors.Difference(there[phrase], said.max() * 0.3).ShouldBeLessThan(1e-5);
        }
    }

    [Fact]
    public void Where_there_are_fewer_candidates_padding_gains_nothing_and_says_nothing_of_presence()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = TinyNetwork.BuildStirred(TinyNetwork.Options with { Crops = true });
        var mining = network.FeatureMining.ShouldNotBeNull().Crops.ShouldNotBeNull();
        var image = network.ImageEncoder.call(TinyNetwork.Picture(0));
        var words = network.LanguageEncoder.call(["the square"]);
        var valid = zeros(1, 8);
        valid[0, 0] = 1;
        Tensor Look(Tensor some) => network.ImageEncoder.Look(image, some);
        var (rather, there) = CropEvidence.Of(mining, Look, zeros(1, 8) + ((valid - 1) * 1e4), valid, words);
        Tensors.Difference(there, mining.Mine(Look(arange(1)).unsqueeze(0), words)[0] * 0.3).ShouldBeLessThan(1e-5);
        rather[0, 0].item<float>().ShouldBeGreaterThan(Tensors.ToArray(rather[0, 1..]).Max() is var other ? (float)other : 0);
    }

    [Fact]
    public void Without_crops_nothing_is_gained()
    {
        using var scope = NewDisposeScope();
        using var network = TinyNetwork.Build();
        var (rather, there) = CropEvidence.Of(null, _ => throw new InvalidOperationException("nobody looks"), rand(2, 8), ones(1, 8), network.LanguageEncoder.call(["a", "b"]));
        (Tensors.Largest(rather), Tensors.Largest(there)).ShouldBe((0, 0));
    }
}
