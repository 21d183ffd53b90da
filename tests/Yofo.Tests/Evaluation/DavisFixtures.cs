using System.Text.Json;
using Yofo.Evaluation;
using Yofo.Output;

namespace Yofo.Tests.Evaluation;

/// <summary>The figures of the official DAVIS-2017 evaluator in ../shared/fixtures.</summary>
internal static class DavisFixtures
{
    public const double Tolerance = 1e-12;

    public static string Folder(string relative) => Shared.Path(Path.Combine("fixtures", "davis-metrics", relative));

    public static JsonElement Read(string relative)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Folder(relative)));
        return document.RootElement.Clone();
    }

    public static LabelMap Mask(string relative)
    {
        var path = Folder(relative);
        var (width, height, indices) = PalettePng.Read(path);
        return new(width, height, indices, path);
    }

    public static string[] Frames(string sequence) => [.. Directory.GetFiles(Folder($"sequences/{sequence}/gt"), "*.png").Select(path => Path.GetFileName(path)).Order()];

    public static SequenceScore Score(string sequence, string prediction, ScoreMode mode, int threads = 1)
    {
        var frames = Frames(sequence);
        return SequenceScore.Of(
            sequence,
            mode,
            frames.Length,
            k => Mask($"sequences/{sequence}/gt/{frames[k]}"),
            k => Mask($"sequences/{sequence}/{prediction}/{frames[k]}"),
            threads);
    }

    public static double[] Doubles(JsonElement array) => [.. array.EnumerateArray().Select(Double)];

    public static double Double(JsonElement value) => value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble();
}
