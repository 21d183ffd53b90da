using Shouldly;
using Xunit;
using Yofo.Modeling.Language;

namespace Yofo.Tests.Modeling.Language;

public sealed class PhraseQuestionsTests
{
    [Theory]
    [InlineData("the bottle", true)]
    [InlineData("a tennis racket", true)]
    [InlineData("dogs", true)]
    [InlineData("the black bottle", false)]
    [InlineData("the bottle on the left", false)]
    [InlineData("the woman", false)] // a detector knows no women
    [InlineData("the person", false)]
    [InlineData("the excavator", false)] // no known class: nothing was measured there
    public void A_phrase_is_bare_that_says_nothing_but_what_a_thing_is(string phrase, bool bare) =>
        PhraseQuestions.Of([phrase.Split(' ')]).Bare.ShouldBe([bare]);
}
