using Shouldly;
using Xunit;
using Yofo.Video;

namespace Yofo.Tests.Video;

public sealed class FfmpegTests : IDisposable
{
    private readonly Clips clips = new();

    public void Dispose() => clips.Dispose();

    [Fact]
    public void Where_it_is_not_installed_the_error_says_how_to()
    {
        File.WriteAllText(clips.Path("clip.mp4"), "any");
        var error = Should.Throw<YofoException>(() => FrameSource.Open(clips.Path("clip.mp4"), () => Ffmpeg.Find(name => name == "PATH" ? clips.Folder : null)));
        error.Message.ShouldStartWith("'ffmpeg' is not on PATH");
        error.Message.ShouldContain("apt-get install -y ffmpeg");
    }

    [Fact]
    public void The_variable_goes_before_the_path_and_must_be_right()
    {
        File.WriteAllText(clips.Path("ffmpeg"), "");
        Should.Throw<YofoException>(() => Ffmpeg.Find(name => name == Ffmpeg.Variable ? clips.Folder : "/usr/bin")).Message.ShouldContain($"YOFO_FFMPEG is '{clips.Folder}'");
        File.WriteAllText(clips.Path("ffprobe"), "");
        var expected = new Ffmpeg(clips.Path("ffmpeg"), clips.Path("ffprobe"));
        foreach (var chosen in new[] { clips.Folder, clips.Path("ffmpeg") })
        {
            var found = Ffmpeg.Find(name => name == Ffmpeg.Variable ? chosen : "/usr/bin");
            (found.Program, found.Probe).ShouldBe((expected.Program, expected.Probe));
        }
    }

    [Fact]
    public void The_version_is_read()
    {
        Clips.NeedFfmpeg();
        Ffmpeg.Find().Version.ShouldBeGreaterThan(new Version(4, 0));
    }

    [Fact]
    public void Of_two_neighbours_one_need_not_be_asked_for_its_version()
    {
        File.WriteAllText(clips.Path("ffmpeg"), "not a program: asking it would fail");
        var neighbours = new Ffmpeg(clips.Path("ffmpeg"), clips.Path("ffprobe"));
        neighbours.HearProbe("4.4.2-0ubuntu0.22.04.1");
        neighbours.Version.ShouldBe(new Version(4, 4, 2));
        neighbours.EveryFrame.ShouldBe(["-vsync", "passthrough"]);

        var strangers = new Ffmpeg(clips.Path("ffmpeg"), Path.Combine(clips.Folder, "elsewhere", "ffprobe"));
        strangers.HearProbe("4.4.2");
        Should.Throw<YofoException>(() => strangers.Version);
    }

    [Theory]
    [InlineData("5.1.9-0+deb12u1", "5.1.9")]
    [InlineData("n7.1", "7.1")]
    [InlineData("N-109542-g1bf1205cb4", "99.0")]
    public void A_version_is_what_its_name_begins_with(string word, string version)
    {
        var ffmpeg = new Ffmpeg("ffmpeg", "ffprobe");
        ffmpeg.HearProbe(word);
        ffmpeg.Version.ShouldBe(Version.Parse(version));
    }

    [Fact]
    public void A_program_that_does_not_start_is_named()
    {
        File.WriteAllText(clips.Path("ffmpeg"), "not a program");
        Should.Throw<YofoException>(() => new FfmpegRun(clips.Path("ffmpeg"), []).Dispose()).Message.ShouldContain($"'{clips.Path("ffmpeg")}' cannot be started");
    }
}
