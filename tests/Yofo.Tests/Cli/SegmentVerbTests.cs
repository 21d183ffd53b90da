using System.Text.Json;
using Shouldly;
using Xunit;
using Yofo.Cli;
using Yofo.Cli.Segment;
using Yofo.Tests.Video;

namespace Yofo.Tests.Cli;

public sealed class SegmentVerbTests
{
    private static readonly string Clip = Path.Combine(Shared.Root, "samples", "bottle.mp4");

    [Fact]
    public void A_run_writes_its_folder_and_says_only_its_name_on_stdout()
    {
        Clips.NeedFfmpeg();
        using var folder = new TemporaryFolder();
        var run = Tool.Run(folder.Path, "segment", Clip, "-p", "the hand", "-p", "the black bottle", "--start", "1", "--end", "1.2");
        run.Error.ShouldContain("bottle.yofo: ");
        run.ExitCode.ShouldBe(ExitCode.Done);
        run.Output.ShouldBe("bottle.yofo\n");
        var summary = Summary(folder, "bottle.yofo");
        summary.GetProperty("complete").GetBoolean().ShouldBeTrue();
        var frames = summary.GetProperty("frames").GetInt32();
        frames.ShouldBeInRange(5, 7); // a fifth of a second at 30 fps
        Directory.GetFiles(folder.At("bottle.yofo", "masks"), "*.png").Length.ShouldBe(frames);
        File.ReadAllLines(folder.At("bottle.yofo", "frames.jsonl")).Length.ShouldBe(frames);
        Clips.Probe(folder.At("bottle.yofo", "overlay.mp4")).Frames.ShouldBe(frames);
    }

    [Fact]
    public void Finished_work_is_kept_and_other_work_is_not_lost()
    {
        using var folder = new TemporaryFolder();
        WriteFrames(folder, 2);
        string[] call = ["segment", "frames", "-p", "the hand", "--no-overlay"];
        Tool.Run(folder.Path, call).ExitCode.ShouldBe(ExitCode.Done);
        var first = File.GetLastWriteTimeUtc(folder.At("frames.yofo", "summary.json"));

        var again = Tool.Run(folder.Path, call);
        again.ExitCode.ShouldBe(ExitCode.Done);
        again.Output.ShouldBe("frames.yofo\n");
        again.Error.ShouldContain("done before");
        File.GetLastWriteTimeUtc(folder.At("frames.yofo", "summary.json")).ShouldBe(first);

        string[] other = ["segment", "frames", "-p", "a red car", "--no-overlay"];
        var refused = Tool.Run(folder.Path, other);
        refused.ExitCode.ShouldBe(ExitCode.Failed);
        refused.Error.ShouldContain("'frames.yofo' holds the finished masks of another run ('the hand')");
        Tool.Run(folder.Path, [.. other, "--overwrite"]).ExitCode.ShouldBe(ExitCode.Done);
        Summary(folder, "frames.yofo").GetProperty("phrases")[0].GetString().ShouldBe("a red car");
    }

    [Fact]
    public void Masks_of_other_weights_are_other_work_though_their_model_has_the_same_name()
    {
        using var folder = new TemporaryFolder();
        using var weights = new TinyWeights();
        WriteFrames(folder, 1);
        string[] Call(string file) => ["segment", "frames", "-p", "the hand", "--no-overlay", "--weights", file];
        Tool.Run(folder.Path, Call(weights.Full)).ExitCode.ShouldBe(ExitCode.Done);
        Tool.Run(folder.Path, Call(weights.Full)).Error.ShouldContain("done before");
        var refused = Tool.Run(folder.Path, Call(weights.BothOff));
        refused.ExitCode.ShouldBe(ExitCode.Failed);
        refused.Error.ShouldContain("holds the finished masks of another run");
    }

