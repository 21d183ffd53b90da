using System.CommandLine;
using Yofo.Evaluation;

namespace Yofo.Cli.Evaluate;

/// <summary><c>--truth</c> and <c>--predictions</c>: scores of masks; no model takes part.</summary>
internal static class FolderEvaluation
{
    /// <summary>Scores, writes and prints.</summary>
    public static void Execute(ParseResult parsed, CancellationToken cancellation)
    {
        var (truth, predictions) = (parsed.GetRequiredValue(EvaluateOptions.Truth)!, parsed.GetRequiredValue(EvaluateOptions.Predictions)!);
        var threads = parsed.GetValue(EvaluateOptions.Threads);
        var finished = new Finished(new ProgressLine(parsed.InvocationConfiguration.Error, Terminal.Error, parsed.GetValue(GlobalOptions.Quiet), total: null));
        FolderReport report;
        try
        {
            report = FolderScorer.Score(
                truth, predictions, ScoreModeNames.Parse(parsed.GetRequiredValue(EvaluateOptions.Mode)), Math.Max(0, threads), finished: finished, cancellation: cancellation);
        }
        finally
        {
            finished.Progress.Clear();
        }

        if (parsed.GetValue(EvaluateOptions.Report) is { } path)
        {
            AtomicFile.Write(path, report.ToJson());
            AtomicFile.Write(Path.ChangeExtension(path, ".md"), report.ToMarkdown());
        }

        if (parsed.GetValue(EvaluateOptions.Sheet) is { } sheet)
        {
            ContactSheet.Write(sheet, FolderSheet.Subjects(report, truth, predictions, parsed.GetValue(EvaluateOptions.Frames)));
        }

        parsed.InvocationConfiguration.Output.Write(report.ToMarkdown());
    }

    private sealed class Finished(ProgressLine progress) : IProgress<SequenceScore>
    {
        private int frames;

        public ProgressLine Progress { get; } = progress;

        public void Report(SequenceScore value) => Progress.Report(frames += value.Objects[0].J.Frames.Count);
    }
}
