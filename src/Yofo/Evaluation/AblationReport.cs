using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Yofo.Evaluation;

/// <summary>
/// The axes of the paper's ablation (its Figure 6): feature mining (FM) and meta-transfer (MT), each on and off. The table holds our own
/// numbers only: the paper's are on another set, and its full text is not at hand.
/// </summary>
/// <param name="Rows">One row a network, in the order in which they were named.</param>
internal sealed record AblationReport(IReadOnlyList<AblationRow> Rows)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Writes the JSON and, beside it, the Markdown.</summary>
    public void Write(string path)
    {
        AtomicFile.Write(path, JsonSerializer.Serialize(this, Format) + "\n");
        AtomicFile.Write(Path.ChangeExtension(path, ".md"), ToMarkdown());
    }

    /// <summary>The table, in percent; the last column is what each network loses against the first.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder("# Ablation: feature mining (FM) and meta-transfer (MT)\n\n");
        text.Append("| network | FM | MT | weights | J&F | J | F | right phrase answered empty | wrong phrase answered empty | stills, mean IoU | J&F against the first |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var row in Rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {row.Name} | {(row.FeatureMining ? "on" : "off")} | {(row.MetaTransfer ? "on" : "off")} | `{row.Weights}` | ");
            text.AppendJoin(" | ", new[] { row.JAndF, row.J, row.F, row.RightEmpty, row.WrongEmpty, row.Stills, row.JAndF - Rows[0].JAndF }.Select(Percent));
            text.Append(" |\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\nWithout words, J on the same clips: the whole frame {Percent(Rows[0].Everything)}, a centred ellipse {Percent(Rows[0].Ellipse)}.\n");
        return text.Append("\nPercent. J and F: all frames, means over clips, on a public set over phrases. Ours only; the paper's Figure 6 is on another set.\n").ToString();
    }

    private static string Percent(double? share) => share is { } value && double.IsFinite(value) ? (100 * value).ToString("F1", CultureInfo.InvariantCulture) : "-";
}
