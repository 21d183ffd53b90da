using System.Globalization;
using System.Text;
using Shouldly;
using Xunit;
using Yofo.Data.Datasets;

namespace Yofo.Tests.Data.Datasets;

public sealed class RefCocoTests : IDisposable
{
    private const string Instances = """
        {"images": [{"id": 9, "file_name": "COCO_train2014_000000000009.jpg", "width": 4, "height": 3}, {"id": 8, "file_name": "COCO_train2014_000000000008.jpg", "width": 2, "height": 2}],
         "annotations": [
           {"id": 51, "image_id": 9, "segmentation": [[0, 0, 2, 0, 2, 3, 0, 3]], "iscrowd": 0},
           {"id": 52, "image_id": 9, "segmentation": {"size": [3, 4], "counts": [9, 3]}, "iscrowd": 1},
           {"id": 53, "image_id": 8, "segmentation": [[0, 0, 1, 0, 1, 1, 0, 1]], "iscrowd": 0}]}
        """;

    private readonly SmallTree tree = new();

    public RefCocoTests()
    {
        tree.Photo("train2014/COCO_train2014_000000000009.jpg", 4, 3);
        tree.Photo("train2014/COCO_train2014_000000000008.jpg", 2, 2);
    }

    public void Dispose() => tree.Dispose();

    [Fact]
    public void The_official_pickle_gives_one_entry_a_photo_with_all_phrases_of_the_split()
    {
        WriteOfficial();
        var photos = RefCoco.Load(tree.Root, "refcoco", "train");
        var photo = photos.ShouldHaveSingleItem();
        (photo.Name, photo.Width, photo.Height).ShouldBe(("COCO_train2014_000000000009", 4, 3));
        photo.Frames.ShouldBe([tree["train2014/COCO_train2014_000000000009.jpg"]]);
        photo.Phrases.Select(phrase => (phrase.Id, phrase.Text, phrase.Objects[0])).ShouldBe([("100", "left guy", 51L), ("101", "man at left", 51L), ("102", "right edge", 52L)]);
        photo.Mask(0, photo.Phrases[1]).ShouldBe([1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0]);
        photo.Mask(0, photo.Phrases[2]).ShouldBe([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1]);
        RefCoco.Load(tree.Root, "refcoco", "testA").ShouldHaveSingleItem().Phrases[0].Text.ShouldBe("dot");
    }

    [Fact]
    public void An_unknown_split_is_answered_with_those_of_the_file()
    {
        WriteOfficial();
        Should.Throw<YofoException>(() => RefCoco.Load(tree.Root, "refcoco", "test")).Message.ShouldContain("use one of train, testA");
    }

    [Fact]
    public void The_converted_form_groups_the_phrases_of_a_photo()
    {
        tree.Text("refcoco+/instances_refcoco+_val.json", """
            {"images": [
               {"id": 0, "file_name": "COCO_train2014_000000000009.jpg", "width": 4, "height": 3, "original_id": 9, "caption": "left guy", "dataset_name": "refcoco+"},
               {"id": 1, "file_name": "COCO_train2014_000000000009.jpg", "width": 4, "height": 3, "original_id": 9, "caption": "the edge", "dataset_name": "refcoco+"}],
             "annotations": [
               {"id": 0, "image_id": 0, "original_id": 51, "segmentation": [[0, 0, 2, 0, 2, 3, 0, 3]], "iscrowd": 0},
               {"id": 1, "image_id": 1, "original_id": 52, "segmentation": [[3, 0, 4, 0, 4, 3, 3, 3]], "iscrowd": 0}]}
            """);
        var photo = RefCoco.Load(tree.Root, "refcoco+", "val").ShouldHaveSingleItem();
        photo.Phrases.Select(phrase => (phrase.Id, phrase.Text, phrase.Objects[0])).ShouldBe([("0", "left guy", 51L), ("1", "the edge", 52L)]);
        photo.Mask(0, photo.Phrases[1]).ShouldBe([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1]);
    }

    [Fact]
    public void A_hostile_pickle_is_refused_and_named()
    {
        WriteOfficial();
        tree.Text("refcoco/refs(unc).p", "cposix\nsystem\n(S'touch pwned'\ntR.");
        var message = Should.Throw<YofoException>(() => RefCoco.Load(tree.Root, "refcoco", "train")).Message;
        message.ShouldContain(tree["refcoco/refs(unc).p"]);
        message.ShouldContain("GLOBAL");
    }

