using Shouldly;
using Xunit;
using Yofo.Modeling.Language;

namespace Yofo.Tests.Modeling.Language;

public sealed class PhraseRulesTests
{
    [Theory]
    [InlineData(null, "empty")]
    [InlineData("", "empty")]
    [InlineData(" \t\r\n\u3000", "5 blank")]
    [InlineData("\u200B\u0301\uFFFD", "3 blank")]
    public void A_phrase_without_a_word_is_refused_in_one_sentence(string? phrase, string part)
    {
        var message = Should.Throw<YofoException>(() => PhraseRules.Check(phrase)).Message;
        message.ShouldContain(part);
        message.IndexOf('.', StringComparison.Ordinal).ShouldBe(message.Length - 1);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_no_word() => Should.Throw<YofoException>(() => PhraseRules.Check("\uD83E"));

    [Fact]
    public void A_phrase_of_1000_characters_passes_and_one_more_does_not()
    {
        PhraseRules.Check(new string('a', 1000)).Length.ShouldBe(1000);
        Should.Throw<YofoException>(() => PhraseRules.Check(new string('a', 1001))).Message.ShouldStartWith("The phrase has 1,001 characters and at most 1,000");
    }

    [Theory]
    [InlineData("person")]
    [InlineData("🦓")]
    [InlineData("?")]
    [InlineData("  東  ")]
    public void What_has_a_word_passes_unchanged(string phrase) => PhraseRules.Check(phrase).ShouldBe(phrase);
}
