using System.Text.Json;

namespace Yofo.Data;

/// <summary>Small helpers for reading the JSON files of data sets.</summary>
internal static class DataJson
{
    /// <summary>Parses a file; a missing or broken one is an error that names it.</summary>
    public static JsonDocument Open(string path)
    {
        if (!File.Exists(path))
            throw new YofoException($"There is no file '{path}'; check the folder of the data set.");
        try
        {
            using var stream = File.OpenRead(path);
            return JsonDocument.Parse(stream);
        }
        catch (JsonException broken)
        {
            throw new YofoException($"'{path}' is not valid JSON (line {broken.LineNumber + 1}); fetch the file anew.", broken);
        }
    }

    /// <summary>A list of strings under a name; empty where the name is absent.</summary>
    public static IReadOnlyList<string> Strings(JsonElement element, string name) =>
        element.TryGetProperty(name, out var list) ? [.. list.EnumerateArray().Select(s => s.GetString()!)] : [];

    /// <summary>A string under a name; null where the name is absent.</summary>
    public static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var text) ? text.GetString() : null;

    /// <summary>A COCO box: x, y, width, height.</summary>
    public static ObjectBox Box(JsonElement box) => new(box[0].GetDouble(), box[1].GetDouble(), box[2].GetDouble(), box[3].GetDouble());
}