    [Fact]
    public void The_exit_code_tells_of_an_absent_phrase_only_where_it_is_asked_to()
    {
        using var folder = new TemporaryFolder();
        WriteFrames(folder, 2);
        Tool.Run(folder.Path, "segment", "frames", "-p", "a giraffe", "--no-overlay", "-q").ExitCode.ShouldBe(ExitCode.Done);
        var asked = Tool.Run(folder.Path, "segment", "frames", "-p", "a giraffe", "--no-overlay", "-q", "--fail-if-absent");
        var absent = Summary(folder, "frames.yofo").GetProperty("absent").GetArrayLength();
        asked.ExitCode.ShouldBe(absent > 0 ? ExitCode.Absent : ExitCode.Done);
    }

    [Fact]
    public void Quiet_says_nothing_but_the_folder()
    {
        using var folder = new TemporaryFolder();
        WriteFrames(folder, 1);
        var run = Tool.Run(folder.Path, "segment", "frames", "-p", "the hand", "--no-overlay", "--quiet");
        run.ShouldBe(new ToolRun(ExitCode.Done, "frames.yofo\n", ""));
    }

    [Fact]
    public void Without_ffmpeg_a_folder_of_frames_is_done_without_the_overlay()
    {
        using var folder = new TemporaryFolder();
        WriteFrames(folder, 1);
        var program = Path.Combine(AppContext.BaseDirectory, "Yofo.Cli.dll");
        var run = Tool.Start(Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : FindDotnet(), [program, "segment", "frames", "-p", "the hand"], folder.Path, ("PATH", folder.Path));
        run.ExitCode.ShouldBe(ExitCode.Done);
        run.Error.ShouldContain("no overlay.mp4 is written");
        File.Exists(folder.At("frames.yofo", "overlay.mp4")).ShouldBeFalse();
        Directory.GetFiles(folder.At("frames.yofo", "masks")).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Interrupted_it_keeps_what_is_done_and_says_that_it_is_a_part()
    {
        Clips.NeedFfmpeg();
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        using var folder = new TemporaryFolder();
        using var process = Tool.Begin(folder.Path, "segment", Clip, "-p", "the hand");
        while (!process.HasExited && !File.Exists(folder.At("bottle.yofo", "masks", "00002.png")))
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Tool.Start("kill", ["-TERM", $"{process.Id}"], folder.Path).ExitCode.ShouldBe(0);
        var run = Tool.Finish(process);
        run.ExitCode.ShouldBe(ExitCode.Interrupted);
        run.Output.ShouldBe("bottle.yofo\n");
        run.Error.ShouldContain("Stopped. bottle.yofo: ");
        var summary = Summary(folder, "bottle.yofo");
        summary.GetProperty("complete").GetBoolean().ShouldBeFalse();
        var frames = summary.GetProperty("frames").GetInt32();
        Directory.GetFiles(folder.At("bottle.yofo", "masks")).Length.ShouldBe(frames);
        File.ReadAllLines(folder.At("bottle.yofo", "frames.jsonl")).Length.ShouldBe(frames);
        Clips.Probe(folder.At("bottle.yofo", "overlay.mp4")).Frames.ShouldBe(frames);
    }

    [Theory]
    [InlineData("clips/dog.mp4", "dog.yofo")]
    [InlineData("/data/a.b.mkv", "a.b.yofo")]
    [InlineData("/", "frames.yofo")]
    public void The_default_folder_has_the_name_of_the_video(string video, string folder) => SegmentRequest.DefaultFolder(video).ShouldBe(folder);

    private static void WriteFrames(TemporaryFolder folder, int count)
    {
        Directory.CreateDirectory(folder.At("frames"));
        using var bitmap = new SkiaSharp.SKBitmap(64, 48);
        bitmap.Erase(SkiaSharp.SKColors.Gray);
        for (var index = 0; index < count; index++)
        {
            using var file = File.Create(folder.At("frames", $"{index}.png"));
            bitmap.Encode(file, SkiaSharp.SKEncodedImageFormat.Png, 100);
        }
    }

    private static JsonElement Summary(TemporaryFolder folder, string output) => JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(folder.At(output, "summary.json")));

    private static string FindDotnet() => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "dotnet")).First(File.Exists);
}
