using System.Diagnostics;
using System.Text.Json;
using Shouldly;
using Xunit;
using Yofo.Output;
using Yofo.Tests.Video;
using Yofo.Video;

namespace Yofo.Tests.Output;

public sealed class SegmentOutputTests : IDisposable
{
    private const int Width = 64, Height = 48;

    private static readonly VideoInfo Info = new(Width, Height, new FrameRate(10, 1), null, null, false);

    private static readonly string[] Phrases = ["the \"white\" bird", "a dog"];

    private readonly Clips clips = new();

    public void Dispose() => clips.Dispose();

    [Fact]
    public void A_line_has_exactly_the_documented_form()
    {
        var mask = new FrameMask(0, 0, 4, 4, new byte[16], [new FrameObject(1, true, 0.93, 5120, new PixelBox(1, 2, 30, 40)), new FrameObject(2, false, 0, 0, default)]);
        FrameLines.Format(mask).ShouldBe("""{"frame":0,"time":0.0,"objects":[{"phrase":1,"present":true,"score":0.93,"area":5120,"box":[1,2,30,40]},{"phrase":2,"present":false,"score":0.0,"area":0,"box":[0,0,0,0]}]}""");
        FrameLines.Format(mask with { Index = 12, Time = 1 / 3.0, Objects = [] }).ShouldBe("""{"frame":12,"time":0.333333,"objects":[]}""");
    }

