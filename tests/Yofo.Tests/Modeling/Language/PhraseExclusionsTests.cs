using Shouldly;
using Xunit;
using Yofo.Modeling.Language;

namespace Yofo.Tests.Modeling.Language;

public sealed class PhraseExclusionsTests
{
    private static readonly WordPieceTokenizer Tokenizer = WordPieceTokenizer.Load(Path.Combine(LanguageFixture.Folder, "minilm-vocab.txt"));

    [Theory]
    [InlineData("the white car not positioned behind a bus", "the white car", "car positioned behind a bus")]
    [InlineData("the bird in front of a bear and not next to a tree", "the bird in front of a bear", "bird next to a tree")]
    [InlineData("the person who is not facing the camera and not holding a camera", "the person", "person facing the camera | person holding a camera")]
    [InlineData("a person who is neither standing, sitting nor skateboarding", "a person", "person standing | person sitting | person skateboarding")]
    [InlineData("a bicycle without a basket that is partially blocked by a yellow pole", "a bicycle that is partially blocked by a yellow pole", "bicycle with a basket")]
    [InlineData("man with no shirt on a skateboard", "man", "man with shirt on a skateboard")]
    [InlineData("the person in a white top not facing the camera", "the person in a white top", "person facing the camera")]
    [InlineData("guy on the right, not the redhead", "guy on the right", "the redhead")]
    [InlineData("person other than the man and his reflection", "person", "the man and his reflection")]
    [InlineData("the dog that isn't brown", "the dog", "dog brown")]
    [InlineData("the woman who is wearing pink and doesn't smile", "the woman who is wearing pink", "woman smile")]
    [InlineData("the dog on the left", "the dog on the left", "")]
    [InlineData("a glass with not very much wine", "a glass with not very much wine", "")]
    [InlineData("not the red one", "not the red one", "")]
    [InlineData("the dog not", "the dog not", "")]
    [InlineData("no", "no", "")]
    [InlineData("the other dog", "the other dog", "")]
    public void What_a_phrase_rules_out_is_asked_on_its_own(string phrase, string kept, string excluded)
    {
        var read = PhraseExclusions.Of(Tokenizer.Tokenize(phrase).Words);
        string.Join(' ', read.Kept).ShouldBe(kept);
        string.Join(" | ", read.Excluded.Select(words => string.Join(' ', words))).ShouldBe(excluded);
    }
}
