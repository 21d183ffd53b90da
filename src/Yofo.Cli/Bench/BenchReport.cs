using System.Globalization;
using System.Text;
using System.Text.Json;
using Yofo.Inference;

namespace Yofo.Cli.Bench;

/// <summary>How fast it is on a machine, for a person (Markdown) and for a program (JSON).</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Video">The video.</param>
/// <param name="PeakRate">GFLOP/s that one large convolution reaches here, by number of threads: what the network is held against.</param>
/// <param name="Network">The network alone.</param>
/// <param name="Whole">File to masks.</param>
internal sealed record BenchReport(
    Machine Machine, string Video, IReadOnlyDictionary<int, double> PeakRate, IReadOnlyList<NetworkTimes> Network, IReadOnlyList<WholeTimes> Whole)
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true };

    /// <summary>The network, where it is another than <c>segment</c> uses.</summary>
    public string? Name { get; init; }

    /// <summary>What convolutions were computed in.</summary>
    public string Precision { get; init; } = "fp32";

    /// <summary>The image encoder in fp32, where it was measured in less.</summary>
    public EncoderRate? Full { get; init; }

    /// <summary>Writes the JSON and, beside it, the Markdown.</summary>
    public void Write(string path)
    {
        AtomicFile.MakeFolder(path);
        AtomicFile.Write(path, JsonSerializer.Serialize(this, Format) + "\n");
        AtomicFile.Write(Path.ChangeExtension(path, ".md"), ToMarkdown());
    }

    /// <summary>The tables.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        Line(text, $"# Speed on {Machine.Processor}, {Machine.Cores} cores, {Machine.Instructions}");
        Line(text, $"{Machine.System}, {Machine.Runtime}. Video: `{Path.GetFileName(Video)}`. Medians of frames, convolutions in {Precision}.{(Name is null ? "" : $" Network: {Name}.")}");
        WriteWhole(text);
        WriteNetwork(text);
        WriteStages(text);
        return text.ToString();
    }

    private void WriteWhole(StringBuilder text)
    {
        if (Whole.Count == 0)
        {
            return;
        }

        Line(text, $"\n## File to masks (`yofo segment`, a process each)\n");
        Line(text, $"| run | frames | frames/s | first mask, s | resident MB at frame |");
        Line(text, $"|---|---|---|---|---|");
        foreach (var run in Whole)
        {
            var memory = string.Join(", ", run.Resident.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.Frame}: {point.Megabytes:0}")));
            Line(text, $"| {run.Name} | {run.Frames} | {run.FramesPerSecond:0.0} | {run.FirstMaskSeconds:0.00} | {memory} |");
        }
    }

    private void WriteNetwork(StringBuilder text)
    {
        Line(text, $"\n## Network alone, one frame at a time\n");
        Line(text, $"| threads | phrases | ms a frame that it sees | frames/s | ms a frame that masks are carried to | frames/s, every {KeyframePlan.DefaultEvery}th seen |");
        Line(text, $"|---|---|---|---|---|---|");
        foreach (var run in Network)
        {
            Line(text, $"| {run.Threads} | {run.Phrases} | {run.Milliseconds:0.0} | {1000 / run.Milliseconds:0.0} | {run.BetweenMilliseconds:0.0} | {run.FramesPerSecond:0.0} |");
        }
    }

    private void WriteStages(StringBuilder text)
    {
        var runs = Network.Where(run => run.Phrases == Network[0].Phrases).ToList();
        Line(text, $"\n## Stages, ms a frame ({Network[0].Phrases} phrase)\n");
        Line(text, $"| stage | {string.Join(" | ", runs.Select(run => $"{run.Threads} threads"))} | GFLOP | of the convolution peak |");
        Line(text, $"|---|{string.Concat(runs.Select(_ => "---|"))}---|---|");
        foreach (var stage in runs[0].Stages)
        {
            var times = runs.Select(run => (run.Stages.FirstOrDefault(other => other.Stage == stage.Stage)?.Milliseconds ?? 0).ToString("0.0", CultureInfo.InvariantCulture));
            var (operations, share) = stage.GigaOperations > 0
                ? (stage.GigaOperations.ToString("0.00", CultureInfo.InvariantCulture), (stage.Rate / PeakRate[runs[0].Threads]).ToString("P0", CultureInfo.InvariantCulture))
                : ("", "");
            Line(text, $"| {stage.Stage} | {string.Join(" | ", times)} | {operations} | {share} |");
        }

        if (EncoderRate.Of(runs[0], PeakRate[runs[0].Threads]) is { } encoder)
        {
            Line(text, $"\nThe image encoder as a whole: {encoder.GigaOperations:0.00} GFLOP in {encoder.Milliseconds:0.0} ms with {encoder.Threads} threads, {encoder.Share:P0} of what one large convolution reaches.");
        }

        if (Full is { } full)
        {
            Line(text, $"\nIn fp32 it takes {full.Milliseconds:0.0} ms with {full.Threads} threads, {full.Share:P0} of the {full.PeakRate:0} GFLOP/s that such a convolution reaches in that.");
        }

        Line(text, $"\nOne large convolution reaches {string.Join(", ", PeakRate.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value:0} GFLOP/s with {pair.Key} threads")))}.");
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