    [Fact]
    public void A_whole_run_leaves_four_things_that_agree()
    {
        Clips.NeedFfmpeg();
        Write(clips.Path("run"), count: 5);

        var names = Directory.GetFiles(clips.Path("run"), "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(clips.Path("run"), file)).Order(StringComparer.Ordinal);
        names.ShouldBe(["frames.jsonl", "masks/00000.png", "masks/00001.png", "masks/00002.png", "masks/00003.png", "masks/00004.png", "overlay.mp4", "summary.json"]);
        PalettePng.Read(clips.Path("run/masks/00003.png")).Indices.ShouldBe(Mask(3).Indices.ToArray());
        File.ReadAllLines(clips.Path("run/frames.jsonl")).ShouldBe(Enumerable.Range(0, 5).Select(index => FrameLines.Format(Mask(index))));
        Clips.Probe(clips.Path("run/overlay.mp4")).Frames.ShouldBe(5);

        using var summary = JsonDocument.Parse(File.ReadAllBytes(clips.Path("run/summary.json")));
        var root = summary.RootElement;
        root.EnumerateObject().Select(property => property.Name).ShouldBe(["phrases", "model", "input", "frames", "fps", "seconds", "absent", "complete"]);
        root.GetProperty("phrases").EnumerateArray().Select(phrase => phrase.GetString()).ShouldBe(Phrases);
        root.GetProperty("frames").GetInt32().ShouldBe(5);
        root.GetProperty("fps").GetDouble().ShouldBe(10);
        root.GetProperty("absent").EnumerateArray().Select(phrase => phrase.GetString()).ShouldBe(["a dog"]);
        root.GetProperty("complete").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public void Finished_work_is_known_again_and_anything_else_is_not()
    {
        var run = clips.Path("run");
        SegmentOutput.IsComplete(run, Phrases, "compact", "abc", withOverlay: false).ShouldBeFalse();
        Write(run, count: 3, withOverlay: false);
        SegmentOutput.IsComplete(run, Phrases, "compact", "abc", withOverlay: false).ShouldBeTrue();
        SegmentOutput.IsComplete(run, Phrases, "compact", "abc", withOverlay: true).ShouldBeFalse();
        SegmentOutput.IsComplete(run, ["a dog"], "compact", "abc", withOverlay: false).ShouldBeFalse();
        SegmentOutput.IsComplete(run, Phrases, "tiny", "abc", withOverlay: false).ShouldBeFalse();
        SegmentOutput.IsComplete(run, Phrases, "compact", "abd", withOverlay: false).ShouldBeFalse();
        File.Delete(Path.Combine(run, "masks", "00001.png"));
        SegmentOutput.IsComplete(run, Phrases, "compact", "abc", withOverlay: false).ShouldBeFalse();
        File.WriteAllText(Path.Combine(run, "summary.json"), "{ not json");
        SegmentOutput.IsComplete(run, Phrases, "compact", "abc", withOverlay: false).ShouldBeFalse();
    }

    [Fact]
    public void A_stopped_run_is_a_valid_part_and_the_next_run_starts_over()
    {
        Clips.NeedFfmpeg();
        var run = clips.Path("run");
        Write(run, count: 6, whole: false);
        SegmentOutput.IsComplete(run, Phrases, "compact", "abc").ShouldBeFalse();
        Clips.Probe(Path.Combine(run, "overlay.mp4")).Frames.ShouldBe(6);
        SegmentSummary.Read(run)!.Frames.ShouldBe(6);

        File.WriteAllText(Path.Combine(run, "notes.txt"), "mine");
        Write(run, count: 2);
        SegmentOutput.IsComplete(run, Phrases, "compact", "abc").ShouldBeTrue();
        Directory.GetFiles(Path.Combine(run, "masks")).Length.ShouldBe(2);
        File.ReadAllLines(Path.Combine(run, "frames.jsonl")).Length.ShouldBe(2);
        File.ReadAllText(Path.Combine(run, "notes.txt")).ShouldBe("mine");
    }

    [Fact]
    public void A_run_that_failed_says_so_in_its_summary()
    {
        using (var output = new SegmentOutput(clips.Path("run"), Phrases, "compact", "abc", Info, withOverlay: false))
        {
            output.Add(Picture(0), Mask(0));
        }

        var summary = SegmentSummary.Read(clips.Path("run"))!;
        (summary.Frames, summary.Complete).ShouldBe((1, false));
    }

    [Fact]
    public void Masks_of_somebody_else_are_never_deleted()
    {
        Directory.CreateDirectory(clips.Path("run/masks"));
        File.WriteAllText(clips.Path("run/masks/00000.png"), "ground truth");
        Should.Throw<YofoException>(() => Write(clips.Path("run"), 1, withOverlay: false)).Message.ShouldContain("holds files that Yofo did not write");
        File.ReadAllText(clips.Path("run/masks/00000.png")).ShouldBe("ground truth");
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_an_error_before_the_first_frame()
    {
        File.WriteAllText(clips.Path("file"), "");
        Should.Throw<YofoException>(() => new SegmentOutput(clips.Path("file/run"), Phrases, "compact", "abc", Info).Dispose())
            .Message.ShouldStartWith($"The output folder '{clips.Path("file/run")}' cannot be written (");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_full_disk_ends_the_run_with_one_sentence_and_leaves_whole_files(bool withOverlay)
    {
        Clips.NeedFfmpeg();
        var disk = clips.Path("disk");
        Directory.CreateDirectory(disk);
        Assert.SkipUnless(OperatingSystem.IsLinux() && Mount("mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", disk), "A small disk cannot be mounted here (not root): a full disk was not tried.");
        try
        {
            var run = Path.Combine(disk, "run");
            using (var output = new SegmentOutput(run, Phrases, "compact", "abc", Info, withOverlay))
            {
                var random = new Random(1);
                var error = Should.Throw<YofoException>(() =>
                {
                    for (var index = 0; index < 1000; index++)
                    {
                        var indices = new byte[Width * Height];
                        random.NextBytes(indices); // does not compress: 3 KB a mask
                        output.Add(Picture(index), Mask(index) with { Indices = indices });
                    }
                });
                error.Message.ShouldContain(disk);
                error.Message.ShouldContain("No space left", Case.Insensitive);
            }

            var masks = Directory.GetFiles(Path.Combine(run, "masks"));
            masks.Length.ShouldBeGreaterThan(10);
            foreach (var mask in masks)
            {
                mask.ShouldEndWith(".png");
                PalettePng.Read(mask).Width.ShouldBe(Width);
            }

            var text = File.ReadAllText(Path.Combine(run, "frames.jsonl"));
            text.ShouldEndWith("}\n");
            foreach (var line in text.TrimEnd().Split('\n'))
            {
                JsonDocument.Parse(line).Dispose();
            }

            SegmentSummary.Read(run).ShouldNotBeNull().Complete.ShouldBeFalse();
            Directory.GetFiles(run, "*.partial", SearchOption.AllDirectories).ShouldBeEmpty();
        }
        finally
        {
            Mount("umount", disk);
        }
    }

    [Fact]
    public void A_fingerprint_follows_the_content_only()
    {
        File.WriteAllText(clips.Path("a.mp4"), "one");
        File.Copy(clips.Path("a.mp4"), clips.Path("b.mp4"));
        var first = InputFingerprint.Of(clips.Path("a.mp4"));
        InputFingerprint.Of(clips.Path("b.mp4")).ShouldBe(first);
        var folder = InputFingerprint.Of(clips.Folder);
        File.WriteAllText(clips.Path("b.mp4"), "two");
        InputFingerprint.Of(clips.Path("b.mp4")).ShouldNotBe(first);
        InputFingerprint.Of(clips.Folder).ShouldNotBe(folder);
        Should.Throw<YofoException>(() => InputFingerprint.Of(clips.Path("c.mp4"))).Message.ShouldContain("c.mp4' cannot be read");
    }

    private static void Write(string folder, int count, bool withOverlay = true, bool whole = true)
    {
        using var output = new SegmentOutput(folder, Phrases, "compact", "abc", Info, withOverlay);
        for (var index = 0; index < count; index++)
        {
            output.Add(Picture(index), Mask(index));
        }

        output.Complete(whole);
    }

    private static Frame Picture(int index) => new(index, index / 10.0, Width, Height, Enumerable.Repeat((byte)(index * 10), Width * Height * 3).ToArray());

    private static FrameMask Mask(int index)
    {
        var indices = new byte[Width * Height];
        OverlayTests.Fill(indices, Width, 5 + (index % 20), 8, 20, 10, 1);
        return new FrameMask(index, index / 10.0, Width, Height, indices, [new FrameObject(1, true, 0.9, 200, new PixelBox(5 + (index % 20), 8, 20, 10)), new FrameObject(2, false, 0.1, 0, default)]);
    }

    private static bool Mount(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
