using CsCheck;
using Shouldly;
using Xunit;
using Yofo.Data;

namespace Yofo.Tests.Data;

public sealed class PhraseMirrorTests
{
    private static readonly string[] Words = ["left", "right", "leftmost", "rightmost", "the", "man", "Left", "right-hand", "bright", "of", "lefty", "RIGHT"];

    [Theory]
    [InlineData("the man on the left", "the man on the right")]
    [InlineData("second from right", "second from left")]
    [InlineData("leftmost cup", "rightmost cup")]
    [InlineData("left-hand side", "right-hand side")]
    [InlineData("bottom Right corner", "bottom Left corner")]
    [InlineData("dog to the left of the right car", "dog to the right of the left car")]
    [InlineData("bright leftover copyright", "bright leftover copyright")]
    public void Sides_are_swapped_as_whole_words(string phrase, string mirrored) => PhraseMirror.Mirror(phrase).ShouldBe(mirrored);

    [Fact]
    public void Mirroring_twice_gives_the_phrase_back() =>
        Gen.Int[0, Words.Length - 1].Array[0, 8].Sample(drawn =>
        {
            var phrase = string.Join(' ', drawn.Select(i => Words[i]));
            PhraseMirror.Mirror(PhraseMirror.Mirror(phrase)).ShouldBe(phrase);
        });

    [Theory]
    [InlineData("man right behind the car", false)]
    [InlineData("guy at 3 o'clock", false)]
    [InlineData("dog on the right", true)]
    [InlineData("the right front wheel", true)]
    public void What_is_not_about_sides_is_not_to_be_mirrored(string phrase, bool can) => PhraseMirror.CanMirror(phrase).ShouldBe(can);

    [Fact]
    public void Real_phrases_come_back_after_two_mirrorings()
    {
        foreach (var phrase in TextPhrases.Load(Shared.Path("data/texts/refcoco.jsonl.gz")).SelectMany(i => i.Objects).SelectMany(o => o.Phrases))
            PhraseMirror.Mirror(PhraseMirror.Mirror(phrase)).ShouldBe(phrase);
    }
}
