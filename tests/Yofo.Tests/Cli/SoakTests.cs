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
    private const int Frames = 3000;
    private const int FirstFrame = 1400;
    private const int Windows = 8;
    private const int WindowFrames = 195;

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
            clips.Folder,
            [("MALLOC_ARENA_MAX", "1")], // Which thread gets a new arena of malloc's, and when, is chance: levels of the same run differ by a fifth for it.
            ["segment", clip, "-p", "a square", "-p", "a circle", "--no-overlay", "-o", "out", "-q", "--threads", "1", "--weights", clips.Path("tiny.safetensors")]);
        // Not from the first frames on: on a busy machine the tiny network does a thousand of them while its code is still being compiled beside it.
        var levels = new List<double>();
        for (var window = 0; window < Windows; window++)
        {
            levels.Add(await LevelOf(FirstFrame + (window * WindowFrames), WindowFrames, tool, clips.Path("out")));
        }

        var run = Tool.Finish(tool);
        run.ExitCode.ShouldBe(ExitCode.Done, run.Error);
        GrowthOf(levels).ShouldBeLessThan(levels[0] * 0.05, string.Join(", ", levels));
    }

    [Fact]
    public void Growth_is_what_comes_with_every_window()
    {
        GrowthOf([100, 100, 107, 107, 107, 107, 107, 107]).ShouldBe(0);
        GrowthOf([100, 101, 102, 103, 104, 105, 106, 107]).ShouldBe(6);
        GrowthOf([100, 104, 100, 104, 100, 104, 100, 104]).ShouldBe(0);
    }

    // From the first window to the last, less the largest single step: what is allocated once, whenever that is, does not grow with the video.
    private static double GrowthOf(List<double> levels) =>
        levels[^1] - levels[0] - Math.Max(0, levels.Zip(levels.Skip(1), (before, after) => after - before).Max());

    // The median of the memory that the tool holds, in KB, while these frames are written. Not the least: what is given back for a moment is no level.
    private static async Task<double> LevelOf(int first, int frames, System.Diagnostics.Process tool, string folder)
    {
        var seen = new List<double>();
        while (!IsWritten(first + frames - 1))
        {
            tool.HasExited.ShouldBeFalse($"the tool ended before frame {first + frames - 1}");
            if (IsWritten(first))
            {
                seen.Add(Resident(tool.Id));
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        seen.ShouldNotBeEmpty();
        return seen.Order().ElementAt(seen.Count / 2);

        bool IsWritten(int frame) => File.Exists(Path.Combine(folder, "masks", $"{frame:D5}.png"));
    }

    // Its own pages. Those of files that it maps (libtorch above all, 130 MB) the system takes and gives back as it likes: that, most likely, once made
    // the second window look a twelfth higher than the first.
    private static double Resident(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("RssAnon:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
