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
}
