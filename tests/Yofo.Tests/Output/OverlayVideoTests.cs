using Shouldly;
using Xunit;
using Yofo.Output;
using Yofo.Tests.Video;
using Yofo.Video;

namespace Yofo.Tests.Output;

public sealed class OverlayVideoTests : IDisposable
{
    private readonly Clips clips = new();

    public void Dispose() => clips.Dispose();

    [Fact]
    public void A_clip_keeps_its_frames_rate_size_and_sound()
    {
        Clips.NeedFfmpeg();
        var input = Shared.Path("sample/cockatoo.mp4");
        Copy(input, clips.Path("out.mp4"));
        var before = Clips.Probe(input);
        var after = Clips.Probe(clips.Path("out.mp4"));
        (after.Width, after.Height, after.Rate, after.Frames).ShouldBe((854, 480, "20/1", 108));
        (after.Codec, after.PixelFormat, after.Audio).ShouldBe(("h264", "yuv420p", "aac"));
        after.Duration.ShouldBe(before.Duration, 0.001);
        after.AudioDuration.ShouldBe(before.AudioDuration, 0.07);
        Directory.GetFiles(clips.Folder).ShouldBe([clips.Path("out.mp4")]);

        // The index stands before the data, so that a browser plays while it loads.
        var bytes = File.ReadAllBytes(clips.Path("out.mp4"));
        bytes.AsSpan().IndexOf("moov"u8).ShouldBeLessThan(bytes.AsSpan().IndexOf("mdat"u8));
    }

    [Fact]
    public void The_picture_is_the_one_that_was_written()
    {
        var input = clips.Make("in.mp4", "testsrc2=s=160x120:r=10:d=1", "-pix_fmt yuv444p -crf 5");
        Copy(input, clips.Path("out.mp4"));
        using var left = FrameSource.Open(input);
        using var right = FrameSource.Open(clips.Path("out.mp4"));
        var pairs = left.Read(TestContext.Current.CancellationToken).Zip(right.Read(TestContext.Current.CancellationToken));
        foreach (var (first, second) in pairs)
        {
            var difference = 0L;
            for (var at = 0; at < first.Rgb.Length; at++)
            {
                difference += Math.Abs(first.Rgb.Span[at] - second.Rgb.Span[at]);
            }

            (difference / (double)first.Rgb.Length).ShouldBeLessThan(8); // the next frame of this clip differs by more
        }
    }

    [Theory]
    [InlineData("pcm.mkv", "-c:a pcm_s16le", "aac")]
    [InlineData("mp3.mp4", "-c:a libmp3lame", "mp3")]
    [InlineData("opus.webm", "-c:v libvpx -c:a libopus", "opus")]
    [InlineData("vorbis.mkv", "-c:a libvorbis", "aac")]
    public void Sound_is_copied_where_browsers_play_it_and_else_made_AAC(string name, string options, string expected)
    {
        Clips.Ffmpeg(["-f", "lavfi", "-i", "testsrc=s=64x48:r=30000/1001:d=2", "-f", "lavfi", "-i", "sine=d=2:r=48000", .. options.Split(' '), clips.Path(name)]);
        Copy(clips.Path(name), clips.Path("out.mp4"));
        var result = Clips.Probe(clips.Path("out.mp4"));
        (result.Rate, result.Audio).ShouldBe(("30000/1001", expected));
        result.AudioDuration.ShouldBe(2, 0.1);
    }

    [Fact]
    public void An_odd_size_is_made_even_by_its_own_border()
    {
        Clips.NeedFfmpeg();
        var info = new VideoInfo(33, 17, new FrameRate(12, 1), null, null, false);
        using (var video = new OverlayVideo(clips.Path("out.mp4"), info))
        {
            var green = Enumerable.Range(0, 33 * 17).SelectMany(_ => new byte[] { 20, 200, 40 }).ToArray();
            video.Write(0, green);
            video.Write(1 / 12.0, green);
            video.Complete();
        }

        using var source = FrameSource.Open(clips.Path("out.mp4"));
        (source.Info.Width, source.Info.Height).ShouldBe((34, 18));
        var frame = source.Read(TestContext.Current.CancellationToken).First();
        Clips.IsNear(Clips.Pixel(frame, 33, 17), new SkiaSharp.SKColor(20, 200, 40)).ShouldBeTrue();
    }

