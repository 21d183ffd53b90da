using System.Text.Json;
using Shouldly;
using SkiaSharp;
using Xunit;
using Yofo.Cli;
using Yofo.Cli.Explain;
using Yofo.Tests.Explaining;

namespace Yofo.Tests.Cli;

public sealed class ExplainVerbTests(TinyWeights weights) : IClassFixture<TinyWeights>
{
    [Fact]
    public void A_call_writes_a_sheet_and_its_numbers_and_says_only_the_folder_on_stdout()
    {
        using var folder = new TemporaryFolder();
        WriteFrames(folder, 5);
        var run = Tool.Run(folder.Path, "explain", "frames", "-p", "the hand", "--frames", "3,1", "--weights", weights.Full, "--threads", "1");
        run.ExitCode.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldBe("frames.explain\n");
        run.Error.ShouldContain("frames 1, 3 of 'the hand' explained");
        using var sheet = SKBitmap.Decode(folder.At("frames.explain", "explain.png"));
        sheet.Width.ShouldBeGreaterThan(sheet.Height);
        using var json = JsonDocument.Parse(File.ReadAllText(folder.At("frames.explain", "explain.json")));
        json.RootElement.GetProperty("frames").EnumerateArray().Select(frame => frame.GetProperty("frame").GetInt32()).ShouldBe([1, 3]);
    }

    [Fact]
    public void With_everything_switched_off_there_is_still_a_sheet()
    {
        using var folder = new TemporaryFolder();
        WriteFrames(folder, 1);
        var run = Tool.Run(folder.Path, "explain", "frames", "-p", "the hand", "--weights", weights.BothOff, "-o", "why", "-q");
        run.ShouldBe(new ToolRun(ExitCode.Done, "why\n", ""));
        File.Exists(folder.At("why", "explain.png")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("explain -p bird", "No video given, as in: yofo explain samples/bottle.mp4")]
    [InlineData("explain clip.mp4", "No phrase given")]
    [InlineData("explain clip.mp4 -p bird -p dog", "A sheet explains one phrase, not 2")]
    [InlineData("explain clip.mp4 -p bird --frames 1,x", "'--frames 1,x' is no list of frame numbers")]
    [InlineData("explain clip.mp4 -p bird --frames -1", "'--frames -1' is no list of frame numbers")]
    [InlineData("explain clip.mp4 -p bird --frames 1,,2", "'--frames 1,,2' is no list of frame numbers")]
    [InlineData("explain clip.mp4 -p bird --frames 99999999999", "is no list of frame numbers")]
    [InlineData("explain clip.mp4 -p bird --frames 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24", "25 frames are too many for one sheet")]
    [InlineData("explain clip.mp4 -p bird --device tpu", "'--device tpu' is not known")]
    public void A_wrong_call_is_told_in_one_sentence_before_anything_is_written(string line, string expected)
    {
        using var folder = new TemporaryFolder();
        ShouldRefuse(folder, ExitCode.Usage, expected, line.Split(' '));
        folder.Names().ShouldBeEmpty();
    }

    [Fact]
    public void A_frame_beyond_the_end_of_a_folder_is_told_before_the_network_is_loaded()
    {
        using var folder = new TemporaryFolder();
        WriteFrames(folder, 2);
        ShouldRefuse(folder, ExitCode.Usage, "'frames' has no frame 2: it has 2, numbered from 0", "explain", "frames", "-p", "bird", "--frames", "2");
        folder.Names().ShouldBe(["frames"]);
    }

    [Fact]
    public void A_missing_video_and_weights_of_something_else_leave_no_folder()
    {
        using var folder = new TemporaryFolder();
        ShouldRefuse(folder, ExitCode.Failed, "No video at 'clip.mp4'", "explain", "clip.mp4", "-p", "bird");
        WriteFrames(folder, 1);
        folder.Write("bad.safetensors", "no weights");
        ShouldRefuse(folder, ExitCode.Failed, "'bad.safetensors'", "explain", "frames", "-p", "bird", "--weights", "bad.safetensors");
        folder.Names().ShouldBe(["bad.safetensors", "frames"]);
    }

    [Fact]
    public void An_output_folder_that_is_a_file_is_refused_and_kept()
    {
        using var folder = new TemporaryFolder();
        WriteFrames(folder, 1);
        folder.Write("taken", "mine");
        ShouldRefuse(folder, ExitCode.Failed, "The output folder 'taken' cannot be written", "explain", "frames", "-p", "bird", "-o", "taken");
        File.ReadAllText(folder.At("taken")).ShouldBe("mine");
    }

    [Theory]
    [InlineData(1, "0")]
    [InlineData(3, "0,1,2")]
    [InlineData(80, "10,30,50,70")]
    public void Without_a_choice_the_frames_are_spread_over_the_video(int length, string frames)
    {
        using var video = new TinyVideo(length);
        string.Join(',', ChosenFrames.Spread(video, TestContext.Current.CancellationToken)).ShouldBe(frames);
    }

    private static void ShouldRefuse(TemporaryFolder folder, int code, string expected, params string[] arguments)
    {
        var run = Tool.Run(folder.Path, arguments);
        run.ExitCode.ShouldBe(code);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldStartWith("yofo: ");
        run.Error.ShouldContain(expected);
        run.Error.TrimEnd('\n').ShouldNotContain("\n");
    }

    private static void WriteFrames(TemporaryFolder folder, int count)
    {
        Directory.CreateDirectory(folder.At("frames"));
        using var bitmap = new SKBitmap(64, 48);
        for (var index = 0; index < count; index++)
        {
            bitmap.Erase(new SKColor((byte)(40 * index), 120, 90));
            using var file = File.Create(folder.At("frames", $"{index}.png"));
            bitmap.Encode(file, SKEncodedImageFormat.Png, 100);
        }
    }
}
