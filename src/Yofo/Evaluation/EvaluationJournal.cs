using System.Text.Json;
using System.Text.Json.Serialization;

namespace Yofo.Evaluation;

/// <summary>
/// What an evaluation has answered so far, in a file beside its report, so that the same call goes on where it was stopped: JSON
/// lines, the first says which call, each further one holds the answers to a clip or a picture. It goes when the report is written.
/// </summary>
internal sealed class EvaluationJournal
{
    private static readonly JsonSerializerOptions Format = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly string? path;
    private readonly string prefix;
    private readonly Dictionary<string, JsonElement> known;

    private EvaluationJournal(string? path, string prefix, Dictionary<string, JsonElement> known) =>
        (this.path, this.prefix, this.known) = (path, prefix, known);

    /// <summary>Keeps nothing: for a run without a report.</summary>
    public static EvaluationJournal None => new(null, "", []);

    /// <summary>How many answers an earlier call left.</summary>
    public int Found => known.Count;

    /// <summary>Opens the journal of a report. One of another call, or none that can be read, is begun anew.</summary>
    /// <param name="report">The report's file.</param>
    /// <param name="call">What makes two calls the same.</param>
    /// <param name="weights">Files of weights; their contents count.</param>
    public static EvaluationJournal Beside(string report, object call, IEnumerable<string> weights)
    {
        var journal = new EvaluationJournal(report + ".partial.jsonl", "", new Dictionary<string, JsonElement>(StringComparer.Ordinal));
        var identity = JsonSerializer.Serialize(new { Program = DatasetIdentity.ThisProgram, Call = call, Weights = weights.Select(DatasetIdentity.Checksum) }, Format);
        var lines = File.Exists(journal.path) ? File.ReadAllLines(journal.path) : [];
        if (lines.FirstOrDefault() == identity)
        {
            foreach (var line in lines.Skip(1))
            {
                journal.Remember(line);
            }
        }

        // Written anew, so that a line that a kill cut in two is not added to.
        AtomicFile.Write(journal.path!, string.Concat(new[] { identity }.Concat(journal.known.Select(pair => Line(pair.Key, pair.Value))).Select(line => line + "\n")));
        return journal;
    }

    /// <summary>The same journal for one of several networks.</summary>
    public EvaluationJournal For(string network) => new(path, network + " ", known);

    /// <summary>The answers to a part: those that an earlier call left, or new ones, which are kept.</summary>
    /// <typeparam name="T">Anything that goes through JSON whole.</typeparam>
    /// <param name="part">Name of the part, told apart from all others.</param>
    /// <param name="answer">Makes them.</param>
    public T Get<T>(string part, Func<T> answer)
    {
        if (known.TryGetValue(prefix + part, out var found))
        {
            return found.Deserialize<T>(Format)!;
        }

        var made = answer();
        if (path is not null)
        {
            File.AppendAllText(path, Line(prefix + part, JsonSerializer.SerializeToElement(made, Format)) + "\n");
        }

        return made;
    }

    /// <summary>The report is written: the journal has served.</summary>
    public void Complete()
    {
        if (path is not null)
        {
            File.Delete(path);
        }
    }

    private static string Line(string part, JsonElement answer) => JsonSerializer.Serialize(new { Part = part, Answer = answer }, Format);

    private void Remember(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            known[json.RootElement.GetProperty("Part").GetString()!] = json.RootElement.GetProperty("Answer").Clone();
        }
        catch (JsonException)
        {
            // Cut in two by a kill: asked again.
        }
    }
}
