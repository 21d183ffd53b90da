using Shouldly;
using Xunit;
using Yofo.Data;
using Yofo.Modeling.Language;

namespace Yofo.Tests.Modeling.Language;

public sealed class PhraseMotionTests
{
    [Theory]
    [InlineData("the horse and its rider jumping over the fence", true)]
    [InlineData("the girl who walks to the left", true)]
    [InlineData("a dancer spinning on his hands", true)]
    [InlineData("the woman sitting on the bench and wearing a ring", false)]
    [InlineData("the thing on the building", false)]
    [InlineData("the black dog", false)]
    public void Motion_is_told_from_what_a_frame_shows(string phrase, bool moves) =>
        PhraseMotion.IsSaid(phrase.Split(' ')).ShouldBe(moves);

    [Theory]
    [InlineData("the car parked behind the bus", true)]
    [InlineData("the girl standing on the left", true)]
    [InlineData("the girl who walks to the left", false)]
    [InlineData("the black dog", false)]
    public void Who_stays_is_told_from_who_may_move(string phrase, bool stays) =>
        PhraseMotion.IsStill(phrase.Split(' ')).ShouldBe(stays);

    [Fact]
    public void What_the_phrase_engine_says_of_motion_is_read_as_such()
    {
        string[] said = [.. new[] { "person", "car", "bicycle", "ball" }.SelectMany(name => MotionWords.Sideways(name, toRight: true)), .. MotionWords.InDepth(true), .. MotionWords.InDepth(false)];
        said.Where(words => !PhraseMotion.IsSaid(words.Split(' '))).ShouldBeEmpty();
    }
}
