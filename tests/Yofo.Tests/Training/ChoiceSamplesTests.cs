using CsCheck;
using Shouldly;
using Xunit;
using Yofo.Modeling.Tiny;
using Yofo.Tests.Modeling;
using Yofo.Training;
using static TorchSharp.torch;

namespace Yofo.Tests.Training;

public sealed class ChoiceSamplesTests : IDisposable
{
    private const int Candidates = 5;

    private readonly HashedLanguageEncoder encoder = new();

    public void Dispose() => encoder.Dispose();

    [Fact]
    public void Shares_sum_to_1_or_are_all_0_and_go_to_what_overlaps_by_half() =>
        Gen.Float[0, 1].Array[0, Candidates + 2].Array[0, 3].Sample(
            overlaps =>
            {
                using var scope = NewDisposeScope();
                var samples = new ChoiceSamples(Candidates);
                samples.Add(3, "a dog", false, overlaps);
                var batch = samples.Batch([0], Bank(samples));
                var (choice, member) = (Tensors.ToArray(batch.Choice[0]), Tensors.ToArray(batch.Member[0]));
                for (var candidate = 0; candidate < Candidates; candidate++)
                {
                    var best = overlaps.Select(overlap => candidate < overlap.Length ? overlap[candidate] : 0).DefaultIfEmpty(0).Max();
                    (choice[candidate] > 0).ShouldBe(best >= 0.5f);
                    member[candidate].ShouldBe(best >= 0.5f ? 1 : best < 0.4f ? 0 : -1);
                }

                var boxed = choice.Any(share => share > 0);
                choice.Sum().ShouldBe(boxed ? 1 : 0, 1e-5);
                batch.Presence[0].item<float>().ShouldBe(overlaps.Length > 0 ? 1 : 0);
                batch.Boxed[0].item<float>().ShouldBe(overlaps.Length == 0 || boxed ? 1 : 0);
            },
            iter: 150,
            threads: 1);

    [Fact]
    public void The_pairs_of_some_pictures_are_the_same_pairs()
    {
        using var scope = NewDisposeScope();
        var samples = new ChoiceSamples(Candidates);
        samples.Add(0, "a dog", false, [[0.9f]]);
        samples.Add(1, "a cat", true, []);
        samples.Add(2, "a cow", false, [[0f, 0.8f]]);
        var some = samples.Where(picture => picture != 0);
        some.Phrases.ShouldBe(["a cat", "a cow"]);
        var batch = some.Batch([0, 1], Bank(some));
        Tensors.ToArray(batch.Pictures).ShouldBe([1, 2]);
        Tensors.ToArray(batch.Mirrored).ShouldBe([1, 0]);
        samples.Count.ShouldBe(3);
    }

    [Fact]
    public void A_closer_candidate_gets_the_larger_share()
    {
        using var scope = NewDisposeScope();
        var samples = new ChoiceSamples(Candidates);
        samples.Add(0, "a dog", false, [[0.9f, 0.6f, 0.45f]]);
        var choice = Tensors.ToArray(samples.Batch([0], Bank(samples)).Choice[0]);
        (choice[0] / choice[1]).ShouldBe(Math.Pow(1.5, 4), 1e-3);
        choice[2].ShouldBe(0);
    }

    [Fact]
    public void A_batch_holds_its_rows_in_order()
    {
        using var scope = NewDisposeScope();
        var samples = new ChoiceSamples(Candidates);
        samples.Add(4, "a dog", false, [[0.9f]]);
        samples.Add(7, "the left cat", true, [[0.2f, 0.8f]], judgePresence: false);
        samples.Add(4, "a dog", true, []);
        var bank = Bank(samples);
        samples.Count.ShouldBe(3);
        samples.Phrases.ShouldBe(["a dog", "the left cat"], ignoreOrder: true);
        var batch = samples.Batch([2, 1, 0, 1], bank);
        batch.Pictures.data<long>().ToArray().ShouldBe([4, 7, 4, 7]);
        batch.Phrases.data<long>().ToArray().ShouldBe([bank.Number("a dog"), bank.Number("the left cat"), bank.Number("a dog"), bank.Number("the left cat")]);
        Tensors.ToArray(batch.Mirrored).ShouldBe([1, 1, 0, 1]);
        Tensors.ToArray(batch.Presence).ShouldBe([0, -1, 1, -1]);
        Tensors.ToArray(batch.Choice[1]).ShouldBe([0, 1, 0, 0, 0]);
    }

    [Fact]
    public void The_word_blind_twin_sees_the_same_pairs_with_one_phrase()
    {
        using var scope = NewDisposeScope();
        var samples = new ChoiceSamples(Candidates);
        samples.Add(4, "a dog", true, [[0.9f]]);
        samples.Add(5, "a cat", false, []);
        var blind = samples.WithPhrase("the object");
        blind.Phrases.ShouldBe(["the object"]);
        samples.Phrases.ShouldBe(["a dog", "a cat"]);
        var (batch, original) = (blind.Batch([0, 1], Bank(blind)), samples.Batch([0, 1], Bank(samples)));
        Tensors.Difference(batch.Choice, original.Choice).ShouldBe(0);
        Tensors.Difference(batch.Presence, original.Presence).ShouldBe(0);
        Tensors.Difference(batch.Mirrored, original.Mirrored).ShouldBe(0);
    }

    private PhraseBank Bank(ChoiceSamples samples) => Banks.Of(encoder, samples.Phrases);
}
