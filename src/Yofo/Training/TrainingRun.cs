using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Yofo.Training;

/// <summary>A folder with a run's log, checkpoints and result. Every line of the log is written at once, so a kill loses nothing of it.</summary>
internal sealed class TrainingRun
{
    private readonly Action<string> print;
    private readonly Stopwatch watch = Stopwatch.StartNew();

    /// <summary>Opens or makes the folder.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="print">Where lines for a person go.</param>
    public TrainingRun(string folder, Action<string> print)
    {
        Folder = folder;
        this.print = print;
        Directory.CreateDirectory(folder);
    }

    /// <summary>The run's folder.</summary>
    public string Folder { get; }

    /// <summary>Path of a stage's checkpoint, or of its result.</summary>
    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Says something to the person who watches.</summary>
    public void Say(string line) => print(string.Create(CultureInfo.InvariantCulture, $"[{watch.Elapsed:hh\\:mm\\:ss}] {line}"));

    /// <summary>Appends figures to <c>log.jsonl</c> and says them.</summary>
    public void Log(string stage, int step, int steps, IReadOnlyDictionary<string, double> figures)
    {
        var entry = new Dictionary<string, object> { ["stage"] = stage, ["step"] = step, ["seconds"] = Math.Round(watch.Elapsed.TotalSeconds, 1) };
        foreach (var (name, value) in figures)
        {
            entry[name] = double.IsFinite(value) ? Math.Round(value, 5) : "not finite";
        }

        File.AppendAllText(PathOf("log.jsonl"), JsonSerializer.Serialize(entry) + "\n");
        Say($"{stage} {step}/{steps}  " + string.Join("  ", figures.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value:0.000}"))));
    }

    /// <summary>Learning rate with warm-up and cosine.</summary>
    /// <param name="step">Step, from 0.</param>
    /// <param name="steps">All steps.</param>
    /// <param name="highest">Rate after the warm-up.</param>
    /// <param name="warmUp">Steps of warm-up [ours: 50].</param>
    public static double Rate(int step, int steps, double highest, int warmUp = 50) =>
        highest * Math.Min(1, (step + 1.0) / warmUp) * ((0.5 * (1 + Math.Cos(Math.PI * step / Math.Max(1, steps)))) + 0.01);
}
