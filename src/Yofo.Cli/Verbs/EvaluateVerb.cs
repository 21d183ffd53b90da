using System.CommandLine;
using Yofo.Data;
using Yofo.Engine;
using Yofo.Evaluation;
using Yofo.Inference;
using Yofo.Modeling;
using Yofo.Training;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Cli.Verbs;

/// <summary><c>yofo evaluate</c>: run a model on the development sets, or score a folder of masks.</summary>
internal static class EvaluateVerb
{
    private static readonly Option<string?> Data = new("--data") { HelpName = "FOLDER", Description = "Run the model on the dev clips and phrases of this folder (davis/, stills/)." };
    private static readonly Option<string> Split = new("--split") { HelpName = "NAME", Description = "Split of the clips (default: dev).", DefaultValueFactory = _ => "dev" };
    private static readonly Option<string[]> Only = new("--only") { HelpName = "clips|stills", Description = "Leave the other part out." };
    private static readonly Option<int> Wrong = new("--wrong") { HelpName = "N", Description = "Phrases of other clips asked of each clip (default: 8).", DefaultValueFactory = _ => 8 };
    private static readonly Option<bool> Blind = new("--blind") { Description = "Tell the model one constant phrase instead of each (the word-blind twin)." };
    private static readonly Option<string?> Truth = new("--truth") { HelpName = "FOLDER", Description = "Score masks without a model: true masks, FOLDER/<sequence>/<frame>.png." };
    private static readonly Option<string?> Predictions = new("--predictions") { HelpName = "FOLDER", Description = "Masks to score, in the same layout." };
    private static readonly Option<string> Mode = new("--mode") { HelpName = "MODE", Description = "semi-supervised, unsupervised or by-id (default: by-id).", DefaultValueFactory = _ => "by-id" };
    private static readonly Option<string?> Report = new("--report") { HelpName = "FILE", Description = "Write the report there, as JSON and, beside it, Markdown." };
    private static readonly Option<string?> Weights = new("--weights") { HelpName = "FILE", Description = "Weights to use instead of those in models/." };
    private static readonly Option<string> Device = new("--device") { HelpName = "cpu|cuda", Description = "Where to compute (default: cpu).", DefaultValueFactory = _ => "cpu" };
    private static readonly Option<int> Threads = new("--threads") { HelpName = "N", Description = "Threads for the computation (default: one a core)." };

    /// <summary>Builds the verb.</summary>
    public static Verb Create()
    {
        var verb = new Verb(
            "evaluate",
            "Measure a model on clips and phrases, or score a folder of masks.",
            "yofo evaluate --data ../shared/data --report docs/results/compact.json",
            "yofo evaluate --truth truth --predictions masks --mode unsupervised --report score.json")
        {
            Data, Split, Only, Wrong, Blind, Truth, Predictions, Mode, Report, Weights, Device, Threads,
        };
        verb.SetAction(Execute);
        return verb;
    }

    private static int Execute(ParseResult parsed)
    {
        var (data, truth, predictions) = (parsed.GetValue(Data), parsed.GetValue(Truth), parsed.GetValue(Predictions));
        return (data, truth, predictions) switch
        {
            ({ } folder, null, null) => RunModel(parsed, folder),
            (null, { } right, { } given) => ScoreFolder(parsed, right, given),
            _ => throw new UsageException("Say what to evaluate: --data FOLDER runs the model, --truth FOLDER with --predictions FOLDER scores masks."),
        };
    }

    private static int RunModel(ParseResult parsed, string data)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var quiet = parsed.GetValue(GlobalOptions.Quiet);
        var only = parsed.GetValue(Only) ?? [];
        if (Array.Find(only, part => part is not ("clips" or "stills")) is { } unknown)
        {
            throw new UsageException($"'--only {unknown}' is not known: use clips or stills.");
        }

        var device = Compute.Use(parsed.GetRequiredValue(Device), parsed.GetValue(Threads));
        var models = ModelFolder.Find();
        var weights = parsed.GetValue(Weights) ?? models.DefaultWeights;
        using var network = models.Load(weights, device);
        using var interruption = new Interruption(() => error.WriteLine("Stopping."));
        var blind = parsed.GetValue(Blind) ? WholeTrainer.ConstantPhrase : null;
        var clips = only.Contains("stills") ? [] : Clips(network, device, data, parsed, blind, quiet ? null : error, interruption.Token);
        var stills = only.Contains("clips") ? [] : new StillEvaluation(network, device, new SessionOptions())
            .Run(Path.Combine(data, "stills"), blind, (done, all) => Say(done, all, quiet ? null : error), interruption.Token);
        var report = new DevelopmentReport(network.Options.Name, weights, blind, clips, stills);
        if (parsed.GetValue(Report) is { } path)
        {
            report.Write(path);
        }

        output.Write(report.ToMarkdown());
        return ExitCode.Done;
    }

    private static IReadOnlyList<ClipReport> Clips(
        YofoNetwork network, Device device, string data, ParseResult parsed, string? blind, TextWriter? error, CancellationToken cancellation)
    {
        var split = parsed.GetRequiredValue(Split);
        var clips = DavisFolder.Load(Path.Combine(data, "davis")).Where(clip => clip.Split == split).ToList();
        return clips.Count == 0
            ? throw new YofoException($"'{Path.Combine(data, "davis")}' has no clips of the split '{split}'. Name one that splits.json has.")
            : new ClipEvaluation(network, device, new SessionOptions()).Run(
                clips, parsed.GetValue(Wrong), blind, report => error?.WriteLine(FormattableString.Invariant($"{report.Clip}: J {report.J:0.000}")), cancellation);
    }

    private static void Say(int done, int all, TextWriter? error)
    {
        if (done % 100 == 0 || done == all)
        {
            error?.WriteLine($"stills: {done} of {all} phrases");
        }
    }

    private static int ScoreFolder(ParseResult parsed, string truth, string predictions)
    {
        var threads = parsed.GetValue(Threads);
        var report = FolderScorer.Score(truth, predictions, ScoreModeNames.Parse(parsed.GetRequiredValue(Mode)), threads == 0 ? Environment.ProcessorCount : threads);
        if (parsed.GetValue(Report) is { } path)
        {
            AtomicFile.Write(path, report.ToJson());
            AtomicFile.Write(Path.ChangeExtension(path, ".md"), report.ToMarkdown());
        }

        parsed.InvocationConfiguration.Output.Write(report.ToMarkdown());
        return ExitCode.Done;
    }
}
