using Shouldly;
using Xunit;
using Yofo.Cli;

namespace Yofo.Tests.Cli;

public sealed class ProgressLineTests : IDisposable
{
    private readonly StringWriter error = new() { NewLine = "\n" };
    private readonly Clock clock = new();

    [Fact]
    public void Redirected_it_is_a_plain_line_every_five_seconds()
    {
        var progress = new ProgressLine(error, new Terminal(Animated: false, Coloured: false, 80), quiet: false, total: 100, clock);
        for (var frame = 1; frame <= 20; frame++)
        {
            clock.Now += 500; // ms
            progress.Report(frame);
        }

        error.ToString().ShouldBe("10/100 frames, 2.0 fps, 45 s left\n20/100 frames, 2.0 fps, 40 s left\n");
    }

    [Fact]
    public void Before_a_person_it_is_one_line_that_is_written_over()
    {
        var progress = new ProgressLine(error, new Terminal(Animated: true, Coloured: false, 80), quiet: false, total: null, clock);
        clock.Now = 1000;
        progress.Report(3);
        progress.Report(4); // too soon for another
        progress.Say("done");
        error.ToString().ShouldBe("\r3 frames, 3.0 fps\x1b[K\r\x1b[Kdone\n");
    }

    [Fact]
    public void Quiet_is_quiet()
    {
        var progress = new ProgressLine(error, new Terminal(Animated: true, Coloured: true, 80), quiet: true, total: 10, clock);
        clock.Now = 60_000;
        progress.Report(5);
        progress.Say("done");
        error.ToString().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0.2, "1 s")]
    [InlineData(59, "59 s")]
    [InlineData(200, "3 min 20 s")]
    [InlineData(7500, "2 h 5 min")]
    public void Time_is_said_as_a_person_says_it(double seconds, string text) => ProgressLine.Short(TimeSpan.FromSeconds(seconds)).ShouldBe(text);

    [Fact]
    public void More_frames_than_were_announced_have_no_time_left() =>
        ProgressLine.Describe(12, 10, TimeSpan.FromSeconds(6)).ShouldBe("12 frames, 2.0 fps");

    public void Dispose() => error.Dispose();

    private sealed class Clock : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Now;
    }
}
