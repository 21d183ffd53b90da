using System.CommandLine;
using Yofo.Engine;
using Yofo.Training;
using Yofo.Weights;

namespace Yofo.Cli.Verbs;

/// <summary><c>yofo train</c>: from a folder of pictures, clips and phrases to a file of weights.</summary>
internal static class TrainVerb
{
    private static readonly Option<string> Config = new("--config") { HelpName = "FILE", Description = "What to train and how: one of configs/*.json.", Required = true };
    private static readonly Option<string> Data = new("--data") { HelpName = "FOLDER", Description = "Folder with stills/, davis/ and texts/ (docs/train.md).", Required = true };
    private static readonly Option<string?> Run = new("--run") { HelpName = "FOLDER", Description = "Log, checkpoints and weights; a rerun goes on there (default: runs/ and the configuration's name)." };
    private static readonly Option<string?> Cache = new("--cache") { HelpName = "FOLDER", Description = "Features of the pictures, about 3 MB each (default: cache/ and the configuration's name)." };
    private static readonly Option<string?> From = new("--from") { HelpName = "FILE", Description = "Begin from trained weights of the same network, models/compact.safetensors say, instead of from fresh ones." };
    private static readonly Option<string?> Until = new("--until") { HelpName = "STAGE", Description = "Stop after a stage: features, choice, outline or whole (default: the end)." };
    private static readonly Option<string> Device = new("--device") { HelpName = "cpu|cuda", Description = "Where to compute (default: cpu).", DefaultValueFactory = _ => "cpu" };
    private static readonly Option<int> Threads = new("--threads") { HelpName = "N", Description = "Threads for the computation (default: one a core)." };

    /// <summary>Builds the verb.</summary>
    public static Verb Create()
    {
        var verb = new Verb(
            "train",
            "Train a configuration; stop it at any moment, and the same line goes on.",
            "yofo train --config configs/compact.json --data ../shared/data",
            "yofo train --config configs/tiny.json --data ../shared/data --run runs/try")
        {
            Config, Data, Run, Cache, From, Until, Device, Threads,
        };
        verb.SetAction(Execute);
        return verb;
    }

    private static int Execute(ParseResult parsed)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var quiet = parsed.GetValue(GlobalOptions.Quiet);
        var config = ConfigFile.Load(parsed.GetRequiredValue(Config));
        var data = parsed.GetRequiredValue(Data);
        if (!Directory.Exists(data))
        {
            throw new YofoException($"No folder '{data}'. Name one that holds stills/ or davis/ (docs/train.md).");
        }

        var until = parsed.GetValue(Until);
        if (until is not null && !Trainer.Stages.Contains(until))
        {
            throw new UsageException($"'--until {until}' is no stage: use one of {string.Join(", ", Trainer.Stages)}.");
        }

        var device = Compute.Use(parsed.GetRequiredValue(Device), parsed.GetValue(Threads));
        using var interruption = new Interruption(() => error.WriteLine("Finishing the step at hand and writing a checkpoint; Ctrl+C again stops at once."));
        var run = new TrainingRun(parsed.GetValue(Run) ?? Path.Combine("runs", config.Network.Name), line => Say(line, quiet, error));
        var cache = parsed.GetValue(Cache) ?? Path.Combine("cache", config.Network.Name);
        if (new Trainer(config, ModelFolder.Find(), run, data, cache, device).Run(parsed.GetValue(From), until, interruption.Token) is { } weights)
        {
            output.WriteLine(weights);
        }

        return interruption.Token.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Done;
    }

    private static void Say(string line, bool quiet, TextWriter error)
    {
        if (!quiet)
        {
            error.WriteLine(line);
        }
    }
}