    [Fact]
    public void A_variable_rate_keeps_its_length()
    {
        var input = clips.Make("variable.mkv", "testsrc=s=64x48:r=10:d=6,select='lt(n,20)+not(mod(n,7))'", "-vsync vfr");
        using var source = FrameSource.Open(input);
        Copy(input, clips.Path("out.mp4"), rate: new FrameRate(10, 1));
        Clips.Probe(clips.Path("out.mp4")).Duration.ShouldBe(5.7, 0.11); // the last frame stands at 5.6 s
    }

    [Fact]
    public void Completed_early_it_is_a_whole_file_with_the_sound_of_that_part()
    {
        Clips.NeedFfmpeg();
        Copy(Shared.Path("sample/cockatoo.mp4"), clips.Path("out.mp4"), count: 40);
        var result = Clips.Probe(clips.Path("out.mp4"));
        result.Frames.ShouldBe(40);
        result.AudioDuration.ShouldBe(2, 0.15);
    }

    [Fact]
    public void Interrupted_in_the_terminal_it_is_a_whole_file_too()
    {
        Clips.NeedFfmpeg();
        Assert.SkipWhen(OperatingSystem.IsWindows(), "No signals on Windows.");
        var input = Shared.Path("sample/cockatoo.mp4");
        using var source = FrameSource.Open(input);
        using (var video = new OverlayVideo(clips.Path("out.mp4"), source.Info, input))
        {
            foreach (var frame in source.Read(TestContext.Current.CancellationToken).Take(40))
            {
                video.Write(frame.Time, frame.Rgb.Span);
                if (frame.Index == 30)
                {
                    // Ctrl+C in a terminal reaches every process of the group.
                    using var kill = System.Diagnostics.Process.Start("kill", ["-INT", video.EncoderId.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
                    kill.WaitForExit();
                    Thread.Sleep(300);
                }
            }

            video.Complete();
        }

        Clips.Probe(clips.Path("out.mp4")).Frames.ShouldBeInRange(10, 40);
    }

    [Fact]
    public void Disposed_before_its_end_it_leaves_nothing()
    {
        Clips.NeedFfmpeg();
        using (var video = new OverlayVideo(clips.Path("out.mp4"), new VideoInfo(64, 48, new FrameRate(10, 1), null, null, false)))
        {
            video.Write(0, new byte[64 * 48 * 3]);
        }

        Directory.GetFiles(clips.Folder).ShouldBeEmpty();
    }

    [Fact]
    public void Without_a_frame_there_is_no_file()
    {
        Clips.NeedFfmpeg();
        using (var video = new OverlayVideo(clips.Path("out.mp4"), new VideoInfo(64, 48, new FrameRate(10, 1), null, null, false)))
        {
            video.Complete();
        }

        Directory.GetFiles(clips.Folder).ShouldBeEmpty();
    }

    [Fact]
    public void Sound_that_cannot_be_read_is_left_out_with_a_warning()
    {
        Clips.NeedFfmpeg();
        using (var video = new OverlayVideo(clips.Path("out.mp4"), new VideoInfo(64, 48, new FrameRate(10, 1), null, null, true) { AudioCodec = "aac" }, clips.Path("gone.mp4")))
        {
            video.Write(0, new byte[64 * 48 * 3]);
            video.Complete();
            video.Warning.ShouldNotBeNull().ShouldContain("gone.mp4");
        }

        Clips.Probe(clips.Path("out.mp4")).Audio.ShouldBeNull();
    }

    [Fact]
    public void A_folder_that_is_gone_is_an_error_that_names_the_file()
    {
        Clips.NeedFfmpeg();
        using var video = new OverlayVideo(clips.Path("nowhere/out.mp4"), new VideoInfo(640, 480, new FrameRate(10, 1), null, null, false));
        Should.Throw<YofoException>(() =>
        {
            for (var index = 0; index < 5; index++)
            {
                video.Write(index / 10.0, new byte[640 * 480 * 3]);
            }
        }).Message.ShouldContain($"'{clips.Path("nowhere/out.mp4")}' cannot be written (ffmpeg: ");
    }

    private static void Copy(string input, string output, int count = int.MaxValue, FrameRate? rate = null)
    {
        using var source = FrameSource.Open(input);
        using var video = new OverlayVideo(output, source.Info, input, rate);
        foreach (var frame in source.Read(TestContext.Current.CancellationToken).Take(count))
        {
            video.Write(frame.Time, frame.Rgb.Span);
        }

        video.Complete();
        video.Warning.ShouldBeNull();
    }
}
