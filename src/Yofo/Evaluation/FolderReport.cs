using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Yofo.Evaluation;

/// <summary>The scores of a folder of predictions. All means are over objects, as the official evaluator takes them, not over sequences.</summary>
/// <param name="Mode">How the masks were counted and matched.</param>
/// <param name="MeanJ">Mean region similarity, 0 to 1.</param>
/// <param name="MeanF">Mean contour accuracy, 0 to 1.</param>
/// <param name="Sequences">One entry a sequence, in the order of their names.</param>
public sealed record FolderReport(ScoreMode Mode, double MeanJ, double MeanF, IReadOnlyList<SequenceScore> Sequences)
{
    private static readonly JsonWriterOptions Json = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Mean of <see cref="MeanJ"/> and <see cref="MeanF"/>.</summary>
    public double MeanJAndF => (MeanJ + MeanF) / 2;

    /// <summary>The report as JSON: mode, mean, and per sequence and object J and F with mean, recall, decay and frames.</summary>
    /// <returns>Indented JSON; a figure that is not a number is null.</returns>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            json.WriteStartObject();
            json.WriteString("mode", Mode.Name());
            json.WriteStartObject("mean");
            Write(json, "J", MeanJ);
            Write(json, "F", MeanF);
            Write(json, "J&F", MeanJAndF);
            json.WriteEndObject();
            json.WriteStartArray("sequences");
            foreach (var sequence in Sequences)
            {
                json.WriteStartObject();
                json.WriteString("name", sequence.Name);
                json.WriteStartArray("objects");
                foreach (var entry in sequence.Objects)
                {
                    json.WriteStartObject();
                    json.WriteNumber("id", entry.Id);
                    Write(json, "J", entry.J);
                    Write(json, "F", entry.F);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>The report as a Markdown table in percent: a row an object, a row of means for each sequence of several, and one for all.</summary>
    /// <returns>Markdown with a line of explanation below the table.</returns>
    public string ToMarkdown()
    {
        var text = new StringBuilder("| sequence | object | J&F | J | J recall | J decay | F | F recall | F decay |\n|---|---|---|---|---|---|---|---|---|\n");
        foreach (var sequence in Sequences)
        {
            foreach (var entry in sequence.Objects) Row(text, sequence.Name, entry.Id.ToString(CultureInfo.InvariantCulture), [entry]);
            if (sequence.Objects.Count > 1) Row(text, sequence.Name, $"mean of {sequence.Objects.Count}", sequence.Objects);
        }

        List<ObjectScore> all = [.. Sequences.SelectMany(sequence => sequence.Objects)];
        Row(text, "**mean**", $"{all.Count} objects", all);
        return text.Append(CultureInfo.InvariantCulture, $"\nPercent; mode {Mode.Name()}; means over objects.\n").ToString();
    }

    /// <summary>Takes the means over all objects.</summary>
    internal static FolderReport Of(ScoreMode mode, IReadOnlyList<SequenceScore> sequences)
    {
        List<ObjectScore> all = [.. sequences.SelectMany(sequence => sequence.Objects)];
        return new(mode, all.Average(entry => entry.J.Statistics.Mean), all.Average(entry => entry.F.Statistics.Mean), sequences);
    }

    private static void Row(StringBuilder text, string sequence, string what, IReadOnlyList<ObjectScore> objects)
    {
        var (j, f) = (objects.Average(entry => entry.J.Statistics.Mean), objects.Average(entry => entry.F.Statistics.Mean));
        double[] figures =
        [
            (j + f) / 2,
            j, objects.Average(entry => entry.J.Statistics.Recall), objects.Average(entry => entry.J.Statistics.Decay),
            f, objects.Average(entry => entry.F.Statistics.Recall), objects.Average(entry => entry.F.Statistics.Decay),
        ];
        text.Append("| ").Append(sequence.Replace("|", "\\|", StringComparison.Ordinal)).Append(" | ").Append(what).Append(" |");
        foreach (var figure in figures) text.Append(CultureInfo.InvariantCulture, $" {100 * figure:F1} |");
        text.Append('\n');
    }

    private static void Write(Utf8JsonWriter json, string name, MetricScore score)
    {
        json.WriteStartObject(name);
        Write(json, "mean", score.Statistics.Mean);
        Write(json, "recall", score.Statistics.Recall);
        Write(json, "decay", score.Statistics.Decay);
        json.WriteStartArray("frames");
        foreach (var value in score.Frames) json.WriteNumberValue(value);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }
}
