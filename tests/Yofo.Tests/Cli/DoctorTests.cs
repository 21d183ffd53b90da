using Shouldly;
using Xunit;
using Yofo.Cli;
using Yofo.Cli.Doctor;

namespace Yofo.Tests.Cli;

public sealed class DoctorTests
{
    // "hello\n"
    private const string Hello = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";

    [Fact]
    public void On_a_healthy_machine_every_line_is_ok_or_a_warning()
    {
        var run = Tool.Run(Shared.Root, "doctor");
        run.ExitCode.ShouldBe(ExitCode.Done, run.Output);
        var lines = run.Output.TrimEnd('\n').Split('\n');
        lines.ShouldAllBe(line => line.StartsWith("ok    ") || line.StartsWith("warn  "));
        foreach (var subject in new[] { "engine", "threads", "bf16", "ffmpeg", "memory", "weights" })
        {
            lines.ShouldContain(line => line.Substring(6).StartsWith(subject));
        }
    }

    [Fact]
    public void Weights_that_fit_their_checksum_are_ok()
    {
        using var folder = Weights("hello\n");
        WeightChecks.All(folder.Path).ShouldHaveSingleItem().Verdict.ShouldBe(Verdict.Ok);
    }

    [Fact]
    public void Weights_that_differ_by_one_letter_fail_with_their_mend()
    {
        using var folder = Weights("hallo\n");
        var finding = WeightChecks.All(folder.Path).ShouldHaveSingleItem();
        finding.Verdict.ShouldBe(Verdict.Fail);
        finding.Text.ShouldContain("base.safetensors differs from its checksum");
        finding.Mend.ShouldNotBeNull();
    }

    [Fact]
    public void Missing_weights_fail()
    {
        using var folder = Weights("hello\n");
        File.Delete(folder.At("base.safetensors"));
        WeightChecks.All(folder.Path).ShouldHaveSingleItem().Text.ShouldBe("base.safetensors is missing");
    }

    [Fact]
    public void Weights_that_are_not_on_the_list_are_a_warning()
    {
        using var folder = Weights("hello\n");
        folder.Write("own.safetensors", "x");
        WeightChecks.All(folder.Path).Last().Verdict.ShouldBe(Verdict.Warn);
    }

    [Fact]
    public void Without_a_list_nothing_is_taken_on_trust()
    {
        using var folder = new TemporaryFolder();
        WeightChecks.All(folder.Path).ShouldHaveSingleItem().Verdict.ShouldBe(Verdict.Fail);
        WeightChecks.All(null).ShouldHaveSingleItem().Verdict.ShouldBe(Verdict.Fail);
    }

    [Theory]
    [InlineData(8, Verdict.Ok)]
    [InlineData(0.5, Verdict.Warn)]
    public void Little_memory_is_a_warning(double gigabytes, object verdict) => SystemChecks.Memory(gigabytes).Verdict.ShouldBe(verdict);

    [Fact]
    public void A_temporary_folder_that_is_not_there_is_a_warning() => SystemChecks.Temporary("/nowhere/at/all").Verdict.ShouldBe(Verdict.Warn);

    private static TemporaryFolder Weights(string content)
    {
        var folder = new TemporaryFolder();
        folder.Write("base.safetensors", content);
        folder.Write("checksums.txt", $"# weights\n{Hello}  base.safetensors\n");
        return folder;
    }
}
