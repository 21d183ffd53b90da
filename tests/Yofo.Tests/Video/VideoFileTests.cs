using Shouldly;
using Xunit;
using Yofo.Video;

namespace Yofo.Tests.Video;

public sealed class VideoFileTests : IDisposable
{
    private readonly Clips clips = new();

    public void Dispose() => clips.Dispose();

    [Theory]
    [InlineData("cockatoo.mp4", 854, 480, 20, 1, 108, true)]
    [InlineData("cockatoo-original.mp4", 1280, 720, 20, 1, 280, true)]
    [InlineData("bottle.mp4", 640, 480, 26777, 1000, 161, false)]
    public void Real_clips_give_every_frame_with_its_time(string name, int width, int height, int numerator, int denominator, int count, bool audio)
    {
        Clips.NeedFfmpeg();
        using var source = FrameSource.Open(Shared.Path("sample/" + name));
        source.Info.ShouldSatisfyAllConditions(
            info => (info.Width, info.Height).ShouldBe((width, height)),
            info => info.FramesPerSecond.ShouldBe(new FrameRate(numerator, denominator)),
            info => info.FrameCount.ShouldBe(count),
            info => info.Duration!.Value.ShouldBe(count * (double)denominator / numerator, 0.001),
            info => info.HasAudio.ShouldBe(audio));

        var read = 0;
        foreach (var frame in source.Read(TestContext.Current.CancellationToken))
        {
            frame.Index.ShouldBe(read);
            frame.Time.ShouldBe(read * (double)denominator / numerator, 1e-6);
            (frame.Width, frame.Height, frame.Rgb.Length).ShouldBe((width, height, width * height * 3));
            read++;
        }

        read.ShouldBe(count);
    }

    [Fact]
    public void The_first_frame_is_the_picture_that_ffmpeg_extracts()
    {
        var clip = Shared.Path("sample/cockatoo.mp4");
        Clips.Ffmpeg("-i", clip, "-frames:v", "1", clips.Path("first.png"));
        using var source = FrameSource.Open(clip);
        using var expected = FrameSource.Open(clips.Path("first.png"));
        var (first, picture) = (source.Read(TestContext.Current.CancellationToken).First(), expected.Read(TestContext.Current.CancellationToken).First());
        first.Rgb.Span.SequenceEqual(picture.Rgb.Span).ShouldBeTrue();
        first.Rgb.ToArray().Distinct().Count().ShouldBeGreaterThan(100); // a picture, not one colour
    }

    [Theory]
    [InlineData("101:57", "odd.mp4", "-pix_fmt yuv444p")]
    [InlineData("33:1", "flat.mkv", "-c:v ffv1")]
    [InlineData("64:48", "a clip (50%d) 'quoted'.webm", "-c:v libvpx -b:v 1M")]
    [InlineData("64:48", "-i.mp4", "")]
    public void Any_size_and_name_is_read_in_the_order_of_time(string size, string name, string options)
    {
        var clip = clips.Make(name, $"color=black:s=128x96:r=10:d=1.2,format=yuv444p,geq=lum='20*N+16':cb=128:cr=128,scale={size}", options);
        using var source = FrameSource.Open(clip);
        var frames = source.Read(TestContext.Current.CancellationToken)
            .Select(frame => (Size: $"{frame.Width}:{frame.Height}", Grey: (int)Clips.Pixel(frame, frame.Width / 2, frame.Height / 2).Green, frame.Time)).ToList();
        frames.Count.ShouldBe(12);
        frames.ShouldAllBe(frame => frame.Size == size);
        frames.Select(frame => frame.Time).ShouldBe(Enumerable.Range(0, 12).Select(index => index / 10.0), 0.0011); // webm counts milliseconds
        for (var index = 0; index < 11; index++)
        {
            ((double)frames[index].Grey).ShouldBe(index * 20 * 255 / 219, 12);
        }
    }

    [Fact]
    public void A_clip_that_a_turned_phone_took_stands_upright()
    {
        // Red on the left; marked as stored turned, so that it must be shown with red above or below.
        var flat = clips.Make("flat.mp4", "color=blue:s=96x64:r=5:d=1,drawbox=w=48:h=64:color=red:t=fill");
        Clips.Ffmpeg("-i", flat, "-c", "copy", "-metadata:s:v", "rotate=90", clips.Path("turned.mp4"));
        Clips.Ffmpeg("-i", clips.Path("turned.mp4"), "-frames:v", "1", clips.Path("turned.png"));
        using var source = FrameSource.Open(clips.Path("turned.mp4"));
        using var expected = FrameSource.Open(clips.Path("turned.png"));
        (source.Info.Width, source.Info.Height).ShouldBe((64, 96));
        var (frame, picture) = (source.Read(TestContext.Current.CancellationToken).First(), expected.Read(TestContext.Current.CancellationToken).First());
        frame.Rgb.Span.SequenceEqual(picture.Rgb.Span).ShouldBeTrue();
        Clips.IsNear(Clips.Pixel(frame, 32, 10), Clips.Pixel(frame, 32, 86)).ShouldBeFalse();
    }

