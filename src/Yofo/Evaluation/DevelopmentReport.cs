using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Yofo.Evaluation;

/// <summary>What a model answers on the development sets, for a person (Markdown) and for a program (JSON).</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Weights">File of its weights, without its folder: a report is the same on every machine.</param>
/// <param name="Blind">The phrase that stood for every phrase, or null.</param>
/// <param name="Clips">Reports of the clips; empty where none were asked.</param>
/// <param name="Stills">Answers on stills; empty where none were asked.</param>
internal sealed record DevelopmentReport(
    string Model, string Weights, string? Blind, IReadOnlyList<ClipReport> Clips, IReadOnlyList<StillAnswer> Stills)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Every how many frames of a clip one was taken, and scored.</summary>
    public int Every { get; init; } = 1;

    /// <summary>Every how many of those the network saw one; masks were carried to the others.</summary>
    public int Keyframes { get; init; } = 1;

    /// <summary>What convolutions were computed in.</summary>
    public string Precision { get; init; } = "fp32";

    /// <summary>Writes the JSON and, beside it, the Markdown.</summary>
    public void Write(string path)
    {
        AtomicFile.Write(path, JsonSerializer.Serialize(this, Format) + "\n");
        AtomicFile.Write(Path.ChangeExtension(path, ".md"), ToMarkdown());
    }

    /// <summary>The tables.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        var told = Blind is null ? "" : $", word-blind (every phrase is \"{Blind}\")";
        Line(text, $"# {Model}, `{Path.GetFileName(Weights)}`{told}{(Precision == "fp32" ? "" : $", {Precision}")}");
        if (Clips.Count > 0)
        {
            WriteClips(text);
        }

        if (Stills.Count > 0)
        {
            WriteStills(text);
        }

        return text.ToString();
    }

    private void WriteClips(StringBuilder text)
    {
        Line(text, $"\n## Clips ({(Every == 1 ? "all frames" : $"every {Every}th frame")}, {(Keyframes == 1 ? "the network saw all of them" : $"the network saw every {Keyframes}th of them, masks carried to the others")}, both ends counted; J and F as the official DAVIS evaluator has them)\n");
        Line(text, $"| clip | frames | J | F | J&F | right phrase answered empty | wrong phrase answered empty | everything, J | ellipse, J |");
        Line(text, $"|---|---|---|---|---|---|---|---|---|");
        foreach (var clip in Clips)
        {
            Line(text, $"| {clip.Clip} | {clip.Frames} | {clip.J:0.000} | {clip.F:0.000} | {(clip.J + clip.F) / 2:0.000} | {clip.RightEmpty:P0} | {clip.WrongEmpty:P0} | {clip.Everything:0.000} | {clip.Ellipse:0.000} |");
        }

        var (j, f) = (Clips.Average(clip => clip.J), Clips.Average(clip => clip.F));
        Line(text, $"| **mean of clips** | {Clips.Sum(clip => clip.Frames)} | **{j:0.000}** | {f:0.000} | {(j + f) / 2:0.000} | {Clips.Average(clip => clip.RightEmpty):P0} | **{Clips.Average(clip => clip.WrongEmpty):P1}** | {Clips.Average(clip => clip.Everything):0.000} | {Clips.Average(clip => clip.Ellipse):0.000} |");
        WriteKinds(text);
        Line(text, $"\n| clip | phrase | J | F | empty |");
        Line(text, $"|---|---|---|---|---|");
        foreach (var (clip, phrase) in Clips.SelectMany(clip => clip.Phrases.Select(phrase => (clip, phrase))))
        {
            var scores = phrase.IsRight ? string.Create(CultureInfo.InvariantCulture, $"{phrase.J:0.000} | {phrase.F:0.000}") : "wrong phrase | ";
            Line(text, $"| {clip.Clip} | {phrase.Phrase} | {scores} | {phrase.Empty:P0} |");
        }
    }

    private void WriteKinds(StringBuilder text)
    {
        Line(text, $"\n| kind of phrase | phrases | J | F | answered empty |");
        Line(text, $"|---|---|---|---|---|");
        var right = Clips.SelectMany(clip => clip.Phrases).Where(phrase => phrase.IsRight).ToList();
        foreach (var kind in right.SelectMany(phrase => new[] { phrase.Kind, phrase.When }.OfType<string>().Select(kind => (kind, phrase))).GroupBy(pair => pair.kind, pair => pair.phrase, StringComparer.Ordinal).OrderBy(kind => kind.Key, StringComparer.Ordinal))
        {
            Line(text, $"| {kind.Key} | {kind.Count()} | {kind.Average(phrase => phrase.J):0.000} | {kind.Average(phrase => phrase.F):0.000} | {kind.Average(phrase => phrase.Empty):P0} |");
        }
    }

    private void WriteStills(StringBuilder text)
    {
        Line(text, $"\n## Stills (one frame, an empty memory)\n");
        Line(text, $"| set | kind | phrases | mean IoU | precision at 0.5 | before presence acts | right candidate chosen | answered empty | everything | ellipse |");
        Line(text, $"|---|---|---|---|---|---|---|---|---|---|");
        foreach (var set in Stills.Where(answer => !answer.Absent).GroupBy(answer => answer.Set))
        {
            WriteRow(text, set.Key, "all", [.. set]);
            WriteRow(text, set.Key, "only one of its class", [.. set.Where(answer => answer.UniqueClass)]);
            WriteRow(text, set.Key, "several of its class", [.. set.Where(answer => !answer.UniqueClass)]);
            foreach (var kind in set.SelectMany(answer => answer.Kinds).Distinct().Order(StringComparer.Ordinal))
            {
                WriteRow(text, set.Key, kind, [.. set.Where(answer => answer.Kinds.Contains(kind))]);
            }
        }

        Line(text, $"\n| set | absent | phrases | answered empty |");
        Line(text, $"|---|---|---|---|");
        foreach (var group in Stills.Where(answer => answer.Absent).GroupBy(answer => (answer.Set, Kind: string.Join(", ", answer.Kinds))))
        {
            Line(text, $"| {group.Key.Set} | {group.Key.Kind} | {group.Count()} | {Share(group, answer => answer.Empty):P0} |");
        }
    }

    private static void WriteRow(StringBuilder text, string set, string kind, List<StillAnswer> answers)
    {
        if (answers.Count > 0)
        {
            Line(text, $"| {set} | {kind} | {answers.Count} | {answers.Average(answer => answer.Overlap):0.000} | {Share(answers, answer => answer.Overlap > 0.5):P0} | {answers.Average(answer => answer.Bare):0.000}, {Share(answers, answer => answer.Bare > 0.5):P0} | {Share(answers, answer => answer.Chosen):P0} | {Share(answers, answer => answer.Empty):P0} | {answers.Average(answer => answer.Everything):0.000} | {answers.Average(answer => answer.Ellipse):0.000} |");
        }
    }

    private static double Share(IEnumerable<StillAnswer> answers, Func<StillAnswer, bool> holds) => answers.Average(answer => holds(answer) ? 1.0 : 0);

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
