using Shouldly;
using TorchSharp;
using Xunit;
using Yofo.Modeling.Language;
using Yofo.Weights;

namespace Yofo.Tests.Modeling.Language;

public sealed class MiniLmTests(LanguageFixture fixture) : IClassFixture<LanguageFixture>
{
    private static readonly string[] Phrases =
        ["person", "the dog on the left", "the woman's black bag, next to the chair (not the suitcase)", "an axolotl in the café", "dog", "the dog on the left"];

    [Fact]
    public void States_of_the_check_sentences_meet_the_reference()
    {
        using var scope = torch.NewDisposeScope();
        var check = Safetensors.Open(Shared.Path("weights/minilm-check.safetensors"));
        var worst = 0f;
        for (var index = 0; index < 14; index++)
        {
            var states = fixture.Encoder.Encode(check.Metadata[$"s{index}"]);
            var expected = check.Read($"s{index}.tokens");
            states.shape.ShouldBe(expected.shape);
            worst = Math.Max(worst, LanguageFixture.MaximumDifference(states, expected));
            LanguageFixture.Cosine(states.mean([0]), check.Read($"s{index}.embedding")).ShouldBeGreaterThan(0.9999f);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"worst token state {worst:F5}");
        worst.ShouldBeLessThan(0.04f); // nearly all of it is the int8 word table
    }

    [Fact]
    public void Padding_changes_no_state()
    {
        using var scope = torch.NewDisposeScope();
        var tokenized = Phrases.Select(fixture.Encoder.Tokenizer.Tokenize).ToArray();
        var padded = fixture.Encoder.Forward(tokenized);
        padded.shape.ShouldBe([6, tokenized.Max(phrase => phrase.Ids.Length), 384]);
        for (var index = 0; index < Phrases.Length; index++)
        {
            var own = padded[index].narrow(0, 0, tokenized[index].Ids.Length);
            LanguageFixture.MaximumDifference(own, fixture.Encoder.Encode(Phrases[index])).ShouldBeLessThan(1e-4f);
        }
    }

    [Fact]
    public void A_batch_gives_what_single_phrases_give()
    {
        using var scope = torch.NewDisposeScope();
        var together = fixture.Encoder.Encode(Phrases);
        for (var index = 0; index < Phrases.Length; index++)
        {
            var alone = fixture.Encoder.Encode(Phrases[index]);
            together[index].shape.ShouldBe(alone.shape);
            LanguageFixture.MaximumDifference(together[index], alone).ShouldBeLessThan(1e-4f);
        }
    }

    [Fact]
    public void The_same_phrase_gives_the_same_bits()
    {
        using var scope = torch.NewDisposeScope();
        fixture.Encoder.Encode(Phrases[2]).bytes.SequenceEqual(fixture.Encoder.Encode(Phrases[2]).bytes).ShouldBeTrue();
    }

    [Fact]
    public void No_gradient_is_recorded()
    {
        using var scope = torch.NewDisposeScope();
        fixture.Encoder.Encode("dog").requires_grad.ShouldBeFalse();
    }

    [Fact]
    public void The_longest_phrases_are_encoded_in_small_batches()
    {
        var phrases = Enumerable.Repeat(fixture.Encoder.Tokenizer.Tokenize(new string('?', 300)), 70).ToArray();
        var batches = MiniLm.Batches(phrases).ToArray();
        batches.ShouldAllBe(batch => batch.Length <= 32);
        batches.SelectMany(batch => batch).Order().ShouldBe(Enumerable.Range(0, 70));
        using var scope = torch.NewDisposeScope();
        fixture.Encoder.Encode(new string('?', 300)).shape.ShouldBe([256, 384]);
    }

    [Fact]
    public void Every_phrase_is_in_one_batch_and_batches_are_of_like_length()
    {
        var phrases = Enumerable.Range(0, 200).Select(index => fixture.Encoder.Tokenizer.Tokenize(string.Concat(Enumerable.Repeat("dog ", 1 + (index % 9))))).ToArray();
        var batches = MiniLm.Batches(phrases).ToArray();
        batches.SelectMany(batch => batch).Order().ShouldBe(Enumerable.Range(0, 200));
        batches.SelectMany(batch => batch.Select(index => phrases[index].Ids.Length)).ShouldBeInOrder();
        batches.Where(batch => batch.Length > 16).ShouldAllBe(batch => phrases[batch.Last()].Ids.Length <= phrases[batch.First()].Ids.Length + 1);
    }

    [Fact]
    public void Nothing_but_the_states_is_left_behind()
    {
        using var scope = torch.NewDisposeScope();
        fixture.Encoder.Encode(Phrases);
        scope.DisposablesCount.ShouldBe(Phrases.Length);
    }

    [Fact]
    public void The_encoder_outlives_the_scope_it_was_loaded_in()
    {
        MiniLm encoder;
        using (torch.NewDisposeScope())
        {
            encoder = MiniLm.Load(LanguageFixture.Folder).To(torch.CPU);
        }

        using var scope = torch.NewDisposeScope();
        encoder.Encode("dog").isfinite().all().item<bool>().ShouldBeTrue();
        encoder.Dispose();
    }
}
