using Shouldly;
using Xunit;
using Yofo.Data;

namespace Yofo.Tests.Data;

public sealed class CaptionPhrasesTests
{
    [Theory]
    [InlineData("A man in a red shirt holding a bat.", "man in a red shirt holding a bat|man in a red shirt holding a bat")]
    [InlineData("A young woman riding a brown horse on the beach.", "young woman riding a brown horse on the beach|young woman riding a brown horse|brown horse")]
    [InlineData("A baseball player swinging a bat while the crowd looks on", "baseball player swinging a bat")]
    [InlineData("The man sits next to a big white dog, smiling.", "man sits next to a big white dog|big white dog")]
    [InlineData("A man and a dog on a beach.", "")]
    [InlineData("Two men stand near a horse.", "")]
    [InlineData("A group of people with a dog", "")]
    [InlineData("There is a man with a hat.", "")]
    [InlineData("A man.", "")]
    public void A_caption_gives_what_it_says_of_one_thing(string caption, string expected) =>
        CaptionPhrases.Of(View(caption)).Select(phrase => phrase.Text).Distinct()
            .ShouldBe(expected.Split('|', StringSplitOptions.RemoveEmptyEntries).Distinct());

    [Fact]
    public void Of_several_people_only_one_who_is_by_far_the_largest_is_the_man()
    {
        CaptionPhrases.Of(View("A man holding a bat", [("person", 0.1, 0.3), ("person", 0.6, 0.14)])).Single().Target.ShouldBe(0);
        CaptionPhrases.Of(View("A man holding a bat", [("person", 0.1, 0.3), ("person", 0.6, 0.2)])).ShouldBeEmpty();
    }

    [Fact]
    public void A_caption_is_wrong_of_a_photo_with_other_people_or_without_its_things()
    {
        var riding = CaptionPhrases.Of(View("A man riding a horse")).Single(phrase => phrase.Sex == PersonWords.Men);

        riding.IsAbsentFrom(View("A woman riding a horse. A lady on a horse.")).ShouldBeTrue();
        riding.IsAbsentFrom(View("A man, a man", [("person", 0.1, 0.3), ("dog", 0.6, 0.2)])).ShouldBeTrue();
        riding.IsAbsentFrom(View("A man, a man", [("person", 0.1, 0.3), ("horse", 0.6, 0.2)])).ShouldBeFalse();
    }

    [Fact]
    public void Real_captions_single_out_hundreds_of_things()
    {
        var scenes = StillsFolder.LoadTraining(Shared.Path("data/stills"), WrittenPhrases.None).Where(scene => scene.Captions.Count > 0).ToList();
        var told = scenes.SelectMany(scene => CaptionPhrases.Of(new SceneView(scene, ObjectLooks.WithoutPixels(scene))).Select(phrase => (scene, phrase))).ToList();
        foreach (var (scene, phrase) in told.Where((_, index) => index % 25 == 0))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{scene.Source}/{scene.Id} {phrase.Text} -> {scene.Objects[phrase.Target].Category} {phrase.Sex} {string.Join(',', phrase.Mentions.Select(noun => noun.Word))}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{scenes.Count} photos, {told.Count} phrases");
        told.Count.ShouldBeGreaterThan(500);
        told.ShouldAllBe(pair => pair.scene.Objects[pair.phrase.Target].IsSingle);
    }

    private static SceneView View(string caption, params (string Category, double X, double Side)[] things)
    {
        things = things.Length > 0 ? things : [("person", 0.1, 0.3), ("horse", 0.5, 0.3), ("dog", 0.8, 0.1)];
        var objects = things.Select((thing, index) => new SceneObject(
            index + 1, thing.Category, new ObjectBox(thing.X * 100, 20, thing.Side * 100, thing.Side * 100), thing.Side * thing.Side * 10000, null, SceneObjectFlags.Instance)).ToList();
        var scene = new Scene("coco", 1, "none.jpg", 100, 100, objects, CategoryNames.Coco.ToHashSet(), new HashSet<string>(), [caption], null);
        return new SceneView(scene, ObjectLooks.WithoutPixels(scene));
    }
}
