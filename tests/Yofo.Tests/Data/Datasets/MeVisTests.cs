using Shouldly;
using Xunit;
using Yofo.Data;
using Yofo.Data.Datasets;

namespace Yofo.Tests.Data.Datasets;

public sealed class MeVisTests : IDisposable
{
    private readonly SmallTree tree = new();

    public MeVisTests()
    {
        var (left, right) = (RunLengthMask.FromPixels(3, 2, [1, 0, 0, 1, 0, 0]).ToText(), RunLengthMask.FromPixels(3, 2, [0, 0, 1, 0, 0, 0]).ToText());
        foreach (var split in new[] { "train", "valid" })
        {
            var ids = split == "train" ? ", \"obj_id\": [0, 3], \"anno_id\": [17, 18]" : "";
            tree.Text($"{split}/meta_expressions.json", $$$"""{"videos": {"v1": {"expressions": {"0": {"exp": "both birds fly away"{{{ids}}} } }, "vid_id": 5, "frames": ["00000", "00001"]} } }""");
            tree.Photo($"{split}/JPEGImages/v1/00000.jpg", 3, 2);
            tree.Photo($"{split}/JPEGImages/v1/00001.jpg", 3, 2);
        }

        tree.Text("train/mask_dict.json", $$"""
            {"17": [{"size": [2, 3], "counts": "{{left}}"}, null], "18": [{"size": [2, 3], "counts": "{{right}}"}, null], "99": []}
            """);
    }

    public void Dispose() => tree.Dispose();

    [Fact]
    public void A_phrase_means_the_union_of_its_objects_and_an_unseen_object_is_an_empty_mask()
    {
        var video = MeVis.Load(tree.Root, "train").ShouldHaveSingleItem();
        video.Phrases[0].Objects.ShouldBe([0, 3]);
        video.Mask(0, video.Phrases[0]).ShouldBe([1, 0, 1, 1, 0, 0]);
        video.Mask(1, video.Phrases[0]).ShouldBe([0, 0, 0, 0, 0, 0]);
    }

    [Fact]
    public void Valid_has_no_truth()
    {
        var video = MeVis.Load(tree.Root, "valid").ShouldHaveSingleItem();
        video.Phrases[0].Text.ShouldBe("both birds fly away");
        video.Mask(0, video.Phrases[0]).ShouldBeNull();
    }

    [Fact]
    public void A_mask_that_is_missing_or_of_another_size_or_broken_is_named()
    {
        tree.Text("train/mask_dict.json", """{"17": [null, null]}""");
        Should.Throw<YofoException>(() => MeVis.Load(tree.Root, "train")).Message.ShouldContain("'18'");

        tree.Text("train/mask_dict.json", """{"17": [{"size": [3, 2], "counts": "06"}, {"counts": "06"}], "18": [null]}""");
        var video = MeVis.Load(tree.Root, "train")[0];
        Should.Throw<YofoException>(() => video.Mask(0, video.Phrases[0])).Message.ShouldContain("is 2 x 3 but its frame is 3 x 2");
        Should.Throw<YofoException>(() => video.Mask(1, video.Phrases[0])).Message.ShouldContain("'17' of frame 1");

        tree.Text("train/mask_dict.json", """{"17": [{"size": [2, 3], "counts": [0, 99]}, null], "18": [null, null]}""");
        video = MeVis.Load(tree.Root, "train")[0];
        var message = Should.Throw<YofoException>(() => video.Mask(0, video.Phrases[0])).Message;
        message.ShouldContain($"The mask '17' of frame 0 in '{tree["train/mask_dict.json"]}' is damaged: The counts of a run-length mask add up to 99 pixels");
    }

    [Fact]
    public void The_mask_file_missing_is_named_and_the_tree_drawn()
    {
        File.Delete(tree["train/mask_dict.json"]);
        var message = Should.Throw<YofoException>(() => MeVis.Load(tree.Root, "train")).Message;
        message.ShouldContain(tree["train/mask_dict.json"]);
        message.ShouldContain("├── valid_u/");
    }
}
