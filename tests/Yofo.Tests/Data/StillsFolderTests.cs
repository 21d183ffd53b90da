using Shouldly;
using Xunit;
using Yofo.Data;

namespace Yofo.Tests.Data;

public sealed class StillsFolderTests
{
    [Theory]
    [InlineData("voc", 1177, 3820, 1355)]
    [InlineData("coco", 257, 2028, 2028)]
    [InlineData("people", 458, 823, 632)]
    [InlineData("salient", 499, 499, 468)]
    [InlineData("clothing", 250, 2189, 2189)]
    [InlineData("coco-more", 205, 1969, 1969)]
    [InlineData("coco-people", 871, 9099, 1800)]
    [InlineData("voc-val", 442, 1248, 587)]
    [InlineData("animals", 769, 2451, 2005)]
    public void A_folder_holds_what_its_readme_counts(string name, int images, int annotations, int instances)
    {
        var scenes = StillsFolder.Load(Shared.Path("data/stills/" + name));

        scenes.Count.ShouldBe(images);
        scenes.Sum(s => s.Objects.Count).ShouldBe(annotations);
        scenes.Sum(s => s.Objects.Count(o => o.Flags.HasFlag(SceneObjectFlags.Instance))).ShouldBe(instances);
        foreach (var scene in scenes)
        {
            File.Exists(scene.Path).ShouldBeTrue(scene.Path);
            foreach (var thing in scene.Objects)
            {
                (thing.Mask is null).ShouldBe(thing.Flags.HasFlag(SceneObjectFlags.BoxOnly));
                if (thing.Mask is { } mask)
                {
                    (mask.Width, mask.Height).ShouldBe((scene.Width, scene.Height));
                    ((double)mask.Area).ShouldBe(thing.Area);
                }
            }
        }
    }

    [Fact]
    public void Names_of_voc_become_those_of_coco()
    {
        var names = StillsFolder.Load(Shared.Path("data/stills/voc")).SelectMany(s => s.Objects).Select(o => o.Category).ToHashSet();

        names.ShouldBeSubsetOf(CategoryNames.Voc);
        names.ShouldContain("couch");
        names.ShouldContain("tv");
        CategoryNames.Voc.ShouldBeSubsetOf(CategoryNames.Coco);
        CategoryNames.Coco.Distinct().Count().ShouldBe(80);
    }

    [Fact]
    public void No_picture_of_a_development_set_is_trained_on()
    {
        var root = Shared.Path("data/stills");
        var development = DevPhrases.LoadAll(root);
        var training = StillsFolder.LoadTraining(root, WrittenPhrases.None);

        development.Count.ShouldBeGreaterThan(300);
        foreach (var folder in new[] { "coco", "coco-more", "coco-people" })
        {
            var ids = development.Where(p => p.Source.StartsWith("coco", StringComparison.Ordinal)).Select(p => p.ImageId).ToHashSet();
            training.Count(s => s.Source == folder && ids.Contains(s.Id)).ShouldBe(0);
        }

        training.Count.ShouldBeGreaterThan(4500);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join("\n", training.GroupBy(s => s.Source).Select(g =>
            $"{g.Key}: {g.Count()} scenes, {g.Sum(s => s.Objects.Count(o => o.HasMask && o.IsSingle))} single masks, {g.Sum(s => s.Objects.Count(o => !o.HasMask))} boxes")));
        TestContext.Current.TestOutputHelper?.WriteLine($"dev: {string.Join(", ", development.GroupBy(p => p.Source + "/" + p.Set).Select(g => $"{g.Key} {g.Count()}"))}");
    }

    [Fact]
    public void Development_phrases_carry_what_they_mean()
    {
        var phrases = DevPhrases.LoadAll(Shared.Path("data/stills"));

        phrases.Count(p => p.Set == "refcoco-s").ShouldBe(125);
        phrases.Count(p => p.Set == "refcoco-s" && p.Absent).ShouldBe(7);
        phrases.Where(p => p.Set == "phrases").ShouldAllBe(p => p.AnnotationId != null && p.Box != null && p.Kinds.Count > 0);
        phrases.Where(p => p.Absent).ShouldAllBe(p => p.AnnotationId == null && p.Box == null);
        phrases.Where(p => !p.Absent).ShouldAllBe(p => p.Box != null);
        phrases.Single(p => p.Phrase == "the big black tv on the stand").AnnotationId.ShouldBe(34646);
    }

    [Fact]
    public void Only_what_a_picture_labels_throughout_can_be_absent()
    {
        SceneObject dog = new(1, "dog", new ObjectBox(0, 0, 5, 5), 25, null, SceneObjectFlags.BoxOnly);
        Scene scene = new("x", 1, "x.jpg", 10, 10, [dog], new HashSet<string> { "dog", "cat", "car" }, new HashSet<string> { "car" }, [], null);

        scene.IsAbsent("cat").ShouldBeTrue();
        scene.IsAbsent("dog").ShouldBeFalse();
        scene.IsAbsent("car").ShouldBeFalse("there may be a crowd or a speck of it");
        scene.IsAbsent("horse").ShouldBeFalse("nobody looked for it");
        scene.IsCounted("dog").ShouldBeTrue();
        scene.IsCounted("cat").ShouldBeFalse();
        (scene with { Uncertain = new HashSet<string> { "dog" } }).IsCounted("dog").ShouldBeFalse();
        (scene with { Objects = [dog, dog with { Flags = SceneObjectFlags.PartOfGroup }] }).IsCounted("dog").ShouldBeFalse();
        (scene with { Objects = [dog, dog with { Flags = SceneObjectFlags.Union, Area = 50 }] }).IsCounted("dog").ShouldBeFalse();
        (scene with { Objects = [dog, dog, dog with { Flags = SceneObjectFlags.Union, Area = 51 }] }).IsCounted("dog").ShouldBeTrue();
    }

    [Fact]
    public void Photos_that_label_people_only_deny_nothing_else()
    {
        var scenes = StillsFolder.Load(Shared.Path("data/stills/coco-people"));

        scenes.Count(s => s.Labelled.Count == 1).ShouldBeGreaterThan(10);
        scenes.Where(s => s.Labelled.Count == 1).ShouldAllBe(s => !s.IsAbsent("car"));
    }

    [Fact]
    public void A_root_without_stills_is_named() =>
        Should.Throw<YofoException>(() => StillsFolder.Folders("nowhere/stills")).Message.ShouldContain("nowhere/stills");
}
