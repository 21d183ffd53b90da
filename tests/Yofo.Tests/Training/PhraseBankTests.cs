using Shouldly;
using Xunit;
using Yofo.Modeling;
using Yofo.Modeling.Language;
using Yofo.Modeling.Tiny;
using Yofo.Tests.Modeling;
using Yofo.Tests.Modeling.Tiny;
using Yofo.Training;
using static TorchSharp.torch;

namespace Yofo.Tests.Training;

/// <summary>What is learned on the bank must be what the encoder says in prediction.</summary>
public sealed class PhraseBankTests
{
    private static readonly string[] Phrases = ["dog", "the dog", "the dog on the left", "a red car", "unbelievably-long compound, words!", "cat"];

    private static readonly int[][] Batches = [[0], [0, 5], [1], [0, 1], [3, 0, 2, 4], [2, 2], [5, 4, 3, 2, 1, 0]];

    [Fact]
    public void A_batch_is_what_MiniLM_gives_for_the_same_phrases()
    {
        using var encoder = new MiniLmLanguageEncoder(TinyNetwork.Folder.BaseFolder);
        ShouldBeTheEncodersOwn(encoder, 2e-3); // half precision; the states are about 0.4
    }

    [Fact]
    public void A_batch_is_what_the_hashed_encoder_gives_for_the_same_phrases()
    {
        using var encoder = new HashedLanguageEncoder();
        ShouldBeTheEncodersOwn(encoder, 1e-3);
    }

    [Fact]
    public void Equal_phrases_are_kept_once_and_found_by_their_text()
    {
        using var scope = NewDisposeScope();
        using var encoder = new HashedLanguageEncoder();
        var bank = Banks.Of(encoder, ["a dog", "a cat", "a dog", "A dog"]);
        new[] { "a dog", "a cat", "A dog" }.Select(bank.Number).Order().ShouldBe([0, 1, 2]);
        Should.Throw<KeyNotFoundException>(() => bank.Number("a bird"));
    }

    [Fact]
    public void A_phrase_of_too_many_words_is_cut_and_its_sentence_is_not()
    {
        using var scope = NewDisposeScope();
        using var encoder = new HashedLanguageEncoder();
        var longest = string.Join(' ', Enumerable.Range(0, PhraseBank.MostWords + 9).Select(number => $"word{number}"));
        var bank = Banks.Of(encoder, [longest, "a dog"]);
        var (batch, whole) = (bank.Batch(tensor(new long[] { bank.Number(longest), bank.Number("a dog") }), CPU), encoder.call([longest]));
        batch.Words.shape.ShouldBe([2, PhraseBank.MostWords, encoder.Channels]);
        Tensors.ToArray(batch.WordMask.sum(1)).ShouldBe([PhraseBank.MostWords, 2]);
        Tensors.Difference(batch.Words[0], whole.Words[0].narrow(0, 0, PhraseBank.MostWords)).ShouldBeLessThan(1e-3);
        Tensors.Difference(batch.Sentence[0], whole.Sentence[0]).ShouldBeLessThan(1e-3);
    }

    private static void ShouldBeTheEncodersOwn(LanguageEncoder encoder, double within)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var bank = Banks.Of(encoder, [.. Phrases, .. Phrases]);
        foreach (var batch in Batches)
        {
            var mine = bank.Batch(tensor(batch.Select(phrase => (long)bank.Number(Phrases[phrase])).ToArray()), CPU);
            var own = encoder.call([.. batch.Select(phrase => Phrases[phrase])]);
            Tensors.Difference(mine.WordMask, own.WordMask).ShouldBe(0);
            Tensors.Difference(mine.Words * mine.WordMask.unsqueeze(2), own.Words).ShouldBeLessThan(within);
            Tensors.Difference(mine.Sentence, own.Sentence).ShouldBeLessThan(within);
            Tensors.Difference(mine.NounPhrase, own.NounPhrase).ShouldBeLessThan(within);
            for (var row = 0; row < batch.Length; row++)
            {
                // Attention does not care where the padding stands, so windows are compared without it.
                var (windows, expected) = (Kept(mine.Neighbours[row], mine.NeighbourMask[row]), Kept(own.Neighbours[row], own.NeighbourMask[row]));
                Tensors.Difference(windows, expected).ShouldBeLessThan(within, Phrases[batch[row]]);
            }
        }
    }

    private static Tensor Kept(Tensor rows, Tensor mask) => rows.index_select(0, mask.gt(0.5).nonzero().squeeze(1));
}