    [Fact]
    public void A_variable_rate_gives_each_frame_once_with_its_true_time()
    {
        var clip = clips.Make("variable.mkv", "testsrc=s=64x48:r=10:d=3,select='lt(n,10)+not(mod(n,5))'", "-vsync vfr");
        using var source = FrameSource.Open(clip);
        double[] expected = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.5, 2, 2.5];
        source.Read(TestContext.Current.CancellationToken).Select(frame => frame.Time).ToList().ShouldBe(expected, 0.0011);
    }

    [Fact]
    public void A_source_can_be_read_again_and_left_early()
    {
        using var source = FrameSource.Open(clips.Make("test.mp4", "testsrc=s=64x48:r=10:d=3"));
        source.Read(TestContext.Current.CancellationToken).Take(2).Count().ShouldBe(2);
        source.Read(TestContext.Current.CancellationToken).Count().ShouldBe(30);
    }

    [Fact]
    public void Cancelling_ends_the_reading()
    {
        using var source = FrameSource.Open(clips.Make("long.mp4", "testsrc=s=320x240:r=25:d=20", "-preset ultrafast"));
        using var cancel = new CancellationTokenSource();
        var read = 0;
        Should.Throw<OperationCanceledException>(() =>
        {
            foreach (var frame in source.Read(cancel.Token))
            {
                read++;
                if (frame.Index == 3)
                {
                    cancel.Cancel();
                }
            }
        });
        read.ShouldBe(4);
    }

    [Fact]
    public void A_disposed_source_ends_its_reading_too()
    {
        var source = FrameSource.Open(clips.Make("long.mp4", "testsrc=s=320x240:r=25:d=20", "-preset ultrafast"));
        using var frames = source.Read(TestContext.Current.CancellationToken).GetEnumerator();
        frames.MoveNext().ShouldBeTrue();
        source.Dispose();
        Should.Throw<ObjectDisposedException>(() => frames.MoveNext());
    }

    [Fact]
    public void Frames_leave_no_garbage_behind()
    {
        using var source = FrameSource.Open(clips.Make("long.mp4", "testsrc=s=320x240:r=25:d=8", "-preset ultrafast"));
        using var frames = source.Read(TestContext.Current.CancellationToken).GetEnumerator();
        frames.MoveNext();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var count = 0;
        while (frames.MoveNext())
        {
            count++;
        }

        count.ShouldBe(199);
        ((GC.GetAllocatedBytesForCurrentThread() - before) / count).ShouldBeLessThan(2000); // a frame has 230,400 bytes
    }

    [Theory]
    [InlineData("cut.mp4", "-movflags +faststart", "of 90 frames")]
    [InlineData("cut.webm", "-c:v libvpx -b:v 1M", "frames")]
    public void A_cut_file_gives_what_it_has_and_then_says_so(string name, string options, string expected)
    {
        var whole = clips.Make("whole" + Path.GetExtension(name), "testsrc=s=320x240:r=30:d=3", options);
        var bytes = File.ReadAllBytes(whole);
        File.WriteAllBytes(clips.Path(name), bytes[..(bytes.Length * 7 / 10)]);
        using var source = FrameSource.Open(clips.Path(name));
        var read = 0;
        var error = Should.Throw<YofoException>(() =>
        {
            foreach (var frame in source.Read(TestContext.Current.CancellationToken))
            {
                frame.Rgb.Span.IndexOfAnyExcept((byte)0).ShouldBeGreaterThanOrEqualTo(0);
                read++;
            }
        });
        read.ShouldBeInRange(15, 85);
        error.Message.ShouldContain($"'{clips.Path(name)}' is damaged or cut short: decoding ended after {read} ");
        error.Message.ShouldContain(expected);
    }

    [Fact]
    public void A_picture_in_a_song_is_no_video()
    {
        clips.Make("cover.png", "color=red:s=64x64", "-frames:v 1");
        Clips.Ffmpeg("-f", "lavfi", "-i", "sine=d=1", "-i", clips.Path("cover.png"), "-map", "0", "-map", "1", "-c:v", "png", "-disposition:v", "attached_pic", clips.Path("song.m4a"));
        Should.Throw<YofoException>(() => FrameSource.Open(clips.Path("song.m4a"))).Message.ShouldContain("no video stream, only sound");
    }

    [Fact]
    public void Files_that_are_no_video_are_named_with_the_mend()
    {
        Clips.NeedFfmpeg();
        File.WriteAllText(clips.Path("text.mp4"), "This is not a video, it only has the name of one.\n");
        File.WriteAllText(clips.Path("empty.mp4"), "");
        clips.Make("sound.wav", "sine=d=1");
        File.WriteAllBytes(clips.Path("none.webm"), File.ReadAllBytes(clips.Make("some.webm", "testsrc=s=64x48:r=10:d=1", "-c:v libvpx"))[..700]);

        Message("nothing.mp4").ShouldBe($"No video at '{clips.Path("nothing.mp4")}'. Name a video file or a folder of images.");
        Message("empty.mp4").ShouldBe($"'{clips.Path("empty.mp4")}' is empty (0 bytes). Copy or download it again.");
        Message("text.mp4").ShouldBe($"'{clips.Path("text.mp4")}' is no video that ffmpeg can read (Invalid data found when processing input). Name a video file or a folder of images.");
        Message("sound.wav").ShouldBe($"'{clips.Path("sound.wav")}' has no video stream, only sound. Name a file with pictures.");
        Message("none.webm").ShouldStartWith($"'{clips.Path("none.webm")}' holds no frame that ffmpeg can decode");
    }

    [Fact]
    public void A_playlist_does_not_make_ffmpeg_call_other_machines()
    {
        Clips.NeedFfmpeg();
        File.WriteAllText(clips.Path("list.m3u8"), "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n");
        Message("list.m3u8").ShouldContain("list.m3u8'");
        File.WriteAllText(clips.Path("list.mp4"), "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n");
        Message("list.mp4").ShouldNotContain("refused");
    }

    private string Message(string name) => Should.Throw<YofoException>(() =>
    {
        using var source = FrameSource.Open(clips.Path(name));
        _ = source.Read(TestContext.Current.CancellationToken).Count();
    }).Message;
}
