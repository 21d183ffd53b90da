using System.Text.Json;
using Shouldly;
using Xunit;
using Yofo.Tests.Weights;
using Yofo.Training;

namespace Yofo.Tests.Training;

public sealed class TrainingRunTests
{
    [Fact]
    public void Every_line_of_the_log_is_there_at_once_and_a_rerun_adds_to_it()
    {
        using var folder = new ScratchFolder();
        var said = new List<string>();
        for (var start = 0; start < 2; start++)
        {
            var run = new TrainingRun(folder.At("run"), said.Add);
            run.Log("choice", 50, 100, new Dictionary<string, double> { ["loss"] = 0.123456789, ["norm"] = double.NaN });
            File.ReadAllLines(run.PathOf("log.jsonl")).Length.ShouldBe(start + 1);
        }

        using var line = JsonDocument.Parse(File.ReadLines(Path.Combine(folder.At("run"), "log.jsonl")).First());
        line.RootElement.GetProperty("stage").GetString().ShouldBe("choice");
        line.RootElement.GetProperty("step").GetInt32().ShouldBe(50);
        line.RootElement.GetProperty("loss").GetDouble().ShouldBe(0.12346);
        line.RootElement.GetProperty("norm").GetString().ShouldBe("not finite");
        said.Count.ShouldBe(2);
        said[0].ShouldContain("choice 50/100");
    }

    [Fact]
    public void The_curve_is_drawn_without_a_line_that_was_broken_off()
    {
        using var folder = new ScratchFolder();
        var run = new TrainingRun(folder.At("run"), _ => { });
        run.Log("choice", 50, 100, new Dictionary<string, double> { ["loss"] = 0.5 });
        run.Log("choice", 100, 100, new Dictionary<string, double> { ["loss"] = 0.25 });
        File.AppendAllText(run.PathOf("log.jsonl"), """{"stage":"choice","st""");
        TrainingCurve.Draw(run.PathOf("log.jsonl"), run.PathOf("curve.png"));
        new FileInfo(run.PathOf("curve.png")).Length.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void The_rate_warms_up_to_its_highest_and_falls_to_almost_nothing()
    {
        var rates = Enumerable.Range(0, 1000).Select(step => TrainingRun.Rate(step, 1000, 1e-3)).ToList();
        rates.ShouldAllBe(rate => rate > 0 && rate <= 1.01e-3);
        rates[0].ShouldBeLessThan(3e-5);
        rates.IndexOf(rates.Max()).ShouldBeInRange(48, 51);
        rates[999].ShouldBeLessThan(2e-5);
        rates.Skip(50).Zip(rates.Skip(51)).ShouldAllBe(pair => pair.First > pair.Second);
    }

    [Fact]
    public void Running_means_start_anew_once_they_are_taken()
    {
        var running = new RunningMean();
        running.Add("loss", 1);
        running.Add("loss", 4);
        running.Add("J", 0.5);
        running.Take().ShouldBe(new Dictionary<string, double> { ["loss"] = 2.5, ["J"] = 0.5 }, ignoreOrder: true);
        running.Add("loss", 7);
        running.Take().ShouldBe(new Dictionary<string, double> { ["loss"] = 7 }, ignoreOrder: true);
    }
}
