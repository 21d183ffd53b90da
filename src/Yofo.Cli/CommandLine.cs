using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Yofo.Cli.Verbs;

namespace Yofo.Cli;

/// <summary>The command line as a whole: verbs, global options, help, and what an error looks like.</summary>
internal static class CommandLine
{
    // A phrase may start with '@', so there are no response files; and no bundles, so that '-qp' is an unknown option.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    /// <summary>All verbs, in the order of the help. A new verb is one line here.</summary>
    private static Verb[] Verbs() =>
    [
        SegmentVerb.Create(),
        ExplainVerb.Create(),
        EvaluateVerb.Create(),
        TrainVerb.Create(),
        AverageVerb.Create(),
        ImportVerb.Create(),
        BenchVerb.Create(),
        DoctorVerb.Create(),
    ];

    /// <summary>Runs one command line.</summary>
    /// <returns>A value of <see cref="ExitCode"/>.</returns>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        var root = Root();
        var parsed = root.Parse(arguments, Parsing);
        if (arguments.Count == 0)
        {
            HelpText.Write(root, error);
            return ExitCode.Usage;
        }

        // Help and version answer whatever else is wrong with the line.
        if (parsed.Action is not { ClearsParseErrors: true } && UsageError.Find(parsed) is { } wrong)
        {
            error.WriteLine($"yofo: {wrong}");
            return ExitCode.Usage;
        }

        var invocation = new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false };
        try
        {
            return parsed.Invoke(invocation);
        }
        catch (UsageException mistake)
        {
            error.WriteLine($"yofo: {mistake.Message}");
            return ExitCode.Usage;
        }
        catch (Exception failure)
        {
            error.WriteLine($"yofo: {FailureText.Describe(failure)}");
            return ExitCode.Failed;
        }
    }

    /// <summary>The command line's tree, for running it and for its help.</summary>
    public static RootCommand Root()
    {
        var root = new RootCommand("Yofo finds what a phrase names in a video, and masks it in every frame.") { GlobalOptions.Quiet };
        root.Directives.Clear(); // '[suggest]' could be the name of a folder
        foreach (var verb in Verbs())
        {
            root.Subcommands.Add(verb);
        }

        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Aliases.Clear();
            help.Aliases.Add("-h");
            help.Description = "Show this help.";
            help.Action = new HelpTextAction();
        }

        foreach (var version in root.Options.OfType<VersionOption>())
        {
            version.Description = "Show the version.";
        }

        return root;
    }

    private sealed class HelpTextAction : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            HelpText.Write(parseResult.CommandResult.Command, parseResult.InvocationConfiguration.Output);
            return ExitCode.Done;
        }
    }
}
