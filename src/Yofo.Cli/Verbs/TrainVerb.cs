using System.CommandLine;
using Yofo.Data.Datasets;
using Yofo.Engine;
using Yofo.Training;
using Yofo.Weights;

namespace Yofo.Cli.Verbs;

/// <summary><c>yofo train</c>: from a folder of pictures, clips and phrases to a file of weights.</summary>
internal static class TrainVerb
{
    private static readonly Option<string> Config = new("--config") { HelpName = "FILE", Description = "What to train and how: one of configs/*.json.", Required = true };
    private static readonly Option<string?> Data = new("--data") { HelpName = "FOLDER", Description = "Folder with stills/, davis/ and texts/ (docs/train.md)." };
    private static readonly Option<string[]> Dataset = new("--dataset") { HelpName = "NAME=FOLDER", Description = "A public data set in its official layout, its split train: " + string.Join(", ", ReferringDataset.Names) + "; may be repeated." };
    private static readonly Option<string?> Run = new("--run") { HelpName = "FOLDER", Description = "Log, checkpoints and weights; a rerun goes on there (default: runs/ and the configuration's name)." };
    private static readonly Option<string?> Cache = new("--cache") { HelpName = "FOLDER", Description = "Features of the pictures, about 3 MB each (default: cache/ and the configuration's name)." };
    private static readonly Option<string?> From = new("--from") { HelpName = "FILE", Description = "Begin from trained weights of the same network, models/compact.safetensors say, instead of from fresh ones." };
    private static readonly Option<string?> Until = new("--until") { HelpName = "STAGE", Description = "Stop after a stage: features, choice, outline, whole or trunk (default: the end)." };
    private static readonly Option<string> Device = new("--device") { HelpName = "cpu|cuda", Description = "Where to compute (default: cpu).", DefaultValueFactory = _ => "cpu" };
    private static readonly Option<int> Threads = new("--threads") { HelpName = "N", Description = "Threads for the computation (default: one a core)." };

    /// <summary>Builds the verb.</summary>
    public static Verb Create()
    {
        var verb = new Verb(
            "train",
            "Train a configuration; stop it at any moment, and the same line goes on.",
            "yofo train --config configs/compact.json --data ../shared/data",
            "yofo train --config configs/tiny.json --data ../shared/data --run runs/try",
            "yofo train --config configs/compact.json --dataset ref-youtube-vos=../ref-youtube-vos --dataset refcoco=../coco",
            "yofo train --config configs/compact.json --from models/compact.safetensors --data my-clips --run runs/mine")
        {
            Config, Data, Dataset, Run, Cache, From, Until, Device, Threads,
        };
        verb.SetAction(Execute);
        return verb;
    }

    private static int Execute(ParseResult parsed)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var quiet = parsed.GetValue(GlobalOptions.Quiet);
        var config = ConfigFile.Load(parsed.GetRequiredValue(Config));
        var data = parsed.GetValue(Data);
        var sets = (parsed.GetValue(Dataset) ?? []).Select(ReadSet).ToList();
        if (data is null && sets.Count == 0)
        {
            throw new UsageException("Nothing to train on: name a folder with --data, or a public data set with --dataset.");
        }

        if (data is not null && !Directory.Exists(data))
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
        if (new Trainer(config, ModelFolder.Find(), run, data, sets, cache, device).Run(parsed.GetValue(From), until, interruption.Token) is { } weights)
        {
            output.WriteLine(weights);
        }

        return interruption.Token.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Done;
    }

    private static ReferringDataset ReadSet(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        if (at < 1 || at == text.Length - 1)
        {
            throw new UsageException($"'--dataset {text}' is not understood: write NAME=FOLDER, refcoco=../coco say.");
        }

        var set = ReferringDataset.Load(text[..at], text[(at + 1)..], "train");
        return set.HasTruth ? set : throw new YofoException($"{set.Title} under '{text[(at + 1)..]}' has no masks in its split train; fetch its annotations anew.");
    }

    private static void Say(string line, bool quiet, TextWriter error)
    {
        if (!quiet)
        {
            error.WriteLine(line);
        }
    }
}
