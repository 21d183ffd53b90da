using Shouldly;
using Xunit;
using Yofo.Cli.Bench;
using Yofo.Tests.Modeling.Tiny;

namespace Yofo.Tests.Cli;

public sealed class MeasuredNetworkTests
{
    [Fact]
    public void A_configuration_is_measured_with_fresh_weights_in_the_size_that_is_asked_for()
    {
        var measured = new MeasuredNetwork(TinyNetwork.Options, "fp32", (96, 64));
        measured.Name.ShouldBe("tiny with fresh weights at 64x96");
        var frames = Enumerable.Range(0, 12).Select(index => measured.Own(new Yofo.Video.Frame(index, index / 10.0, 50, 40, new byte[50 * 40 * 3]))).ToList();
        frames.ShouldAllBe(frame => frame.Width == 96 && frame.Height == 64 && frame.Rgb.Length == 96 * 64 * 3);
        var times = NetworkRun.Measure(measured, frames, ["the square"], threads: 1);
        times.Milliseconds.ShouldBeGreaterThan(0);
        times.FramesPerSecond.ShouldBe(5000 / (times.Milliseconds + (4 * times.BetweenMilliseconds)), 1e-6);
    }

    [Fact]
    public void Another_size_alone_is_said_and_what_segment_uses_is_not()
    {
        new MeasuredNetwork(null, "fp32", (640, 384)).Name.ShouldBe("compact at 384x640");
        new MeasuredNetwork(null, "fp32", null).Name.ShouldBeNull();
    }

    [Fact]
    public void The_paper_s_backbone_needs_no_import_to_be_measured()
    {
        var before = Directory.GetDirectories(Path.GetTempPath(), "yofo-bench-*");
        using (var network = UntrainedModel.Build(TinyNetwork.Options with { Name = "resnet50", ImageEncoder = "resnet50" }))
        {
            network.Options.Name.ShouldBe("resnet50");
            network.ImageEncoder.Channels.Coarse.ShouldBe(1024 + 2048);
        }

        Directory.GetDirectories(Path.GetTempPath(), "yofo-bench-*").Except(before).ShouldBeEmpty("what was drawn is gone");
    }
}
