using Shouldly;
using Xunit;
using Yofo.Modeling.Tiny;
using Yofo.Tests.Modeling;
using Yofo.Training;
using static TorchSharp.torch;

namespace Yofo.Tests.Training;

public sealed class PhrasePriorTests
{
    private static readonly string[] Looks = ["red", "blue", "old", "small", "wet", "tall", "young", "pale"];
    private static readonly string[] Things = ["dog", "cat", "bus", "girl", "kite", "horse", "lamp", "boat"];

    [Fact]
    public void A_manner_of_writing_that_gives_the_wrong_ones_away_is_found()
    {
        using var scope = NewDisposeScope();
        var (prior, bank) = Learn((look, thing) => [($"the {look} {thing}", true), ($"the {look} {thing}", true), ($"the {look} {thing}", false), ($"{thing} which is {look}", false)]);
        var (plain, told) = (Presence(prior, bank, "the red dog", "the pale boat"), Presence(prior, bank, "dog which is red", "boat which is pale"));
        plain.ShouldAllBe(logit => logit > 0.5);
        told.ShouldAllBe(logit => logit < -1);
        prior.Loss.ShouldBeLessThan(prior.PlainLoss - 0.1);
    }

    [Fact]
    public void What_only_the_single_phrases_tell_is_not()
    {
        using var scope = NewDisposeScope();
        var random = new Random(7);
        var (prior, _) = Learn((look, thing) => [($"the {look} {thing}", random.Next(2) == 0)]);
        prior.Loss.ShouldBeGreaterThan(prior.PlainLoss - 0.05, "each half of the phrases is judged by what the other half taught");
    }

    [Fact]
    public void Where_words_tell_nothing_nothing_is_added()
    {
        using var scope = NewDisposeScope();
        var (prior, bank) = Learn((look, thing) => [($"the {look} {thing}", true), ($"the {look} {thing}", false), ($"the {look} {thing}", false)]);
        Presence(prior, bank, "the red dog", "the tall bus").ShouldAllBe(logit => Math.Abs(logit) < 0.2);
        Tensors.ToArray(prior.Member(Numbers(bank, "the red dog"), CPU)).ShouldAllBe(logit => Math.Abs(logit) < 0.2);
    }

    [Fact]
    public void A_candidate_of_a_phrase_that_hardly_fits_is_hardly_meant_and_one_of_a_likely_phrase_not_surely()
    {
        using var scope = NewDisposeScope();
        var (prior, bank) = Learn((look, thing) => [($"the {look} {thing}", true), ($"{thing} which is {look}", false)]);
        var member = Tensors.ToArray(prior.Member(Numbers(bank, "the red dog", "dog which is red"), CPU));
        member[0].ShouldBeInRange(0.3, Math.Log(2) + 0.01); // of pairs of which half fit, one that surely does is twice as likely
        member[1].ShouldBeLessThan(-1);
    }

    [Fact]
    public void The_same_seed_gives_the_same()
    {
        using var scope = NewDisposeScope();
        double[] Once()
        {
            var (prior, bank) = Learn((look, thing) => [($"the {look} {thing}", look.Length > 3)]);
            return Presence(prior, bank, "the red dog", "the young horse");
        }

        Once().ShouldBe(Once());
    }

    private static (PhrasePrior Prior, PhraseBank Bank) Learn(Func<string, string, (string Phrase, bool Fits)[]> pairs)
    {
        manual_seed(1);
        using var encoder = new HashedLanguageEncoder();
        var samples = new ChoiceSamples(candidates: 2);
        foreach (var (phrase, fits) in from look in Looks from thing in Things from pair in pairs(look, thing) select pair)
        {
            samples.Add(0, phrase, mirrored: false, fits ? [[1, 0]] : []);
        }

        samples.Add(0, "the girl that nobody judged", mirrored: false, [[1, 0]], judgePresence: false);
        var bank = Banks.Of(encoder, samples.Phrases);
        return (PhrasePrior.Learn(samples, bank, seed: 3, CPU), bank);
    }

    private static double[] Presence(PhrasePrior prior, PhraseBank bank, params string[] phrases) => Tensors.ToArray(prior.Presence(Numbers(bank, phrases), CPU));

    private static Tensor Numbers(PhraseBank bank, params string[] phrases) => tensor([.. phrases.Select(phrase => (long)bank.Number(phrase))]);
}
