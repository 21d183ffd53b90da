using Shouldly;
using Xunit;
using Yofo.Data;

namespace Yofo.Tests.Data;

public sealed class DavisFolderTests
{
    [Fact]
    public void Clips_have_videos_masks_phrases_and_a_split()
    {
        var clips = DavisFolder.Load(Shared.Path("data/davis"));

        clips.Count.ShouldBe(42);
        clips.Where(c => c.Split == "dev").Select(c => c.Name).Order().ShouldBe(["bus", "flamingo", "horsejump-low", "lucia", "schoolgirls"]);
        clips.ShouldAllBe(c => c.Split == "dev" || c.Split == "train");
        clips.ShouldAllBe(c => File.Exists(c.VideoPath) && c.MaskPaths.Count == c.Frames && c.Phrases.Count > 0);
        clips.Sum(c => c.MaskPaths.Count(m => m is null)).ShouldBe(0);
    }

    [Fact]
    public void A_clip_without_a_video_of_its_own_takes_that_of_another()
    {
        var surf = DavisFolder.Load(Shared.Path("data/davis")).Single(c => c.Name == "surf-instances");

        Path.GetFileName(surf.VideoPath).ShouldBe("surf.mp4");
        surf.MaskPaths[0].ShouldNotBeNull().ShouldContain("surf-instances");
        surf.Phrases[0].ShouldBe(new DavisPhrase("a surfboard", 1, "noun", "first_frame"));
    }

    [Fact]
    public void A_folder_of_frames_is_a_video_too()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("videos", "mine"));
        Directory.CreateDirectory(folder.At("masks", "mine"));
        Yofo.Output.PalettePng.Write(folder.At("masks", "mine", "00000.png"), [0, 1, 1, 0], 2, 2);
        File.WriteAllText(folder.At("splits.json"), """{"train": ["mine"]}""");
        File.WriteAllText(folder.At("phrases.json"), """{"videos": {"mine": {"frames": ["00000"], "expressions": {"0": {"exp": "the red kite", "obj_id": "1", "kind": "full_video"}}}}}""");
        DavisFolder.Load(folder.Path).ShouldHaveSingleItem().VideoPath.ShouldBe(folder.At("videos", "mine"));
        Directory.Delete(folder.At("videos", "mine"));
        Should.Throw<YofoException>(() => DavisFolder.Load(folder.Path)).Message.ShouldContain("mine.mp4");
    }

    [Fact]
    public void Older_entries_say_when_in_the_field_kind()
    {
        var bear = DavisFolder.Load(Shared.Path("data/davis")).Single(c => c.Name == "bear");

        bear.Phrases[2].ShouldBe(new DavisPhrase("the bear walking slowly to the left", 1, null, "full_video"));
    }
}
