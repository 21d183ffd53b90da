using System.CommandLine;
using System.Globalization;
using Yofo.Cli.Bench;
using Yofo.Training;

namespace Yofo.Cli.Verbs;

/// <summary><c>yofo bench</c>: how fast it is on this machine.</summary>
internal static class BenchVerb
{
    private static readonly Argument<string> Video = new("video") { HelpName = "VIDEO", Description = "A video file." };
    private static readonly Option<string[]> Phrase = new("--phrase", "-p") { HelpName = "PHRASE", Description = "What to find." };
    private static readonly Option<int> Frames = new("--frames") { HelpName = "N", Description = "Frames of each run (default: 100; of the network alone at most 100).", DefaultValueFactory = _ => 100 };
    private static readonly Option<int> Long = new("--long") { HelpName = "N", Description = "Frames of one more run, for its memory (default: none)." };
    private static readonly Option<bool> NetworkOnly = new("--network-only") { Description = "Leave out the runs from file to masks." };
    private static readonly Option<string?> Config = new("--config") { HelpName = "FILE.json", Description = "Measure the network of this configuration alone, with fresh weights: how long it takes does not depend on them." };
    private static readonly Option<string?> Size = new("--size") { HelpName = "HxW", Description = "With --network-only or --config: the size that the network sees, each side a multiple of 32 (default: about 196,608 pixels)." };
    private static readonly Option<string?> Report = new("--report") { HelpName = "FILE.json", Description = "Write the report there and, beside it, as Markdown." };
    private static readonly Option<string> Precision = new("--precision") { HelpName = "auto|fp32|bf16", Description = "What to compute in (default: auto, bf16 where this processor is faster with it, else fp32).", DefaultValueFactory = _ => "auto" };
    private static readonly Option<int> Threads = new("--threads") { HelpName = "N", Description = "Most threads for the computation (default: one a core)." };

    /// <summary>Builds the verb.</summary>
    public static Verb Create()
    {
        var verb = new Verb(
            "bench",
            "Measure how fast it is on this machine: frames a second, each stage, the first mask, memory.",
            "yofo bench samples/cockatoo.mp4 -p \"the white bird\"",
            "yofo bench samples/cockatoo.mp4 -p \"the white bird\" --long 5000 --report bench.json",
            "yofo bench samples/cockatoo.mp4 -p \"the white bird\" --config configs/resnet50.json --size 384x640")
        {
            Video, Phrase, Frames, Long, NetworkOnly, Config, Size, Report, Precision, Threads,
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

        var config = parsed.GetValue(Config);
        var network = new MeasuredNetwork(config is null ? null : ConfigFile.Load(config).Network, parsed.GetRequiredValue(Precision), ReadSize(parsed.GetValue(Size)));
        var networkOnly = parsed.GetValue(NetworkOnly) || config is not null;
        if (network.Size is not null && !networkOnly)
        {
            throw new UsageException("'--size' is for the network alone: give --network-only or --config with it.");
        }

        if (parsed.GetValue(Report) is { } wanted)
        {
            AtomicFile.MakeFolder(wanted); // where that is impossible, better said before the measurement than after it
        }

        var run = new BenchRun(
            parsed.GetRequiredValue(Video), PhraseCheck.Apply(parsed.GetValue(Phrase) ?? []), frames, threads == 0 ? Environment.ProcessorCount : threads,
            parsed.GetValue(Long), networkOnly, network);
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

    private static (int Width, int Height)? ReadSize(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var sides = text.Split('x');
        if (sides.Length == 2 && int.TryParse(sides[0], CultureInfo.InvariantCulture, out var height) && int.TryParse(sides[1], CultureInfo.InvariantCulture, out var width)
            && height is >= 32 and <= 4096 && width is >= 32 and <= 4096 && height % 32 == 0 && width % 32 == 0)
        {
            return (width, height);
        }

        throw new UsageException($"'--size {text}' is no size: give height and width as in 384x640, each a multiple of 32 from 32 to 4096.");
    }
}
