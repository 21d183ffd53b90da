using System.CommandLine;
using Yofo.Data.Datasets;
using Yofo.Engine;
using Yofo.Evaluation;
using Yofo.Inference;
using Yofo.Weights;

namespace Yofo.Cli.Evaluate;

/// <summary><c>--dataset</c>: the model on a public set; masks, scores, controls, and what the set's server takes.</summary>
internal static class DatasetEvaluation
{
    private const int WrongPhrases = 2; // [ours] each costs as much as a phrase of the video

    /// <summary>Runs the model over the videos not yet done, scores, writes and prints.</summary>
    public static void Execute(ParseResult parsed, CancellationToken cancellation)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var name = parsed.GetRequiredValue(EvaluateOptions.Dataset)!;
        if (!ReferringDataset.Names.Contains(name))
        {
            var near = Suggestion.For(name, ReferringDataset.Names);
            throw new UsageException($"'--dataset {name}' is not known{(near is null ? "" : $": did you mean '{near}'?")} Use one of {string.Join(", ", ReferringDataset.Names)}.");
        }

        var set = ReferringDataset.Load(name, parsed.GetRequiredValue(EvaluateOptions.Root)!, parsed.GetValue(EvaluateOptions.Split));
        var (submission, sheet) = (parsed.GetValue(EvaluateOptions.Submission), parsed.GetValue(EvaluateOptions.Sheet));
        Refuse(set, submission, sheet);

        var (threads, options) = (parsed.GetValue(EvaluateOptions.Threads), new SessionOptions());
        var device = Compute.Use(parsed.GetRequiredValue(EvaluateOptions.Device), threads);
        var models = ModelFolder.Find();
        var weights = parsed.GetValue(EvaluateOptions.Weights) ?? models.DefaultWeights;
        using var network = models.Load(weights, device);
        var wrong = parsed.GetValue(EvaluateOptions.Wrong) ?? WrongPhrases;
        var path = parsed.GetValue(EvaluateOptions.Output) ?? $"{set.Name}-{set.Split}.yofo";
        var folder = DatasetFolder.Open(path, DatasetIdentity.Of(set, network.Options.Name, weights, wrong, options));

        var progress = new ProgressLine(error, Terminal.Error, parsed.GetValue(GlobalOptions.Quiet), set.Videos.Sum(video => video.Frames.Count));
        var done = 0;
        try
        {
            new DatasetRun(network, device, options).Run(set, folder, wrong, frames => progress.Report(done += frames), cancellation);
            var scores = set.HasTruth ? new DatasetScorer(set, folder, threads > 0 ? threads : Environment.ProcessorCount).Score(cancellation) : null;
            var report = DatasetReport.Of(set, folder, network.Options.Name, weights, scores);
            if (parsed.GetValue(EvaluateOptions.Report) is { } file) report.Write(file);
            if (submission is not null) DatasetSubmission.Write(set, folder, submission, cancellation);
            if (sheet is not null) ContactSheet.Write(sheet, DatasetSheet.Subjects(set, folder, scores!));
            progress.Say($"{path}: {set.Videos.Count} videos in {ProgressLine.Short(progress.Elapsed)}.");
            if (scores is null) progress.Say($"{NoTruth(set)}, so there is no score: upload '{submission}' to its server.");
            output.Write(report.ToMarkdown(every: false));
        }
        finally
        {
            progress.Clear();
        }
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
