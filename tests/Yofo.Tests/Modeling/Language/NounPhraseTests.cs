using Shouldly;
using Xunit;
using Yofo.Modeling.Language;

namespace Yofo.Tests.Modeling.Language;

public sealed class NounPhraseTests
{
    private static readonly WordPieceTokenizer Tokenizer = WordPieceTokenizer.Load(Path.Combine(LanguageFixture.Folder, "minilm-vocab.txt"));

    [Theory]
    // the check sentences of minilm.md
    [InlineData("the dog on the left", "dog")]
    [InlineData("second zebra from the right", "second zebra")]
    [InlineData("a man in a red shirt riding a bike", "man")]
    [InlineData("the woman's black bag, next to the chair (not the suitcase)", "woman")]
    [InlineData("3rd car from the left with a t-shirt-clad driver", "3rd car")]
    [InlineData("a person drinking at the café table", "person")]
    [InlineData("an axolotl in the aquarium", "axolotl")]
    [InlineData("a white puppy near the rear end of an adult dog", "white puppy")]
    [InlineData("a small grey cat sitting on top of the tv", "small grey cat")]
    [InlineData("the kid holding a frisbee, wearing blue shorts", "kid")]
    [InlineData("The LEFT Giraffe", "left giraffe")]
    [InlineData("person", "person")]
    // joints: go on between adjectives, end before a skipped word and at the end
    [InlineData("a black and white dog", "black white dog")]
    [InlineData("a big, brown bear", "big brown bear")]
    [InlineData("a dog and a cat", "dog")]
    [InlineData("dog, the big one", "dog")]
    [InlineData("red or", "red")]
    [InlineData(", the dog", "dog")]
    // -ing: short words and a first word stay
    [InlineData("the king of spades", "king")]
    [InlineData("sing ring thing", "sing ring")]
    [InlineData("running horse", "running horse")]
    [InlineData("building behind the tree", "building")]
    // skipped words may stand anywhere before the end
    [InlineData("these two zebras", "zebras")]
    [InlineData("her t-shirt", "t - shirt")]
    // folding is a kind of chair, not what it does
    [InlineData("the red folding chair", "red folding chair")]
    [InlineData("a man folding his map", "man")]
    // an article after a noun begins the next noun phrase
    [InlineData("the suitcase the man is lifting", "suitcase")]
    [InlineData("the chair the bear on the right is sitting in", "chair")]
    [InlineData("all the dogs", "all dogs")]
    [InlineData("half a sandwich on the plate", "half sandwich")]
    [InlineData("both the red and the blue car", "both red")]
    // "that" leads or ends
    [InlineData("that dog", "dog")]
    [InlineData("dog that runs", "dog")]
    [InlineData("the one that runs", "one")]
    // nothing left: one word
    [InlineData("the other one on the left", "one")]
    [InlineData("on the left", "left")]
    [InlineData("on middle right with handlelike part", "middle")]
    [InlineData("this", "this")]
    [InlineData("the one", "one")]
    [InlineData("on", "on")]
    [InlineData(",", ",")]
    public void The_first_noun_phrase_is_found(string phrase, string expected)
    {
        var words = Tokenizer.Tokenize(phrase).Words;
        var found = NounPhrase.Find(words);
        string.Join(' ', found.Words.Select(word => words[word])).ShouldBe(expected);
        words[found.HeadNoun].ShouldBe(expected.Split(' ')[^1]);
    }

    [Theory]
    [InlineData("two flamingos in the water", true)]
    [InlineData("both horses", true)]
    [InlineData("the people on the left", true)]
    [InlineData("a flock of birds", true)]
    [InlineData("everyone", true)]
    [InlineData("the big black dogs", true)]
    [InlineData("the flamingo in front of two others", false)]
    [InlineData("one of the two dogs", false)]
    [InlineData("the bus", false)]
    [InlineData("sheep on the left", false)] // mostly one
    [InlineData("the white horse and its rider", false)]
    [InlineData("the girl with two bags", false)]
    public void A_phrase_names_one_or_several(string phrase, bool several) =>
        NounPhrase.NamesSeveral(Tokenizer.Tokenize(phrase).Words).ShouldBe(several);
}
