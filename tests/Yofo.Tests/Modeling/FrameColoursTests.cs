using Shouldly;
using Xunit;
using Yofo.Modeling;
using Yofo.Modeling.Tiny;
using Yofo.Tests.Modeling.Tiny;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling;

/// <summary>Colours in feature mining as a whole: from the words to the choice and to presence.</summary>
public sealed class FrameColoursTests : IDisposable
{
    private readonly YofoNetwork network;

    public FrameColoursTests()
    {
        manual_seed(3);
        var image = new TwoColoursEncoder(new TinyImageEncoder());
        var language = new HashedLanguageEncoder();
        network = new YofoNetwork(TinyNetwork.Options, image, language, new NameSpace(language.Names(image.ClassNames), language.Names([.. Enumerable.Range(0, 11).Select(number => $"colour{number}")])));
        network.eval();
        using var frozen = no_grad();
        network.OutlineHead.named_parameters().Single(pair => pair.name == "predict.bias").parameter.fill_(9); // an outline fills its box
    }

    public void Dispose() => network.Dispose();

    [Fact]
    public void The_colour_that_a_phrase_says_chooses_between_candidates()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var chosen = Choose("the red dog", "the blue dog", "the dog");
        chosen.Answer!.Choice.argmax(1).data<long>().ToArray()[..2].ShouldBe([0, 1]);
        var plain = chosen.Answer.Choice[2];
        Math.Abs((plain[0] - plain[1]).item<float>()).ShouldBeLessThan(2, "without a colour the words of an untrained network hardly prefer one");
    }

    [Fact]
    public void Each_phrase_is_answered_as_alone()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var (alone, together) = (Choose("the blue dog"), Choose("a cat", "the red dog", "the blue dog"));
        Tensors.Difference(alone.Answer!.Choice[0], together.Answer!.Choice[2]).ShouldBeLessThan(1e-4);
        alone.Presence![0].item<float>().ShouldBe(together.Presence![2].item<float>(), 1e-4f);
    }

    [Fact]
    public void A_colour_that_nothing_shows_speaks_against_presence()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var (_, weight) in network.FeatureMining!.Candidates.named_parameters().Where(pair => pair.name is "presence.weight" or "member.weight"))
        {
            weight.zero_(); // words say the same of all
        }

        float Presence(string phrase) => Choose(phrase).Presence![0].item<float>();
        Math.Max(Presence("the red dog"), Presence("the blue dog")).ShouldBe(Presence("the young dog"), 1e-4f, "judged in what the other words choose; not 'the dog', which is its own noun");
        Presence("the green dog").ShouldBeLessThan(Presence("the young dog") - 2);
    }

    private ChosenFrame Choose(params string[] phrases) =>
        network.Choose(network.ImageEncoder.call(TinyNetwork.Picture(0)), network.LanguageEncoder.call(phrases));
}
