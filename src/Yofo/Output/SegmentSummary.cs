using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Yofo.Output;

/// <summary>What <c>summary.json</c> says of one run.</summary>
/// <param name="Phrases">The phrases; the first is number 1.</param>
/// <param name="Model">Name of the model.</param>
/// <param name="Input">Fingerprint of the input.</param>
/// <param name="Frames">Frames written.</param>
/// <param name="Fps">Frames per second of the input.</param>
/// <param name="Seconds">Seconds that the computation took.</param>
/// <param name="Absent">The phrases that were in no frame.</param>
/// <param name="Complete">Whether the whole input was done.</param>
internal sealed partial record SegmentSummary(IReadOnlyList<string> Phrases, string Model, string Input, int Frames, double Fps, double Seconds, IReadOnlyList<string> Absent, bool Complete)
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "summary.json";

    private static readonly JsonTypeInfo<SegmentSummary> Layout = new Context(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // phrases stay readable; the file is no web page
    }).SegmentSummary;

    /// <summary>Reads the summary of a folder; null where there is none, or none that can be read.</summary>
    public static SegmentSummary? Read(string folder)
    {
        try
        {
            var summary = JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, FileName)), Layout);
            return summary is { Phrases: not null, Model: not null, Input: not null } ? summary : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes it into a folder, whole or not at all.</summary>
    public void Write(string folder) =>
        AtomicFile.Write(Path.Combine(folder, FileName), JsonSerializer.Serialize(this, Layout) + "\n");

    // Written by the compiler: a start has no time to look at the record by reflection.
    [JsonSerializable(typeof(SegmentSummary))]
    private sealed partial class Context : JsonSerializerContext;
}
