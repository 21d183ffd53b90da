using Shouldly;
using Xunit;
using Yofo.Data;

namespace Yofo.Tests.Data;

public sealed class PhotoPairTests
{
    [Fact]
    public void Two_photos_lie_side_by_side_at_one_height()
    {
        var pair = new PhotoPair(View(200, 100, [], ("dog", new ObjectBox(20, 10, 40, 50))), View(100, 200, [], ("dog", new ObjectBox(50, 100, 50, 100))));

        pair.Seam.ShouldBe(0.8, 1e-9);
        var scene = pair.Join().Scene;
        (scene.Width, scene.Height).ShouldBe((250, 100));
        Near(scene.Objects[0].Box, new ObjectBox(20, 10, 40, 50));
        Near(scene.Objects[1].Box, new ObjectBox(225, 50, 25, 50));
        scene.Objects.Select(thing => thing.Area).ShouldBe([2000, 1250], 1e-6);
    }

    [Fact]
    public void Only_what_is_counted_in_both_is_counted_and_only_what_is_nowhere_is_absent()
    {
        var left = View(100, 100, [], ("dog", new ObjectBox(0, 0, 10, 10)));
        var right = View(100, 100, ["cat"], ("cat", new ObjectBox(0, 0, 10, 10)));
        var pair = new PhotoPair(left, right).Join();

        pair.Counted.ShouldBe(["dog"]);
        pair.IsAbsent(NounWords.Of("dog", "dog")).ShouldBeFalse();
        pair.IsAbsent(NounWords.Of("cat", "cat")).ShouldBeFalse();
        pair.IsAbsent(NounWords.Of("horse", "horse")).ShouldBeTrue();
    }

    [Fact]
    public void The_words_for_people_fit_both_photos()
    {
        SceneView Of(string caption, string thing) => View(100, 100, [], [caption], (thing, new ObjectBox(0, 0, 50, 90)));
        PersonWords People(SceneView left, SceneView right) => new PhotoPair(left, right).Join().People;

        People(Of("a man, a man", "person"), Of("a guy, a man", "person")).ShouldBe(PersonWords.Men);
        People(Of("a man, a man", "person"), Of("a woman, a girl", "person")).ShouldBe(PersonWords.Mixed);
        People(Of("a man, a man", "person"), Of("a street", "person")).ShouldBe(PersonWords.Mixed);
        People(Of("a man, a man", "person"), Of("a dog", "dog")).ShouldBe(PersonWords.Men);
        NounWords.Draw("person", PersonWords.Mixed, new Random(1)).Word.ShouldBe("person");
    }

    private static void Near(ObjectBox box, ObjectBox expected)
    {
        box.X.ShouldBe(expected.X, 1e-6);
        box.Y.ShouldBe(expected.Y, 1e-6);
        box.Width.ShouldBe(expected.Width, 1e-6);
        box.Height.ShouldBe(expected.Height, 1e-6);
    }

    private static SceneView View(int width, int height, string[] uncertain, params (string Category, ObjectBox Box)[] things) => View(width, height, uncertain, [], things);

    private static SceneView View(int width, int height, string[] uncertain, string[] captions, params (string Category, ObjectBox Box)[] things)
    {
        var objects = things.Select((thing, index) => new SceneObject(index + 1, thing.Category, thing.Box, thing.Box.Area, null, SceneObjectFlags.Instance)).ToList();
        var scene = new Scene("coco", 1, "none.jpg", width, height, objects, CategoryNames.Coco.ToHashSet(), uncertain.ToHashSet(), captions, null);
        return new SceneView(scene, ObjectLooks.WithoutPixels(scene));
    }
}
