using Shouldly;
using Xunit;
using Yofo.Data.Datasets;

namespace Yofo.Tests.Data.Datasets;

public sealed class RefYouTubeVosTests : IDisposable
{
    private readonly SmallTree tree = new();

    public RefYouTubeVosTests()
    {
        tree.Text("meta_expressions/train/meta_expressions.json", """
            {"videos": {"0a1b": {"expressions": {"0": {"exp": "a dog on the left", "obj_id": "1"}, "1": {"exp": "the cat", "obj_id": "2"}}, "frames": ["00000", "00005"]}}}
            """);
        tree.Text("meta_expressions/valid/meta_expressions.json", """
            {"videos": {
              "both": {"expressions": {"0": {"exp": "a man"}}, "frames": ["00000"]},
              "mine": {"expressions": {"0": {"exp": "a swan"}, "1": {"exp": "a bird"}}, "frames": ["00000"]}}}
            """);
        tree.Text("meta_expressions/test/meta_expressions.json", """{"videos": {"both": {"expressions": {"0": {"exp": "a man"}}, "frames": ["00000"]}}}""");
        foreach (var frame in new[] { "00000", "00005" })
        {
            tree.Photo($"train/JPEGImages/0a1b/{frame}.jpg", 3, 2);
            tree.Mask($"train/Annotations/0a1b/{frame}.png", 3, 2, [0, 1, 2, 2, 255, 1]);
        }

        tree.Photo("valid/JPEGImages/mine/00000.jpg", 4, 2);
    }

    public void Dispose() => tree.Dispose();

    [Fact]
    public void Train_gives_frames_phrases_and_the_mask_of_each_object()
    {
        var video = RefYouTubeVos.Load(tree.Root, "train").ShouldHaveSingleItem();
        (video.Name, video.Width, video.Height).ShouldBe(("0a1b", 3, 2));
        video.Frames.ShouldBe([tree["train/JPEGImages/0a1b/00000.jpg"], tree["train/JPEGImages/0a1b/00005.jpg"]]);
        video.FrameNames.ShouldBe(["00000", "00005"]);
        video.Phrases.Select(phrase => (phrase.Id, phrase.Text, phrase.Objects[0])).ShouldBe([("0", "a dog on the left", 1L), ("1", "the cat", 2L)]);
        video.Mask(1, video.Phrases[0]).ShouldBe([0, 1, 0, 0, 0, 1]);
        video.Mask(1, video.Phrases[1]).ShouldBe([0, 0, 1, 1, 0, 0]);
    }

    [Fact]
    public void Valid_is_what_the_test_set_does_not_name_and_has_no_truth()
    {
        var video = RefYouTubeVos.Load(tree.Root, "valid").ShouldHaveSingleItem();
        video.Name.ShouldBe("mine");
        video.Phrases.Select(phrase => phrase.Text).ShouldBe(["a swan", "a bird"]);
        video.Mask(0, video.Phrases[0]).ShouldBeNull();
    }

    [Theory]
    [InlineData("valid", "meta_expressions/test/meta_expressions.json")]
    [InlineData("train", "train/JPEGImages/0a1b/00005.jpg")]
    [InlineData("train", "train/Annotations/0a1b/00005.png")]
    [InlineData("train", "meta_expressions/train/meta_expressions.json")]
    public void The_first_thing_missing_is_named_and_the_tree_drawn(string split, string missing)
    {
        File.Delete(tree[missing]);
        var message = Should.Throw<YofoException>(() => RefYouTubeVos.Load(tree.Root, split)).Message;
        message.ShouldContain($"needs '{tree[missing]}'");
        message.ShouldContain("├── meta_expressions/");
    }

    [Fact]
    public void A_split_without_any_phrase_is_no_set()
    {
        tree.Text("meta_expressions/train/meta_expressions.json", """{"videos": {"0a1b": {"expressions": {}, "frames": ["00000"]}}}""");
        Should.Throw<YofoException>(() => ReferringDataset.Load("ref-youtube-vos", tree.Root, "train")).Message.ShouldContain("has no phrase for any video of the split 'train'");
    }

    [Fact]
    public void A_mask_of_another_size_than_its_frame_is_named()
    {
        tree.Mask("train/Annotations/0a1b/00005.png", 2, 2, [0, 1, 1, 0]);
        var video = RefYouTubeVos.Load(tree.Root, "train")[0];
        Should.Throw<YofoException>(() => video.Mask(1, video.Phrases[0])).Message.ShouldContain(tree["train/Annotations/0a1b/00005.png"]);
    }

    [Theory]
    [InlineData("""{"videos": {"../../etc": {"expressions": {}, "frames": ["00000"]}}}""", "'../../etc' of a video")]
    [InlineData("""{"videos": {"0a1b": {"expressions": {"..": {"exp": "a", "obj_id": "1"}}, "frames": ["00000"]}}}""", "'..' of a phrase")]
    [InlineData("""{"videos": {"0a1b": {"expressions": {"0": {"exp": "a", "obj_id": "1"}}, "frames": ["/etc/passwd"]}}}""", "'/etc/passwd' of a frame")]
    [InlineData("""{"videos": {"0a1b": {"expressions": {"0": {"obj_id": "1"}}, "frames": ["00000"]}}}""", "is not in the form of Ref-YouTube-VOS")]
    [InlineData("""{"videos": {"0a1b": {"expressions": {"0": {"exp": "a", "obj_id": "one"}}, "frames": ["00000"]}}}""", "is not in the form of Ref-YouTube-VOS")]
    [InlineData("""{"videos": [""", "is not valid JSON (line 1)")]
    [InlineData("""{"videos": {"0a1b": {"expressions": {}, "frames": [null]}}}""", "The name '' of a frame")]
    [InlineData("""{"videos": {"0a1b": {"expressions": {}, "frames": ["00000", "00000"]}}}""", "In the video '0a1b' the frame '00000' stands twice in")]
    [InlineData("""{"videos": {"0a1b": {"expressions": {"0": {"exp": "a"}, "0": {"exp": "b"}}, "frames": ["00000"]}}}""", "In the video '0a1b' the phrase '0' stands twice in")]
    [InlineData("""{"videos": {"0a1b": {"expressions": {}, "frames": ["00000"]}, "0a1b": {"expressions": {}, "frames": ["00000"]}}}""", "The video '0a1b' stands twice in")]
    public void Names_that_lead_out_of_the_folder_and_broken_files_are_refused(string json, string complaint)
    {
        tree.Text("meta_expressions/train/meta_expressions.json", json);
        Should.Throw<YofoException>(() => RefYouTubeVos.Load(tree.Root, "train")).Message.ShouldContain(complaint);
    }
}
