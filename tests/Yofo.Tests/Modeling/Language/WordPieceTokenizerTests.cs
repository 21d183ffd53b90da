using System.IO.Compression;
using System.Text.Json;
using CsCheck;
using Shouldly;
using Xunit;
using Yofo.Modeling.Language;
using Yofo.Weights;

namespace Yofo.Tests.Modeling.Language;

public sealed class WordPieceTokenizerTests
{
    private static readonly string VocabularyPath = Path.Combine(LanguageFixture.Folder, "minilm-vocab.txt");
    private static readonly string[] Vocabulary = File.ReadAllLines(VocabularyPath);
    private static readonly WordPieceTokenizer Tokenizer = WordPieceTokenizer.Load(VocabularyPath);

    [Fact]
    public void Ids_of_the_check_sentences_equal_the_reference()
    {
        var check = Safetensors.Open(Shared.Path("weights/minilm-check.safetensors"));
        for (var index = 0; index < 14; index++)
        {
            using var expected = check.Read($"s{index}.ids");
            Tokenizer.Tokenize(check.Metadata[$"s{index}"]).Ids.ShouldBe(expected.data<int>().ToArray(), check.Metadata[$"s{index}"]);
        }
    }

    [Theory]
    [InlineData("Café À LA crème", "cafe a la cr ##eme")]
    [InlineData("cafe\u0301", "cafe")] // already decomposed
    [InlineData("naïve Ångström", "naive ang ##strom")]
    [InlineData("İSTANBUL", "istanbul")]
    [InlineData("ΑΣ", "α ##σ")] // a final sigma stays the plain one: character by character
    [InlineData("東京dog", "東 京 dog")]
    [InlineData("the 🦓 behind", "the [UNK] behind")]
    [InlineData("dog🦓 cat", "[UNK] cat")] // one unknown part makes the whole word unknown
    [InlineData("❤\uFE0F dog", "[UNK] dog")] // the variation selector is a non-spacing mark
    [InlineData("[SEP] dog [MASK]", "[ sep ] dog [ mask ]")]
    [InlineData("dog[CLS]", "dog [ cl ##s ]")]
    [InlineData("##s dog", "# # s dog")]
    [InlineData("don't—stop…", "don ' t — stop …")]
    [InlineData("$5^2`~|x+y<z=w", "$ 5 ^ 2 ` ~ | x + y < z = w")]
    [InlineData("€5", "€ ##5")] // a currency sign beyond ASCII is no punctuation
    [InlineData("a\u0000b\uFFFDc\u200Bd\u00ADe\u200Df\u0007", "abcdef")]
    [InlineData("dog\tcat\ndog\rcat\u00A0dog\u3000cat\u2028dog", "dog cat dog cat dog cat dog")]
    [InlineData("각", "ᄀ ##ᅡ ##ᆨ")] // Hangul in form D
    [InlineData("", "")]
    [InlineData(" \t ", "")]
    public void Pieces_follow_the_rules(string phrase, string expected)
    {
        expected = expected == "abcdef" ? string.Join(' ', Pieces("abcdef")) : expected;
        string.Join(' ', Pieces(phrase)).ShouldBe(expected);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_dropped() => Pieces("\uD83E dog\uDD93").ShouldBe(["dog"]);

    [Fact]
    public void A_word_of_more_than_100_characters_is_unknown_as_a_whole()
    {
        Pieces(new string('a', 101) + " dog").ShouldBe(["[UNK]", "dog"]);
        Pieces(new string('a', 100)).ShouldNotContain("[UNK]");
        Pieces(string.Concat(Enumerable.Repeat("\U0001D49C", 100))).ShouldBe(["[UNK]"]); // 200 UTF-16 units, no piece
    }

    [Fact]
    public void Pieces_point_to_their_words()
    {
        var phrase = Tokenizer.Tokenize("The T-shirt-clad axolotl's CAFÉ");
        phrase.Words.ShouldBe(["the", "t", "-", "shirt", "-", "clad", "axolotl", "'", "s", "cafe"]);
        phrase.WordOf[0].ShouldBe(-1);
        phrase.WordOf[^1].ShouldBe(-1);
        phrase.WordOf.Length.ShouldBe(phrase.Ids.Length);
        for (var word = 0; word < phrase.Words.Length; word++)
        {
            var pieces = Enumerable.Range(0, phrase.Ids.Length).Where(at => phrase.WordOf[at] == word).Select(at => Vocabulary[phrase.Ids[at]]).ToArray();
            string.Concat(pieces.Select((piece, at) => at == 0 ? piece : piece[2..])).ShouldBe(phrase.Words[word]);
        }
    }

    [Fact]
    public void At_most_254_pieces_are_kept_and_every_word_has_one()
    {
        var phrase = Tokenizer.Tokenize(string.Join(' ', Enumerable.Repeat("axolotl", 100)));
        phrase.Ids.Length.ShouldBe(256);
        phrase.Ids[^1].ShouldBe(102);
        phrase.WordOf[1..^1].Distinct().ShouldBe(Enumerable.Range(0, phrase.Words.Length));
        Tokenizer.Tokenize(string.Concat(Enumerable.Repeat("dog ", 254))).Words.Length.ShouldBe(254);
    }

    [Fact]
    public void Any_text_gives_known_ids_and_words_in_order() =>
        Gen.String.Sample(text =>
        {
            var phrase = Tokenizer.Tokenize(text);
            phrase.Ids.Length.ShouldBeInRange(2, 256);
            phrase.Ids.ShouldAllBe(id => id >= 100 && id < Vocabulary.Length);
            phrase.WordOf[1..^1].ShouldBe(phrase.WordOf[1..^1].Order());
            phrase.WordOf[1..^1].Distinct().Count().ShouldBe(phrase.Words.Length);
        });

    [Fact]
    public void Without_ICU_letters_beyond_ASCII_are_refused_and_others_read()
    {
        Should.Throw<YofoException>(() => WordPieceTokenizer.Normalize("the café", canDecompose: false)).Message.ShouldContain("libicu");
        WordPieceTokenizer.Normalize("The dog — 東 🦓", canDecompose: false).ShouldBe("the dog —  東  🦓");
    }

    [Fact]
    public void A_file_that_is_no_vocabulary_is_refused()
    {
        Should.Throw<YofoException>(() => WordPieceTokenizer.Load("nowhere.txt")).Message.ShouldContain("nowhere.txt");
        Should.Throw<YofoException>(() => WordPieceTokenizer.Load(Path.Combine(Shared.Root, "LICENSE"))).Message.ShouldContain("no BERT vocabulary");
    }

    [Fact]
    public void Real_phrases_have_no_unknown_word_and_at_most_39_ids()
    {
        using var stream = File.OpenRead(Shared.Path("data/texts/refcoco.jsonl.gz"));
        using var reader = new StreamReader(new GZipStream(stream, CompressionMode.Decompress));
        var phrases = new HashSet<string>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            phrases.UnionWith(json.RootElement.GetProperty("phrases").EnumerateArray().Select(phrase => phrase.GetString()!));
        }

        phrases.Count.ShouldBeGreaterThan(30_000);
        foreach (var phrase in phrases)
        {
            var ids = Tokenizer.Tokenize(phrase).Ids;
            ids.Length.ShouldBeInRange(3, 39, phrase);
            ids.ShouldNotContain(100, phrase);
        }
    }

    private static string[] Pieces(string phrase) => [.. Tokenizer.Tokenize(phrase).Ids[1..^1].Select(id => Vocabulary[id])];
}