    [Fact]
    public void A_pickle_of_another_form_is_named_with_its_entry()
    {
        WriteOfficial();
        tree.Text("refcoco/refs(unc).p", "(lp0\n(dp1\nS'ann_id'\nI51\nsa.");
        Should.Throw<YofoException>(() => RefCoco.Load(tree.Root, "refcoco", "train")).Message.ShouldContain("no number 'ref_id' at entry 0");
    }

    [Fact]
    public void The_first_thing_missing_is_named_and_the_trees_drawn()
    {
        WriteOfficial();
        File.Delete(tree["refcoco/instances.json"]);
        var message = Should.Throw<YofoException>(() => RefCoco.Load(tree.Root, "refcoco", "train")).Message;
        message.ShouldContain($"needs '{tree["refcoco/instances.json"]}'");
        message.ShouldContain("refs(umd).p");
        message.ShouldContain("converted as MDETR");
    }

    [Theory]
    [InlineData("\"id\": 8, \"file", "\"id\": 9, \"file", "is not in the form of RefCOCO")]
    [InlineData("\"id\": 52", "\"id\": 51", "is not in the form of RefCOCO")]
    [InlineData("COCO_train2014_000000000009.jpg", "../x.jpg", "The name '../x.jpg' of a photo")]
    [InlineData("\"width\": 4", "\"width\": 0", "is said to be 0 x 3")]
    public void A_file_of_instances_that_contradicts_itself_is_named(string from, string to, string complaint)
    {
        WriteOfficial();
        tree.Text("refcoco/instances.json", Instances.Replace(from, to, StringComparison.Ordinal));
        var message = Should.Throw<YofoException>(() => RefCoco.Load(tree.Root, "refcoco", "train")).Message;
        message.ShouldContain(complaint);
        message.ShouldContain($"'{tree["refcoco/instances.json"]}'");
    }

    [Theory]
    [InlineData("[[0, 0, 2, 0, 2, 3, 0]]", "a polygon of 7 numbers has a corner without y")]
    [InlineData("[[0, 0, 1e300, 0, 2, 3]]", "has the coordinate 1E+300")]
    [InlineData("[[0, null]]", "neither polygons nor run lengths")]
    public void A_broken_polygon_is_named_with_its_file(string polygon, string complaint)
    {
        WriteOfficial();
        tree.Text("refcoco/instances.json", Instances.Replace("[[0, 0, 2, 0, 2, 3, 0, 3]]", polygon, StringComparison.Ordinal));
        var photo = RefCoco.Load(tree.Root, "refcoco", "train")[0];
        var message = Should.Throw<YofoException>(() => photo.Mask(0, photo.Phrases[0])).Message;
        message.ShouldContain(complaint);
        message.ShouldContain($"51 of 'COCO_train2014_000000000009.jpg' in '{tree["refcoco/instances.json"]}'");
    }

    /// <summary>Writes the pickle as Python 2 did, in protocol 0.</summary>
    private void WriteOfficial()
    {
        var pickle = new StringBuilder("(lp0\n");
        Reference(0, 51, 9, "train", (100, "left guy"), (101, "man at left"));
        Reference(1, 53, 8, "testA", (103, "dot"));
        Reference(2, 52, 9, "train", (102, "right edge"));
        tree.Text("refcoco/refs(unc).p", pickle.Append('.').ToString());
        tree.Text("refcoco/instances.json", Instances);

        void Reference(int id, int annotation, int image, string split, params (int Id, string Text)[] sentences)
        {
            pickle.Append(CultureInfo.InvariantCulture, $"(dS'ref_id'\nI{id}\nsS'ann_id'\nI{annotation}\nsS'file_name'\nS'COCO_train2014_{image:D12}_{id}.jpg'\nsS'image_id'\nI{image}\nsS'split'\nS'{split}'\nsS'category_id'\nI1\nsS'sentences'\n(l");
            foreach (var (number, text) in sentences) pickle.Append(CultureInfo.InvariantCulture, $"(dS'tokens'\n(lS'{text}'\nasS'raw'\nS'{text}'\nsS'sent_id'\nI{number}\nsS'sent'\nS'{text}'\nsa");
            pickle.Append("sa");
        }
    }
}
