using Shouldly;
using Yofo.Cli;

namespace Yofo.Tests.Cli;

/// <summary>Runs <c>yofo evaluate</c> inside the test's process: starting one takes longer than what it does here.</summary>
internal static class Evaluator
{
    public static ToolRun Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = CommandLine.Run(["evaluate", .. arguments], output, error);
        return new ToolRun(code, output.ToString(), error.ToString());
    }

    /// <summary>The call fails with one sentence that holds this one.</summary>
    public static void ShouldFail(string expected, params string[] arguments)
    {
        var run = Run([.. arguments, "-q"]);
        run.Error.ShouldStartWith("yofo: ");
        run.Error.ShouldContain(expected);
        run.Error.TrimEnd('\n').ShouldNotContain("\n");
        run.Error.ShouldNotContain("   at ");
        run.Output.ShouldBeEmpty();
        run.ExitCode.ShouldBe(ExitCode.Failed);
    }
}
