using Shouldly;
using Xunit;
using Yofo.Modeling.Language;
using Yofo.Modeling.Vision;

namespace Yofo.Tests.Modeling.Language;

public sealed class PhraseColoursTests
{
    [Theory]
    [InlineData("the red car on the left", "red", false, "the car on the left")]
    [InlineData("yellow taxi", "yellow", false, "taxi")]
    [InlineData("a white and blue bus", "white blue", false, "a bus")]
    [InlineData("the light gray horse with a rider in white trousers", "gray", false, "the horse with a rider in white trousers")]
    [InlineData("the silver car", "gray", false, "the car")]
    [InlineData("a dark blue umbrella", "blue", false, "a umbrella")]
    [InlineData("woman in the purple shirt", "purple", true, "woman in the shirt")]
    [InlineData("the man in a black leather jacket", "black", true, "the man in a leather jacket")]
    [InlineData("the tall girl in a light blue shirt on the left", "blue", true, "the tall girl in a shirt on the left")]
    [InlineData("girl in the pink and white skirt", "pink white", true, "girl in the skirt")]
    [InlineData("the girl in purple who walks to the left", "purple", true, "the girl who walks to the left")]
    [InlineData("the woman in black walking towards the bench", "black", true, "the woman walking towards the bench")]
    [InlineData("a man wearing all white", "white", true, "a man")]
    [InlineData("person with the black jacket", "black", true, "person with the jacket")]
    [InlineData("guy blue shirt", "blue", true, "guy shirt")]
    [InlineData("the red tie", "red", false, "the tie")]
    [InlineData("gray jacket on the left", "gray", true, "jacket on the left")]
    public void What_a_phrase_says_of_its_objects_colour(string phrase, string colours, bool isWorn, string plain)
    {
        var read = PhraseColours.Of(phrase.Split(' ')).ShouldNotBeNull();
        string.Join(' ', read.Colours.Select(colour => ColourNames.All[colour])).ShouldBe(colours);
        read.IsWorn.ShouldBe(isWorn);
        string.Join(' ', read.Plain).ShouldBe(plain);
    }

    [Theory]
    [InlineData("the car on the left")]
    [InlineData("the boy nearest to the blue surfboard")] // what is beside the object
    [InlineData("vase with the pink flower in it")]
    [InlineData("man black cap")]
    [InlineData("man in the black cap")]                  // too small to show in an outline
    [InlineData("the man with the dark beard")]
    [InlineData("the woman with a yellow backpack")]
    [InlineData("a white man")]                           // no colour of clothes
    [InlineData("the red wine glass")]                    // the glass is not
    [InlineData("the green light")]
    [InlineData("the orange")]
    [InlineData("red")]
    [InlineData("the man in the red car")]
    public void Where_it_says_none_or_one_that_no_outline_shows_the_network_alone_decides(string phrase) =>
        PhraseColours.Of(phrase.Split(' ')).ShouldBeNull();

    [Fact]
    public void The_phrase_without_its_colour_is_asked_last()
    {
        var questions = PhraseQuestions.Of([["dog"], "the red car".Split(' '), "the man in blue".Split(' ')]);
        questions.Coloured.Select(phrase => (phrase.Phrase, phrase.IsWorn)).ShouldBe([(1, false), (2, true)]);
        questions.Coloured[1].Colours.ShouldBe([ColourNames.Blue]);
        questions.Texts.ShouldBe(["dog", "car", "man", "the car", "the man"]);
    }
}
