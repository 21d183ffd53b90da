using System.Diagnostics;

namespace Yofo.Tests.Cli;

/// <summary>Runs the built tool as a person does: as a process.</summary>
internal static class Tool
{
    private static readonly string Program = System.IO.Path.Combine(AppContext.BaseDirectory, "Yofo.Cli.dll");

    /// <summary>Runs it to its end in a folder.</summary>
    public static ToolRun Run(string folder, params string[] arguments) => Start("dotnet", [Program, .. arguments], folder);

    /// <summary>Starts it and lets it run.</summary>
    public static Process Begin(string folder, params string[] arguments) => Begin(folder, [], arguments);

    /// <summary>Starts it with these variables in its environment and lets it run.</summary>
    public static Process Begin(string folder, IEnumerable<(string Name, string Value)> environment, IEnumerable<string> arguments) =>
        Process.Start(Information("dotnet", [Program, .. arguments], folder, environment))!;

    /// <summary>Runs any program to its end.</summary>
    public static ToolRun Start(string program, IEnumerable<string> arguments, string folder, params (string Name, string Value)[] environment)
    {
        using var process = Process.Start(Information(program, arguments, folder, environment))!;
        return Finish(process);
    }

    /// <summary>Waits for the end of a process and gathers what it said.</summary>
    public static ToolRun Finish(Process process)
    {
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(TimeSpan.FromMinutes(5)))
        {
            process.Kill(entireProcessTree: true);
        }

        return new ToolRun(process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    private static ProcessStartInfo Information(string program, IEnumerable<string> arguments, string folder, IEnumerable<(string Name, string Value)> environment)
    {
        var information = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment)
        {
            information.Environment[name] = value;
        }

        return information;
    }
}
