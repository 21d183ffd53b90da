using Shouldly;
using Xunit;
using Yofo.Cli;

namespace Yofo.Tests.Cli;

public sealed class EvaluateUsageTests
{
    [Theory]
    [InlineData("", "Say what to evaluate")]
    [InlineData("--data a --truth b --predictions c", "Say what to evaluate")]
    [InlineData("--predictions c", "Say what to evaluate")]
    [InlineData("--truth b", "'--truth' needs '--predictions FOLDER' beside it")]
    [InlineData("--dataset mevis", "'--dataset' needs '--root FOLDER' beside it")]
    [InlineData("--dataset mevsi --root a", "'--dataset mevsi' is not known: did you mean 'mevis'?")]
    [InlineData("--data a --submission b.zip", "'--submission' does nothing with '--data'")]
    [InlineData("--dataset mevis --root a --ablation full=b --submission c.zip", "packs no submission: leave --weights, --sheet and --submission out")]
    [InlineData("--truth a --predictions b --ablation full=b", "'--ablation' does nothing with '--truth'")]
    [InlineData("--truth a --predictions b --weights c", "'--weights' does nothing with '--truth'")]
    [InlineData("--truth a --predictions b --mode best", "'--mode best' is not known: use semi-supervised, unsupervised, by-id")]
    [InlineData("--truth a --predictions b --report nowhere/r.json", "'--report nowhere/r.json' cannot be written: there is no folder")]
    [InlineData("--truth a --predictions b --report r.md", "'--report r.md' is where the Markdown goes by itself: name the JSON, as in --report r.json.")]
    [InlineData("--truth a --predictions b --report .", "'--report .' cannot be written: that is a folder")]
    [InlineData("--dataset mevis --root a --sheet .", "'--sheet .' cannot be written: that is a folder")]
    [InlineData("--truth a --predictions b --threads -1", "'--threads -1' is not possible")]
    [InlineData("--data a --ablation full", "'--ablation full' is not of the form NAME=FILE")]
    [InlineData("--data a --ablation full=b --weights c", "--ablation names the weights itself")]
    [InlineData("--data a --only pictures", "'--only pictures' is not known")]
    [InlineData("--data a --wrong -1", "'--wrong -1' is not possible")]
    public void A_wrong_call_is_told_in_one_sentence(string line, string expected)
    {
        var run = Evaluator.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        run.ExitCode.ShouldBe(ExitCode.Usage);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldStartWith("yofo: ");
        run.Error.ShouldContain(expected);
        run.Error.TrimEnd('\n').ShouldNotContain("\n");
    }
}
