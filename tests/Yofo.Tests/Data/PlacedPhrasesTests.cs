using Shouldly;
using Xunit;
using Yofo.Data;

namespace Yofo.Tests.Data;

public sealed class PlacedPhrasesTests
{
    [Theory]
    [InlineData("man in a blue shirt on the left", "the man in a blue shirt")]
    [InlineData("the white cat at the lower right", "the white cat")]
    [InlineData("left tabby cat", "the tabby cat")]
    [InlineData("the far right black car", "the black car")]
    [InlineData("boy in red cap, left", "the boy in red cap")]
    [InlineData("a sheep with a black face closest to us", "the sheep with a black face")]
    [InlineData("the dog in the middle of the picture", "the dog")]
    [InlineData("the man in a blue shirt", null)]                // says none
    [InlineData("second guy from left", null)]                   // "second guy from" says nothing
    [InlineData("the left one", null)]
    [InlineData("on the left", null)]
    [InlineData("left cat on the top of the sofa", null)]        // what is left says a place yet
    public void A_phrase_loses_its_place(string phrase, string? plain) => PlacedPhrases.Unplace(phrase).ShouldBe(plain);

    [Fact]
    public void A_phrase_gets_a_place_and_keeps_what_else_it_says()
    {
        var random = new Random(1);
        var placed = Enumerable.Range(0, 200).Select(_ => PlacedPhrases.Place("the woman in a red coat", random)).Distinct().ToList();
        placed.Count.ShouldBeGreaterThan(40);
        placed.ShouldAllBe(phrase => phrase.Contains("woman in a red coat") && phrase != "the woman in a red coat");
        placed.ShouldContain("the woman in a red coat on the left");
        placed.ShouldContain("woman in a red coat, right");
        placed.ShouldContain("left woman in a red coat");
    }
}
