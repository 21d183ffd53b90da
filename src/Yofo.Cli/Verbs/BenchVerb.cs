using System.CommandLine;
using Yofo.Cli.Bench;

namespace Yofo.Cli.Verbs;

/// <summary><c>yofo bench</c>: how fast it is on this machine.</summary>
internal static class BenchVerb
{
    private static readonly Argument<string> Video = new("video") { HelpName = "VIDEO", Description = "A video file." };
    private static readonly Option<string[]> Phrase = new("--phrase", "-p") { HelpName = "PHRASE", Description = "What to find." };
    private static readonly Option<int> Frames = new("--frames") { HelpName = "N", Description = "Frames of each measurement (default: 100).", DefaultValueFactory = _ => 100 };
    private static readonly Option<int> Long = new("--long") { HelpName = "N", Description = "Frames of one more run, for its memory (default: none)." };
    private static readonly Option<bool> NetworkOnly = new("--network-only") { Description = "Leave out the runs from file to masks." };
    private static readonly Option<string?> Report = new("--report") { HelpName = "FILE.json", Description = "Write the report there and, beside it, as Markdown." };
    private static readonly Option<int> Threads = new("--threads") { HelpName = "N", Description = "Most threads for the computation (default: one a core)." };

    /// <summary>Builds the verb.</summary>
    public static Verb Create()
    {
        var verb = new Verb(
            "bench",
            "Measure how fast it is on this machine: frames a second, each stage, the first mask, memory.",
            "yofo bench samples/cockatoo.mp4 -p \"the white bird\"",
            "yofo bench samples/cockatoo.mp4 -p \"the white bird\" --long 5000 --report bench.json")
        {
            Video, Phrase, Frames, Long, NetworkOnly, Report, Threads,
        };
        verb.SetAction(Run);
        return verb;
    }

    private static int Run(ParseResult parsed)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var (frames, threads, quiet) = (parsed.GetValue(Frames), parsed.GetValue(Threads), parsed.GetValue(GlobalOptions.Quiet));
        if (frames < 1 || threads is < 0 or > 1024 || parsed.GetValue(Long) < 0)
        {
            throw new UsageException($"'--frames {frames} --threads {threads}' is not possible: give at least 1 frame and 1 to 1024 threads.");
        }

        if (parsed.GetValue(Report) is { } wanted)
        {
            AtomicFile.MakeFolder(wanted); // where that is impossible, better said before the measurement than after it
        }

        var run = new BenchRun(
            parsed.GetRequiredValue(Video), PhraseCheck.Apply(parsed.GetValue(Phrase) ?? []), frames, threads == 0 ? Environment.ProcessorCount : threads,
            parsed.GetValue(Long), parsed.GetValue(NetworkOnly));
        var report = run.Execute(line =>
        {
            if (!quiet)
            {
                error.WriteLine(line);
            }
        });
        output.Write(report.ToMarkdown());
        if (parsed.GetValue(Report) is { } path)
        {
            report.Write(path);
        }

        return ExitCode.Done;
    }
}
