using Shouldly;
using Xunit;
using Yofo.Modeling.Language;

namespace Yofo.Tests.Modeling.Language;

public sealed class BareNounTests
{
    private static readonly WordPieceTokenizer Tokenizer = WordPieceTokenizer.Load(Path.Combine(LanguageFixture.Folder, "minilm-vocab.txt"));

    [Theory]
    [InlineData("the black dog on the left", "dog")]
    [InlineData("a woman in a black dress", "woman")]
    [InlineData("the red traffic light", "traffic light")]
    [InlineData("the traffic light on the corner", "traffic light")]
    [InlineData("the big teddy bear", "teddy bear")]
    [InlineData("the brown bear", "bear")]
    [InlineData("the white car closest to the camera", "car")]
    [InlineData("the black bag worn by the girl", "bag")]
    [InlineData("the dog left of the tree", "dog")]
    [InlineData("bird second from the right", "bird")]
    [InlineData("the bus farther up the road", "bus")]
    [InlineData("the cup below the window", "cup")]
    [InlineData("the motorcycle they sit on", "motorcycle")]
    [InlineData("horse with its head turned to the left", "horse")]
    [InlineData("the second from the right", "the second from the right")]
    // people who do not mind prepositions
    [InlineData("guy blue shirt", "guy")]
    [InlineData("white shirt lady short dark hair", "lady")]
    [InlineData("gray shirt walking right", "shirt")]
    [InlineData("bottle far left", "bottle")]
    [InlineData("umbrella top right", "umbrella")]
    [InlineData("left most cup white", "cup")]
    [InlineData("left remote, white", "remote")]
    [InlineData("a big, brown bear", "bear")]
    [InlineData("batter number 10", "batter")]
    [InlineData("the motorbike nearest us", "motorbike")]
    [InlineData("the orange at the right", "orange")]
    [InlineData("red one on the left", "red one on the left")]
    // what was done to it does not name it
    [InlineData("the black suitcase covered in stickers", "suitcase")]
    [InlineData("the person cut off by the edge", "person")]
    [InlineData("the seat just below the racket", "seat")]
    [InlineData("rider dressed all in white", "rider")]
    [InlineData("the thing used to play video games", "the thing used to play video games")]
    // what somebody owns, and what there is some of
    [InlineData("the girl's big backpack on the bench", "backpack")]
    [InlineData("the man's left", "man")]
    [InlineData("the woman's black bag, next to the chair", "bag")]
    [InlineData("pair of skis", "skis")]
    [InlineData("the slice of chocolate cake", "cake")]
    [InlineData("big pizza slice", "pizza")]
    [InlineData("the slice lying on the plate", "slice")]
    // what names nothing is asked for as it stands
    [InlineData("the other one on the left", "the other one on the left")]
    [InlineData("on the left", "on the left")]
    [InlineData("the red thing", "the red thing")]
    [InlineData("?", "?")]
    public void The_bare_noun_is_what_the_phrase_names(string phrase, string expected) =>
        BareNoun.Of(Tokenizer.Tokenize(phrase).Words).ShouldBe(expected);
}
