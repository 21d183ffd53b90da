using System.CommandLine;
using Yofo.Data.Datasets;
using Yofo.Engine;
using Yofo.Evaluation;
using Yofo.Inference;
using Yofo.Modeling;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Cli.Evaluate;

/// <summary><c>--dataset</c>: the model, or the networks of an ablation, on a public set; masks, scores, controls, and what the set's server takes.</summary>
internal sealed class DatasetEvaluation
{
    private const int WrongPhrases = 2; // [ours] each costs as much as a phrase of the video

    private readonly ParseResult parsed;
    private readonly ReferringDataset set;
    private readonly Device device;
    private readonly string precision;
    private readonly ModelFolder models = ModelFolder.Find();
    private readonly CancellationToken cancellation;

    private DatasetEvaluation(ParseResult parsed, ReferringDataset set, CancellationToken cancellation)
    {
        this.parsed = parsed;
        this.set = set;
        this.cancellation = cancellation;
        precision = parsed.GetRequiredValue(EvaluateOptions.Precision);
        device = Compute.Use(parsed.GetRequiredValue(EvaluateOptions.Device), parsed.GetValue(EvaluateOptions.Threads));
    }

    /// <summary>Runs the model over the videos not yet done, scores, writes and prints.</summary>
    public static void Execute(ParseResult parsed, CancellationToken cancellation)
    {
        var name = parsed.GetRequiredValue(EvaluateOptions.Dataset)!;
        if (!ReferringDataset.Names.Contains(name))
        {
            var near = Suggestion.For(name, ReferringDataset.Names);
            throw new UsageException($"'--dataset {name}' is not known{(near is null ? "" : $": did you mean '{near}'?")} Use one of {string.Join(", ", ReferringDataset.Names)}.");
        }

        var ablations = AblationArgument.Of(parsed);
        var set = ReferringDataset.Load(name, parsed.GetRequiredValue(EvaluateOptions.Root)!, parsed.GetValue(EvaluateOptions.Split));
        if (ablations.Count == 0)
        {
            Refuse(set, parsed.GetValue(EvaluateOptions.Submission), parsed.GetValue(EvaluateOptions.Sheet));
        }
        else if (!set.HasTruth)
        {
            throw new YofoException($"{NoTruth(set)}, so networks cannot be compared on it here; name another split.");
        }

        var evaluation = new DatasetEvaluation(parsed, set, cancellation);
        if (ablations.Count > 0)
        {
            evaluation.Compare(ablations);
        }
        else
        {
            evaluation.RunOne();
        }
    }

    private string Folder => parsed.GetValue(EvaluateOptions.Output) ?? $"{set.Name}-{set.Split}.yofo";

    private void RunOne()
    {
        var weights = parsed.GetValue(EvaluateOptions.Weights) ?? models.DefaultWeights;
        using var network = models.Load(weights, device, precision);
        var (folder, report) = Run(network, weights, Folder);
        if (parsed.GetValue(EvaluateOptions.Report) is { } file) report.Write(file);
        if (parsed.GetValue(EvaluateOptions.Submission) is { } submission) DatasetSubmission.Write(set, folder, submission, cancellation);
        if (parsed.GetValue(EvaluateOptions.Sheet) is { } sheet) ContactSheet.Write(sheet, DatasetSheet.Subjects(set, folder, report.Scores!));
        if (report.Scores is null) Say($"{NoTruth(set)}, so there is no score: upload '{parsed.GetValue(EvaluateOptions.Submission)}' to its server.");
        parsed.InvocationConfiguration.Output.Write(report.ToMarkdown(every: false));
    }

    // Each network in a folder of its own, so that a rerun goes on.
    private void Compare(IReadOnlyList<AblationArgument> ablations)
    {
        AblationArgument.CheckAll(ablations, models, device);
        var rows = new List<AblationRow>();
        foreach (var ablation in ablations)
        {
            Say($"{ablation.Name}: {ablation.Weights}");
            using var network = models.Load(ablation.Weights, device, precision);
            var (_, report) = Run(network, ablation.Weights, Path.Combine(Folder, SafeName.Check(ablation.Name, "network")));
            rows.Add(AblationRow.Of(ablation.Name, network.Options.FeatureMining, network.Options.MetaTransfer, report));
        }

        var table = new AblationReport(rows);
        if (parsed.GetValue(EvaluateOptions.Report) is { } file) table.Write(file);
        parsed.InvocationConfiguration.Output.Write(table.ToMarkdown());
    }

    private (DatasetFolder Folder, DatasetReport Report) Run(YofoNetwork network, string weights, string path)
    {
        var (threads, options) = (parsed.GetValue(EvaluateOptions.Threads), new SessionOptions());
        var wrong = parsed.GetValue(EvaluateOptions.Wrong) ?? WrongPhrases;
        var folder = DatasetFolder.Open(path, DatasetIdentity.Of(set, network.Options.Name, weights, wrong, precision, options));
        var progress = new ProgressLine(parsed.InvocationConfiguration.Error, Terminal.Error, parsed.GetValue(GlobalOptions.Quiet), set.Videos.Sum(video => video.Frames.Count));
        var done = 0;
        try
        {
            new DatasetRun(network, device, options).Run(set, folder, wrong, frames => progress.Report(done += frames), cancellation);
            var scores = set.HasTruth ? new DatasetScorer(set, folder, threads > 0 ? threads : Environment.ProcessorCount).Score(cancellation) : null;
            progress.Say($"{path}: {set.Videos.Count} videos in {ProgressLine.Short(progress.Elapsed)}.");
            return (folder, DatasetReport.Of(set, folder, network.Options.Name, weights, scores));
        }
        finally
        {
            progress.Clear();
        }
    }

    private void Say(string line)
    {
        if (!parsed.GetValue(GlobalOptions.Quiet)) parsed.InvocationConfiguration.Error.WriteLine(line);
    }

    private static void Refuse(ReferringDataset set, string? submission, string? sheet)
    {
        if (submission is not null && !set.IsServed)
        {
            throw new UsageException($"No server takes masks of {set.Title}: leave --submission out.");
        }

        if (!set.HasTruth && submission is null)
        {
            throw new YofoException($"{NoTruth(set)}, so it cannot be scored here; pass --submission FILE.zip and upload that to its server.");
        }

        if (!set.HasTruth && sheet is not null)
        {
            throw new YofoException($"{NoTruth(set)}, so no frame is known to be good or bad; leave --sheet out.");
        }
    }

    private static string NoTruth(ReferringDataset set) => $"{set.Title} keeps the truth of its split '{set.Split}' back";
}
