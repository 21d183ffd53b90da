using Shouldly;
using Xunit;
using Yofo.Cli;
using Yofo.Tests.Video;

namespace Yofo.Tests.Cli;

/// <summary>Each bad input ends with one clear sentence, exit code 1, and nothing half-written.</summary>
public sealed class BadInputTests
{
    private static readonly string Clip = Path.Combine(Shared.Root, "samples", "bottle.mp4");

    [Fact]
    public void A_missing_file() => ShouldFail("No video at 'clip.mp4'", _ => { });

    [Fact]
    public void An_empty_file() => ShouldFail("'clip.mp4' is empty", folder => folder.Write("clip.mp4", ""));

    [Fact]
    public void A_text_file_with_the_name_of_a_video()
    {
        Clips.NeedFfmpeg();
        ShouldFail("'clip.mp4' is no video", folder => folder.Write("clip.mp4", "This is no video.\n"));
    }

    [Fact]
    public void A_video_that_is_sound_only()
    {
        Clips.NeedFfmpeg();
        ShouldFail("'clip.mp4'", folder => Clips.Ffmpeg("-f", "lavfi", "-i", "sine=duration=1", folder.At("clip.mp4")));
    }

    [Fact]
    public void A_folder_without_pictures() => ShouldFail("No images in 'clip.mp4'", folder => Directory.CreateDirectory(folder.At("clip.mp4")));

    [Fact]
    public void An_output_folder_that_is_a_file()
    {
        Clips.NeedFfmpeg();
        using var folder = new TemporaryFolder();
        folder.Write("taken", "mine");
        ShouldFail(folder, "The output folder 'taken' cannot be written", Clip, "-o", "taken");
        File.ReadAllText(folder.At("taken")).ShouldBe("mine");
    }

    [Fact]
    public void An_output_folder_that_cannot_be_written()
    {
        Clips.NeedFfmpeg();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It needs a folder that not even root can write: /proc.");
        using var folder = new TemporaryFolder();
        ShouldFail(folder, "The output folder '/proc/yofo' cannot be written", Clip, "-o", "/proc/yofo");
    }

    [Fact]
    public void A_full_disk_ends_the_run_and_what_was_written_is_whole()
    {
        Clips.NeedFfmpeg();
        using var folder = new TemporaryFolder();
        var disk = folder.At("disk");
        Directory.CreateDirectory(disk);
        Assert.SkipUnless(OperatingSystem.IsLinux() && Tool.Start("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], folder.Path).ExitCode == 0, "It needs a small disk, which only root can mount.");
        try
        {
            var run = Tool.Run(folder.Path, "segment", Clip, "-p", "the hand", "-o", "disk/out", "--no-overlay", "-q");
            run.ExitCode.ShouldBe(ExitCode.Failed);
            run.Error.ShouldContain("'disk/out'");
            run.Error.TrimEnd('\n').ShouldNotContain("\n");
            File.ReadAllText(folder.At("disk", "out", "summary.json")).ShouldContain("\"complete\": false");
            Directory.EnumerateFiles(folder.At("disk"), "*.partial", SearchOption.AllDirectories).ShouldBeEmpty();
        }
        finally
        {
            Tool.Start("umount", [disk], folder.Path);
        }
    }

    [Fact]
    public void A_video_that_is_cut_short_keeps_what_could_be_read()
    {
        Clips.NeedFfmpeg();
        using var folder = new TemporaryFolder();
        // The index at the front, so that the file opens; then the second half of the pictures goes missing.
        Clips.Ffmpeg("-i", Clip, "-t", "1", "-c", "copy", "-movflags", "+faststart", folder.At("whole.mp4"));
        var bytes = File.ReadAllBytes(folder.At("whole.mp4"));
        File.WriteAllBytes(folder.At("clip.mp4"), bytes[..(bytes.Length / 2)]);
        var run = Tool.Run(folder.Path, "segment", "clip.mp4", "-p", "the hand", "-q");
        run.ExitCode.ShouldBe(ExitCode.Failed);
        run.Error.ShouldContain("is damaged or cut short");
        File.ReadAllText(folder.At("clip.yofo", "summary.json")).ShouldContain("\"complete\": false");
        var masks = Directory.EnumerateFiles(folder.At("clip.yofo", "masks")).Count();
        masks.ShouldBeGreaterThan(0);
        Clips.Probe(folder.At("clip.yofo", "overlay.mp4")).Frames.ShouldBeInRange(masks, masks + 2); // a gap in time is held
    }

    private static void ShouldFail(string expected, Action<TemporaryFolder> make)
    {
        using var folder = new TemporaryFolder();
        make(folder);
        ShouldFail(folder, expected, "clip.mp4");
    }

    private static void ShouldFail(TemporaryFolder folder, string expected, params string[] arguments)
    {
        var before = folder.Names();
        var run = Tool.Run(folder.Path, ["segment", .. arguments, "-p", "a bird", "-q"]);
        run.ExitCode.ShouldBe(ExitCode.Failed);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldStartWith("yofo: ");
        run.Error.ShouldContain(expected);
        run.Error.TrimEnd('\n').ShouldNotContain("\n");
        folder.Names().ShouldBe(before);
    }
}
