using Shouldly;
using Xunit;
using Yofo.Modeling;
using Yofo.Tests.Modeling.Tiny;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling;

public sealed class FeatureMiningTests
{
    [Fact]
    public void What_is_named_together_is_heard_for_presence()
    {
        manual_seed(5);
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = TinyNetwork.Build(TinyNetwork.Options);
        network.eval();
        var candidates = network.FeatureMining!.Candidates;
        var (image, language) = (network.ImageEncoder.call(TinyNetwork.Picture(0)), network.LanguageEncoder.call(["the bag and its rider"]));
        language.Questions!.Companions.Single().Text.ShouldEndWith("rider");

        // Weights that doubt the phrase and believe in the bag and in the rider: the untrained network's states lie between them.
        var weight = candidates.named_parameters().Single(pair => pair.name == "presence.weight").parameter;
        var states = stack([.. Enumerable.Range(0, (int)weight.shape[1]).Select(State)], 1);                   // [phrase, noun, companion; D]
        var (noun, companion) = (states[1] - states[0], states[2] - states[0]);
        weight.copy_(((noun / noun.norm()) + (companion / companion.norm())).unsqueeze(0) * (20 / Math.Min(noun.norm().item<float>(), companion.norm().item<float>())));

        var answers = candidates.Mine(image.Candidates, language.Asked!);
        Tensor Join(bool together) => PresenceEvidence.Join(
            answers.Rows(0, 1), answers.Rows(1, 1), answers.Rows(0, 0), [], new PresenceHints { Moving = [false], Together = together ? (answers.Rows(2, 1), language.Questions!.Companions) : null });
        var presence = network.Choose(image, language).Presence!.item<float>();
        presence.ShouldBe(Join(true).item<float>(), 1e-4f);
        presence.ShouldBeGreaterThan(Join(false).item<float>() + 1);

        Tensor State(int channel)
        {
            weight.zero_();
            weight[0, channel] = 1;
            return candidates.Mine(image.Candidates, language.Asked!).Presence; // the bias is the same for all
        }
    }
}
