using Shouldly;
using Xunit;
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
}
