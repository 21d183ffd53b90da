using System.Globalization;
using Shouldly;
using Xunit;
using Yofo.Cli;
using Yofo.Tests.Modeling.Tiny;
using Yofo.Tests.Video;
using Yofo.Weights;

namespace Yofo.Tests.Cli;

public sealed class SoakTests
{
    private const int Frames = 2000;
    private const int Settled = 600; // the tiny network does 200 frames in three seconds, while code is still being compiled beside it: 5% more later, and then level

    [Fact]
    public async Task Memory_does_not_grow_with_the_video()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Resident memory is read from /proc: the soak test did not run.");
        Clips.NeedFfmpeg();
        using var clips = new Clips();
        var clip = clips.Make("long.mp4", $"testsrc=size=96x64:rate=50:duration={Frames / 50}", "-pix_fmt yuv420p");
        using (var network = TinyNetwork.Build())
        {
            ModelFolder.Save(network, clips.Path("tiny.safetensors"), new Dictionary<string, string>());
        }

        using var tool = Tool.Begin(
            clips.Folder, "segment", clip, "-p", "a square", "-p", "a circle", "--no-overlay", "-o", "out", "-q", "--threads", "1", "--weights", clips.Path("tiny.safetensors"));
        var early = await ResidentAt(Settled, tool, clips.Path("out"));
        var late = await ResidentAt(Frames - 20, tool, clips.Path("out"));
        var run = Tool.Finish(tool);
        run.ExitCode.ShouldBe(ExitCode.Done, run.Error);
        late.ShouldBeLessThan(early * 1.05);
    }

    // Resident memory of the process, in KB, once so many frames are written.
    private static async Task<double> ResidentAt(int frames, System.Diagnostics.Process tool, string folder)
    {
        while (!File.Exists(Path.Combine(folder, "masks", $"{frames:D5}.png")))
        {
            tool.HasExited.ShouldBeFalse($"the tool ended before frame {frames}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        var line = File.ReadLines($"/proc/{tool.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
