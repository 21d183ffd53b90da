using Shouldly;
using Xunit;
using Yofo.Data;

namespace Yofo.Tests.Data;

public sealed class LentPhrasesTests
{
    private static readonly Scene Street = Scene(1, "person", "person", "dog");
    private static readonly Scene Beach = Scene(2, "person");

    [Theory]
    [InlineData("the woman in a red coat", "woman in a red coat and a hat", true)]
    [InlineData("the woman in a red coat", "the woman in the red coat", true)]
    [InlineData("the woman in a red coat", "woman in a coat and a red hat", false)]      // not in that order
    [InlineData("the woman in a red coat", "bag of the woman in a red coat", false)]     // a bag
    [InlineData("the woman in a red coat", "woman in a red hat", false)]
    [InlineData("the tall woman", "the tall woman at the back", false)]                  // there are two: one word may be true of both
    [InlineData("the small dog", "the small dog at the back", true)]                     // the only one
    public void A_phrase_is_lent_where_another_says_all_of_it(string wrong, string right, bool lent)
    {
        var written = Right(Street, right.Contains("dog") ? 2 : 0, right);
        Of([Wrong(Beach, wrong), written]).To(written).ShouldBe(lent ? [wrong] : []);
    }

    [Fact]
    public void Not_to_the_picture_that_it_was_written_of()
    {
        var written = Right(Street, 2, "the small dog at the back");
        Of([Wrong(Street, "the small dog"), written]).To(written).ShouldBeEmpty("whoever wrote it saw that it is not true there");
    }

    [Fact]
    public void As_often_as_it_is_wrong_and_no_more()
    {
        WrittenPhrase[] right = [.. Enumerable.Range(0, 9).Select(number => Right(Beach, 0, $"the young man number {number}"))];
        int Lent(int times, params WrittenPhrase[] wrong) => Of([.. wrong, .. right], times).Count;
        Lent(2, Wrong(Street, "the young man")).ShouldBe(2);
        Lent(2, Wrong(Street, "the young man"), Wrong(Street, "the young man")).ShouldBe(4);
        Lent(20, Wrong(Street, "the young man")).ShouldBe(9, "there are no more that it fits");
        Lent(0, Wrong(Street, "the young man")).ShouldBe(0);
    }

    private static LentPhrases Of(IReadOnlyList<WrittenPhrase> written, int times = 1) =>
        new([Street, Beach], new WrittenPhrases(written), phrase => phrase.Split(' '), times, new Random(1));

    private static WrittenPhrase Wrong(Scene scene, string phrase) => new(scene.Source, $"{scene.Id}", null, phrase);

    private static WrittenPhrase Right(Scene scene, int thing, string phrase) => new(scene.Source, $"{scene.Id}", scene.Objects[thing].Id, phrase);

    private static Scene Scene(long id, params string[] things) => new(
        "coco", id, "none.jpg", 100, 100,
        [.. things.Select((category, index) => new SceneObject(index + 1, category, new ObjectBox(10 * index, 10, 9, 50), 450, null, SceneObjectFlags.BoxOnly))],
        CategoryNames.Coco.ToHashSet(), new HashSet<string>(), [], null);
}
