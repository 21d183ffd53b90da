using Shouldly;
using Xunit;
using Yofo.Data;

namespace Yofo.Tests.Data;

public sealed class BorrowedPhrasesTests
{
    [Theory]
    [InlineData("the kite on the left", true)]                              // no kite is there
    [InlineData("the dog with a red collar", false)]                        // a dog is: its looks are another matter
    [InlineData("the animal on the grass", false)]                          // so is an animal
    [InlineData("man on the left", false)]                                  // soon true
    [InlineData("the man with a kite under his arm", false)]                // one thing that tells
    [InlineData("the woman in a green raincoat", true)]                     // two, neither told of here
    [InlineData("the woman in a white raincoat", false)]                    // white is told of
    [InlineData("the woman with two dogs in a raincoat", false)]            // dogs are here
    [InlineData("the stone sculpture", true)]                               // no class, two that tell
    [InlineData("the sculpture", false)]
    public void A_phrase_is_borrowed_where_it_surely_fits_nothing(string phrase, bool borrowed)
    {
        var pool = new BorrowedPhrases([Elsewhere(phrase)], Words);
        pool.Draw(Park(), [Here("the woman in white"), Here("the brown dog")], new Random(1)).Take(2).ShouldBe(borrowed ? [phrase, phrase] : []);
    }

    [Fact]
    public void Of_a_picture_that_nothing_was_written_of_only_its_annotations_tell() =>
        new BorrowedPhrases([Elsewhere("the woman in a green raincoat"), Elsewhere("the kite")], Words).Draw(Park(), [], new Random(1)).Take(20).Distinct().ShouldBe(["the kite"]);

    [Fact]
    public void What_fits_nothing_in_its_own_picture_is_not_handed_on() =>
        new BorrowedPhrases([Elsewhere("the kite") with { Thing = null }], Words).Draw(Park(), [Here("the dog")], new Random(1)).ShouldBeEmpty();

    [Fact]
    public void What_annotators_may_have_left_out_is_not_surely_absent() =>
        new BorrowedPhrases([Elsewhere("the kite")], Words).Draw(Park() with { Uncertain = new HashSet<string> { "kite" } }, [], new Random(1)).ShouldBeEmpty();

    private static string[] Words(string phrase) => phrase.Split(' ');

    private static WrittenPhrase Elsewhere(string phrase) => new("coco", "2", 7, phrase);

    private static WrittenPhrase Here(string phrase) => new("coco", "1", 7, phrase);

    private static Scene Park() => new(
        "coco", 1, "none.jpg", 100, 100,
        [.. new[] { "person", "dog" }.Select((category, index) => new SceneObject(index, category, new ObjectBox(10 * index, 10, 9, 50), 450, null, SceneObjectFlags.BoxOnly))],
        CategoryNames.Coco.ToHashSet(), new HashSet<string>(), [], null);
}
