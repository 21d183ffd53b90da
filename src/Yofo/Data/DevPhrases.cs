using System.Text.Json;

namespace Yofo.Data;

/// <summary>Reads the development phrases of the still pictures: <c>phrases.json</c>, <c>absent.json</c>, <c>refcoco-s.json</c>.</summary>
internal static class DevPhrases
{
    /// <summary>Reads all sets of all folders under a root.</summary>
    public static IReadOnlyList<DevPhrase> LoadAll(string root) => [.. StillsFolder.Folders(root).SelectMany(Load)];

    /// <summary>Reads the sets that a folder has; none is no error.</summary>
    public static IReadOnlyList<DevPhrase> Load(string folder)
    {
        var source = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        var boxes = new Lazy<Dictionary<long, ObjectBox>>(() => ReadBoxes(folder));
        var phrases = new List<DevPhrase>();
        Read(folder, "phrases", list => list.GetProperty("phrases"), p =>
        {
            var annotation = p.GetProperty("annotation_id").GetInt64();
            phrases.Add(new DevPhrase(
                source, "phrases", Image(p), Phrase(p), Absent: false, annotation, DataJson.Strings(p, "kinds"), p.GetProperty("unique_class").GetBoolean(), boxes.Value[annotation]));
        });
        Read(folder, "absent", list => list.GetProperty("phrases"), p => phrases.Add(new DevPhrase(
            source, "absent", Image(p), Phrase(p), Absent: true, null, [p.GetProperty("type").GetString()!], UniqueClass: false, null)));
        Read(folder, "refcoco-s", list => list, p => phrases.Add(new DevPhrase(
            source,
            "refcoco-s",
            Image(p),
            Phrase(p),
            Absent: p.TryGetProperty("absent", out var absent) && absent.GetBoolean(),
            p.TryGetProperty("annotation_id", out var id) && id.ValueKind == JsonValueKind.Number ? id.GetInt64() : null,
            DataJson.Strings(p, "types"),
            UniqueClass: false,
            p.TryGetProperty("bbox", out var box) && box.ValueKind == JsonValueKind.Array ? DataJson.Box(box) : null)));
        return phrases;
    }

    private static void Read(string folder, string set, Func<JsonElement, JsonElement> list, Action<JsonElement> add)
    {
        var path = Path.Combine(folder, set + ".json");
        if (!File.Exists(path))
            return;
        PlainTree.Tree.Read(path, json =>
        {
            foreach (var phrase in list(json.RootElement).EnumerateArray())
                add(phrase);
            return true;
        });
    }

    private static Dictionary<long, ObjectBox> ReadBoxes(string folder)
    {
        using var document = DataJson.Open(Path.Combine(folder, "instances.json"));
        return document.RootElement.GetProperty("annotations").EnumerateArray()
            .ToDictionary(a => a.GetProperty("id").GetInt64(), a => DataJson.Box(a.GetProperty("bbox")));
    }

    private static long Image(JsonElement phrase) => phrase.GetProperty("image_id").GetInt64();

    private static string Phrase(JsonElement phrase) => phrase.GetProperty("phrase").GetString()!;
}
