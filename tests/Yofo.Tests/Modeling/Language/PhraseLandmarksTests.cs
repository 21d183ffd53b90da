using Shouldly;
using Xunit;
using Yofo.Modeling.Language;

namespace Yofo.Tests.Modeling.Language;

public sealed class PhraseLandmarksTests
{
    [Theory]
    [InlineData("the woman in black walking towards the wooden bench", "bench")]
    [InlineData("woman with the red umbrella", "umbrella")]
    [InlineData("person riding a white horse", "horse")]
    [InlineData("the white car next to a bus", "bus")]
    [InlineData("the boy between the car and the bus", "car bus")]
    [InlineData("the person on the chair beside the bed", "chair bed")]
    public void Things_that_an_object_is_placed_by(string phrase, string nouns)
    {
        var found = PhraseLandmarks.Of(phrase.Split(' '));
        string.Join(' ', found.Select(landmark => landmark.Noun)).ShouldBe(nouns);
        found.ShouldAllBe(landmark => !landmark.IsAlike);
    }

    [Theory]
    [InlineData("the girl standing behind the smiling girl", "girl")]
    [InlineData("the grey suitcase behind a blue suitcase", "suitcase")]
    [InlineData("a white car driving past another car", "car")]
    public void What_is_called_the_same_must_be_there_twice(string phrase, string noun) =>
        PhraseLandmarks.Of(phrase.Split(' ')).ShouldBe([(noun, true)]);

    [Theory]
    [InlineData("the dog on the left")]
    [InlineData("the man in the white cap")]          // small, or no class of the detector's
    [InlineData("the flamingo walking through the water")]
    [InlineData("the boy in a shirt with a bird on it")]
    [InlineData("a costume like a bear")]
    [InlineData("the cat and the dog")]               // both are meant
    [InlineData("the two girls behind the girl")]     // nothing is asked of several
    [InlineData("the bus")]
    [InlineData("bench")]
    public void Where_there_is_none_nothing_is_asked(string phrase) =>
        PhraseLandmarks.Of(phrase.Split(' ')).ShouldBeEmpty();

    [Fact]
    public void Landmarks_are_asked_last_and_not_what_is_ruled_out()
    {
        var questions = PhraseQuestions.Of(["the red car next to the bus".Split(' '), "the dog not on the bench".Split(' '), "the girl behind the girl".Split(' ')]);
        questions.Landmarks.ShouldBe([new Landmark(0, "bus", false), new Landmark(2, "girl", true)]);
        questions.Texts.TakeLast(3).ShouldBe(["the car next to the bus", "bus", "girl"]);
    }
}
