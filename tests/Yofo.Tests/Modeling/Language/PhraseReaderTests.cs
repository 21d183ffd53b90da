using Shouldly;
using TorchSharp;
using Xunit;
using Yofo.Modeling.Language;

namespace Yofo.Tests.Modeling.Language;

public sealed class PhraseReaderTests(LanguageFixture fixture) : IClassFixture<LanguageFixture>
{
    private const float Tolerance = 2e-5f;

    [Fact]
    public void Each_scale_is_the_mean_of_its_token_states()
    {
        using var scope = torch.NewDisposeScope();
        const string Phrase = "the spotted axolotl's tail"; // axolotl takes several pieces
        var tokens = fixture.Encoder.Tokenizer.Tokenize(Phrase);
        var states = fixture.Encoder.Encode(Phrase);
        var features = new PhraseReader(fixture.Encoder).Extract(Phrase);

        features.WordTexts.ShouldBe(["the", "spotted", "axolotl", "'", "s", "tail"]);
        tokens.WordOf.Count(word => word == 2).ShouldBeGreaterThan(1);
        var words = Enumerable.Range(0, 6).Select(word => Mean(tokens.WordOf, word)).ToArray();
        Near(features.Words, torch.stack(words));
        torch.Tensor[] windows =
        [
            .. Enumerable.Range(0, 5).Select(start => (words[start] + words[start + 1]) / 2),
            .. Enumerable.Range(0, 4).Select(start => (words[start] + words[start + 1] + words[start + 2]) / 3),
        ];
        Near(features.Neighbours, torch.stack(windows));
        var mean = states.mean([0]);
        Near(features.Sentence, mean / mean.norm());
        Near(features.NounPhrase, Mean(tokens.WordOf, 1, 2));
        Near(features.HeadNoun, words[2]);

        torch.Tensor Mean(int[] wordOf, params int[] wanted) =>
            torch.stack(Enumerable.Range(0, wordOf.Length).Where(at => wanted.Contains(wordOf[at])).Select(at => states[at])).mean([0]);
    }

    [Theory]
    [InlineData("person", 1, 1)]
    [InlineData("left dog", 2, 1)]
    [InlineData("left dog there", 3, 3)]
    [InlineData("the left dog there", 4, 5)]
    public void Windows_of_two_and_three_words_are_counted(string phrase, int words, int windows)
    {
        using var scope = torch.NewDisposeScope();
        var features = new PhraseReader(fixture.Encoder).Extract(phrase);
        features.Words.shape.ShouldBe([words, 384]);
        features.Neighbours.shape.ShouldBe([windows, 384]);
        if (words == 1) Near(features.Neighbours, features.Words);
    }

    [Fact]
    public void A_batch_gives_what_single_phrases_give()
    {
        using var scope = torch.NewDisposeScope();
        var language = new PhraseReader(fixture.Encoder);
        string[] phrases = ["the black and white dog on the left", "person", "a man riding a bike", "zebra"];
        var together = language.Extract(phrases);
        for (var index = 0; index < phrases.Length; index++)
        {
            var alone = language.Extract(phrases[index]);
            together[index].WordTexts.ShouldBe(alone.WordTexts);
            together[index].Rows.shape.ShouldBe(alone.Rows.shape);
            LanguageFixture.MaximumDifference(together[index].Rows, alone.Rows).ShouldBeLessThan(1e-4f);
        }
    }

    [Fact]
    public void A_phrase_that_cannot_be_read_is_refused()
    {
        var language = new PhraseReader(fixture.Encoder);
        Should.Throw<YofoException>(() => language.Extract(" "));
        Should.Throw<YofoException>(() => language.Extract(["dog", new string('a', 1001)]));
    }

    [Fact]
    public void A_phrase_longer_than_the_encoder_reads_is_cut()
    {
        using var scope = torch.NewDisposeScope();
        var features = new PhraseReader(fixture.Encoder).Extract(new string('?', 1000));
        features.Words.shape.ShouldBe([254, 384]);
        features.Rows.isfinite().all().item<bool>().ShouldBeTrue();
    }

    [Fact]
    public void Nothing_but_the_features_is_left_behind_and_disposing_frees_them()
    {
        using var scope = torch.NewDisposeScope();
        var features = new PhraseReader(fixture.Encoder).Extract(["the dog", "a cat on the mat"]);
        scope.DisposablesCount.ShouldBe(2 * 6); // rows and five views each
        features[0].Dispose();
        scope.DisposablesCount.ShouldBe(6);
    }

    private static void Near(torch.Tensor actual, torch.Tensor expected)
    {
        actual.shape.ShouldBe(expected.shape);
        LanguageFixture.MaximumDifference(actual, expected).ShouldBeLessThan(Tolerance);
    }
}
