using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Yofo.Data.Datasets;

namespace Yofo.Evaluation;

/// <summary>What a model answers on a data set, for a person (Markdown) and for a program (JSON).</summary>
/// <param name="Dataset">What the set's authors call it.</param>
/// <param name="Split">The split.</param>
/// <param name="Model">Name of the network's configuration.</param>
/// <param name="Weights">File of its weights.</param>
/// <param name="Videos">Videos, or photos.</param>
/// <param name="Asked">Phrases asked, phrases of other videos left out.</param>
/// <param name="RightEmpty">Share of the frames in which a phrase of the video was answered empty, mean over phrases.</param>
/// <param name="WrongAsked">Phrases of other videos asked.</param>
/// <param name="WrongEmpty">Share of the frames in which a phrase of another video was answered empty, mean over phrases; null where none was asked.</param>
/// <param name="Scores">The scores; null where the split keeps its truth back.</param>
internal sealed record DatasetReport(
    string Dataset, string Split, string Model, string Weights, int Videos, int Asked, double RightEmpty, int WrongAsked, double? WrongEmpty, DatasetScores? Scores)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Sums a finished run up.</summary>
    public static DatasetReport Of(ReferringDataset set, DatasetFolder folder, string model, string weights, DatasetScores? scores)
    {
        var answers = set.Videos.Select(video => folder.Answers(video)!).ToList();
        var (right, wrong) = (answers.SelectMany(answer => answer.Phrases).ToList(), answers.SelectMany(answer => answer.Wrong).ToList());
        return new(
            set.Title, set.Split, model, Path.GetFileName(weights), set.Videos.Count, right.Count, right.Average(phrase => phrase.Empty),
            wrong.Count, wrong.Count == 0 ? null : wrong.Average(phrase => phrase.Empty), scores);
    }

    /// <summary>Writes the JSON and, beside it, the whole Markdown.</summary>
    public void Write(string path)
    {
        AtomicFile.Write(path, JsonSerializer.Serialize(this, Format) + "\n");
        AtomicFile.Write(Path.ChangeExtension(path, ".md"), ToMarkdown(every: true));
    }

    /// <summary>The tables; with a row for every phrase where it is asked for.</summary>
    public string ToMarkdown(bool every)
    {
        var text = new StringBuilder();
        Line(text, $"# {Dataset} {Split}: {Model}, `{Weights}`\n\n{Videos} videos, {Asked} phrases. Percent.");
        if (Scores is { } scores) WriteScores(text, scores);
        Line(text, $"\n## Controls\n\n| control | value |\n|---|---|");
        Line(text, $"| frames in which a phrase of the video was answered empty | {100 * RightEmpty:F1} |");
        Line(text, $"| frames in which a phrase of another video was answered empty ({WrongAsked} asked) | {Percent(WrongEmpty)} |");
        if (Scores is { } known)
        {
            Line(text, $"| J of marking the whole frame | {100 * known.Phrases.Average(phrase => phrase.Everything):F1} |");
            Line(text, $"| J of marking a centred ellipse | {100 * known.Phrases.Average(phrase => phrase.Ellipse):F1} |");
            WriteKinds(text, known);
            if (every) WritePhrases(text, known);
        }

        return text.ToString();
    }

    private static void WriteScores(StringBuilder text, DatasetScores scores)
    {
        Line(text, $"\n## Scores\n");
        if (scores.Sets.Count > 0)
        {
            Line(text, $"| set of phrases | objects | J&F | J | F | J&F by id | J by id | F by id |\n|---|---|---|---|---|---|---|---|");
            foreach (var set in scores.Sets)
                Line(text, $"| {set.Set} | {set.Objects} | {50 * (set.J + set.F):F1} | {100 * set.J:F1} | {100 * set.F:F1} | {50 * (set.ByIdJ + set.ByIdF):F1} | {100 * set.ByIdJ:F1} | {100 * set.ByIdF:F1} |");
            var (j, f, ownJ, ownF) = (scores.Sets.Average(set => set.J), scores.Sets.Average(set => set.F), scores.Sets.Average(set => set.ByIdJ), scores.Sets.Average(set => set.ByIdF));
            Line(text, $"| **mean of four** | | **{50 * (j + f):F1}** | {100 * j:F1} | {100 * f:F1} | **{50 * (ownJ + ownF):F1}** | {100 * ownJ:F1} | {100 * ownF:F1} |");
            Line(text, $"\nThe left half is matched (official unsupervised mode, as peers report it); by id, each phrase is held to its own object.");
        }
        else if (scores.Pictures is { } pictures)
        {
            Line(text, $"| pictures | overall IoU | mean IoU | {string.Join(" | ", PhraseGroundingScore.Thresholds.Select(threshold => string.Create(CultureInfo.InvariantCulture, $"P@{threshold}")))} |");
            Line(text, $"|---|---|---|---|---|---|---|---|");
            Line(text, $"| {pictures.Samples} | {100 * pictures.OverallIou:F1} | {100 * pictures.MeanIou:F1} | {string.Join(" | ", pictures.Precision.Select(share => Percent(share)))} |");
        }
        else
        {
            var (j, f) = (scores.Phrases.Average(phrase => phrase.J), scores.Phrases.Average(phrase => phrase.F!.Value));
            Line(text, $"| phrases | J&F | J | F |\n|---|---|---|---|\n| {scores.Phrases.Count} | **{50 * (j + f):F1}** | {100 * j:F1} | {100 * f:F1} |");
        }

        if (scores.Unscored > 0) Line(text, $"\n{scores.Unscored} phrases have a truth in no frame and are not scored.");
    }

    private static void WriteKinds(StringBuilder text, DatasetScores scores)
    {
        var kinds = scores.Phrases.Where(phrase => phrase.Kind is not null).GroupBy(phrase => phrase.Kind!, StringComparer.Ordinal).OrderBy(kind => kind.Key, StringComparer.Ordinal).ToList();
        if (kinds.Count == 0) return;
        Line(text, $"\n## Kinds of phrase\n\n| kind | phrases | J | F | answered empty | everything, J | ellipse, J |\n|---|---|---|---|---|---|---|");
        foreach (var kind in kinds)
            Line(text, $"| {kind.Key} | {kind.Count()} | {100 * kind.Average(phrase => phrase.J):F1} | {Percent(kind.Average(phrase => phrase.F))} | {100 * kind.Average(phrase => phrase.Empty):F1} | {100 * kind.Average(phrase => phrase.Everything):F1} | {100 * kind.Average(phrase => phrase.Ellipse):F1} |");
    }

    private static void WritePhrases(StringBuilder text, DatasetScores scores)
    {
        Line(text, $"\n## Videos\n\n| video | phrases | J | F | answered empty |\n|---|---|---|---|---|");
        foreach (var video in scores.Phrases.GroupBy(phrase => phrase.Video, StringComparer.Ordinal))
            Line(text, $"| {Cell(video.Key)} | {video.Count()} | {100 * video.Average(phrase => phrase.J):F1} | {Percent(video.Average(phrase => phrase.F))} | {100 * video.Average(phrase => phrase.Empty):F1} |");

        Line(text, $"\n## Phrases\n\n| video | id | phrase | frames | J | F | matched J | matched F | answered empty | ellipse, J |\n|---|---|---|---|---|---|---|---|---|---|");
        foreach (var phrase in scores.Phrases)
            Line(text, $"| {Cell(phrase.Video)} | {Cell(phrase.Id)} | {Cell(phrase.Phrase)} | {phrase.Frames} | {100 * phrase.J:F1} | {Percent(phrase.F)} | {Percent(phrase.MatchedJ)} | {Percent(phrase.MatchedF)} | {100 * phrase.Empty:F1} | {100 * phrase.Ellipse:F1} |");
    }

    private static string Percent(double? share) => share is { } value ? (100 * value).ToString("F1", CultureInfo.InvariantCulture) : "-";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
