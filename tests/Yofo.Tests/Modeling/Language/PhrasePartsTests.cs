using Shouldly;
using Xunit;
using Yofo.Modeling.Language;

namespace Yofo.Tests.Modeling.Language;

public sealed class PhrasePartsTests
{
    private static readonly WordPieceTokenizer Tokenizer = WordPieceTokenizer.Load(Path.Combine(LanguageFixture.Folder, "minilm-vocab.txt"));

    [Theory]
    [InlineData("a white horse and its rider", "rider")]
    [InlineData("the horse and its rider jumping over the fence", "rider")]
    [InlineData("the motorbike and its two riders driving to the right", "two riders")]
    [InlineData("the woman and the stroller", "stroller")]
    [InlineData("man on the left and woman on the right", "woman on the right")]
    [InlineData("the man and his big black dog", "big black dog")]
    [InlineData("the man on the left and the woman in the middle", "woman in the middle")]
    [InlineData("the woman in red and the man in a blue shirt", "man in a blue shirt")]
    [InlineData("a woman in a white shirt and the blue stroller in front of her", "blue stroller")]
    [InlineData("the man with the hat and the dog", "dog")]
    [InlineData("the dog, and the cat", "cat")]
    [InlineData("the dog, the cat and the man", "cat | man")]
    [InlineData("the dog and the cat and the man on the left", "cat | man on the left")]
    [InlineData("the man in red, a woman in blue and their dog", "woman in blue | dog")]
    [InlineData("the man and the horse with a rider", "horse | rider")]
    [InlineData("the dog, the big one, and the cat", "cat")]
    [InlineData("a horse with a rider in white trousers", "rider")]
    [InlineData("a rider on a white horse galloping to the right", "white horse")] // nobody is a rider without
    [InlineData("a motocross rider with his bike on the dirt track", "bike")]
    [InlineData("the rider on the white horse", "")] // of several
    [InlineData("a rider with a black helmet", "")]
    [InlineData("the woman on a bike", "")]
    [InlineData("an orange motorbike with two people on it", "two people")]
    [InlineData("the two people with helmets and the motorcycle they sit on", "motorcycle")]
    [InlineData("a motorcycle carrying two people", "two people")]
    // the looks of one
    [InlineData("a man in a white shirt and black shorts", "")]
    [InlineData("a person in black clothes and a black helmet", "")]
    [InlineData("the woman with a yellow backpack and her hair tied up", "")]
    [InlineData("the dog and its tail", "")]
    [InlineData("the man with a black helmet and a red jacket", "")]
    [InlineData("a man with a bat and a ball", "")]
    [InlineData("a black and white dog", "")]
    [InlineData("a big, brown bear", "")]
    // another thing than the object is joined
    [InlineData("the man between the tree and the car", "")]
    [InlineData("the man with a dog", "")]
    [InlineData("the hockey player with his stick and the ball", "")]
    [InlineData("the dog", "")]
    [InlineData("the dog and", "")]
    [InlineData("the horse with", "")]
    [InlineData("and", "")]
    [InlineData("and the dog", "")]
    [InlineData(", and and", "")]
    // the object once more
    [InlineData("the dog, the big one", "")]
    [InlineData("the dog, a poodle", "")]
    [InlineData("the black dog and the one that runs", "")]
    public void What_is_named_together_with_the_object_is_found(string phrase, string expected) =>
        Text(PhraseParts.Companions(Tokenizer.Tokenize(phrase).Words)).ShouldBe(expected);

    [Theory]
    [InlineData("the woman with a yellow backpack and her hair tied up", "the woman")]
    [InlineData("the old man holding a cup", "the old man")]
    [InlineData("the woman in a black dress", "")]
    [InlineData("the woman on the left with a bag", "")]
    [InlineData("the woman with", "")]
    [InlineData("with", "")]
    public void What_the_object_has_with_it_is_left_out(string phrase, string expected) =>
        Text(PhraseParts.Cores(Tokenizer.Tokenize(phrase).Words)).ShouldBe(expected);

    [Theory]
    [InlineData("the small girl on the right and the tall girl on the left", "the small girl on the right")]
    [InlineData("the woman in red, and the man in a blue shirt", "the woman in red")]
    [InlineData("the man in red, a woman in blue and their dog", "the man in red")]
    [InlineData("the horse and its rider jumping over the fence", "")] // both jump
    [InlineData("the man in a white shirt and black shorts", "")]
    [InlineData("the dog on the left", "")]
    public void An_object_that_is_described_before_another_follows_is_read_alone(string phrase, string expected) =>
        Text(PhraseParts.Subjects(Tokenizer.Tokenize(phrase).Words)).ShouldBe(expected);

    [Fact]
    public void Questions_know_their_phrases()
    {
        var questions = PhraseQuestions.Of([["two", "dogs"], ["the", "horse", "with", "two", "riders"], ["cat"]]);
        questions.Several.ShouldBe([true, false, false]);
        questions.Companions.ShouldBe([new PhrasePart(1, "two riders", Several: true)]);
        questions.Cores.ShouldBe([new PhrasePart(1, "the horse", Several: false)]);
        questions.Texts.ShouldBe(["dog", "horse", "cat", "two riders", "the horse"]);
        questions.AllSingle.ShouldBeFalse();
        PhraseQuestions.Of([["cat"]]).AllSingle.ShouldBeTrue();
    }

    private static string Text(IReadOnlyList<IReadOnlyList<string>> parts) => string.Join(" | ", parts.Select(part => string.Join(' ', part)));
}
