using Shouldly;
using Xunit;
using Yofo.Cli.Bench;

namespace Yofo.Tests.Cli;

public sealed class BenchReportTests
{
    private static readonly BenchReport Report = new(
        new Machine("A processor", 2, "AVX2", "Linux", ".NET 10"), "clips/bird.mp4", new Dictionary<int, double> { [1] = 100, [2] = 180 },
        [
            new NetworkTimes(1, 1, 200, 16, [new StageMedian("encoder: maps", 20, 0), new StageMedian("encoder: trunk", 80, 4), new StageMedian("resize", 3, 0)]),
            new NetworkTimes(2, 1, 125, 12, [new StageMedian("encoder: trunk", 50, 4), new StageMedian("resize", 3, 0)]),
            new NetworkTimes(2, 16, 400, 30, [new StageMedian("encoder: trunk", 50, 4)]),
        ],
        [new WholeTimes("480p, 2 threads", 100, 12.34, 1.5, [new ResidentMemory(100, 700)])]);

    [Fact]
    public void The_tables_hold_the_numbers()
    {
        var text = Report.ToMarkdown();
        text.ShouldContain("# Speed on A processor, 2 cores, AVX2");
        text.ShouldContain("| 480p, 2 threads | 100 | 12.3 | 1.50 | 100: 700 |");
        text.ShouldContain("| 2 | 16 | 400.0 | 2.5 | 30.0 | 9.6 |");
        text.ShouldContain("| encoder: trunk | 80.0 | 50.0 | 4.00 | 50"); // 4 GFLOP in 80 ms are 50 GFLOP/s, of 100
        text.ShouldContain("The image encoder as a whole: 4.00 GFLOP in 100.0 ms with 1 threads, 40"); // 40 GFLOP/s
        text.ShouldContain("| resize | 3.0 | 3.0 |  |  |");
        text.ShouldNotContain("In fp32 it takes");
    }

    [Fact]
    public void What_was_measured_in_bf16_has_its_share_in_fp32_beside_it()
    {
        var full = EncoderRate.Of(Report.Network[0], 50);
        full.ShouldBe(new EncoderRate(1, 4, 100, 50));
        (Report with { Precision = "bf16", Full = full }).ToMarkdown().ShouldContain("In fp32 it takes 100.0 ms with 1 threads, 80"); // 40 GFLOP/s of 50
        EncoderRate.Of(new NetworkTimes(1, 1, 9, 9, [new StageMedian("encoder: maps", 9, 0)]), 50).ShouldBeNull();
    }

    [Fact]
    public void It_is_written_for_a_person_and_for_a_program()
    {
        using var folder = new TemporaryFolder();
        Report.Write(folder.At("new", "bench.json")); // into a folder that is not there yet
        File.ReadAllText(folder.At("new", "bench.md")).ShouldBe(Report.ToMarkdown());
        File.ReadAllText(folder.At("new", "bench.json")).ShouldContain("\"FramesPerSecond\": 12.34");
    }

    [Theory]
    [InlineData(new double[0], 0)]
    [InlineData(new[] { 3.0, 1, 2 }, 2)]
    [InlineData(new[] { 4.0, 1, 2, 3 }, 2.5)]
    public void The_median_is_the_middle(double[] values, double median) => NetworkRun.Median(values).ShouldBe(median);
}
