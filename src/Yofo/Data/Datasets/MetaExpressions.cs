using System.Globalization;
using System.Text.Json;

namespace Yofo.Data.Datasets;

/// <summary>The file <c>meta_expressions.json</c> of Ref-YouTube-VOS, which MeViS and the converted Ref-DAVIS17 share.</summary>
internal static class MetaExpressions
{
    /// <summary>One video of the file. Annotations are MeViS's ids of the masks, beside the objects' ids.</summary>
    public sealed record Video(string Name, IReadOnlyList<string> Frames, IReadOnlyList<ReferringPhrase> Phrases, IReadOnlyDictionary<long, string> Annotations);

    public static IReadOnlyList<Video> Read(DatasetTree tree, string path) =>
        tree.Read(path, json => Once(json.RootElement.GetProperty("videos").EnumerateObject().Select(video => ReadVideo(video, path)).ToList(), video => video.Name, "The video", path));

    private static Video ReadVideo(JsonProperty video, string path)
    {
        var annotations = new Dictionary<long, string>();
        var phrases = new List<ReferringPhrase>();
        foreach (var entry in video.Value.GetProperty("expressions").EnumerateObject())
        {
            var objects = Ids(entry.Value, "obj_id");
            var masks = Ids(entry.Value, "anno_id");
            for (var k = 0; k < Math.Min(objects.Count, masks.Count); k++) annotations[objects[k]] = masks[k].ToString(CultureInfo.InvariantCulture);
            phrases.Add(new(SafeName.Check(entry.Name, "phrase", path), entry.Value.GetProperty("exp").GetString() ?? "", objects));
        }

        var name = SafeName.Check(video.Name, "video", path);
        var frames = DataJson.Strings(video.Value, "frames").Select(frame => SafeName.Check(frame, "frame", path)).ToList();
        return new(name, Once(frames, frame => frame, $"In the video '{name}' the frame", path), Once(phrases, phrase => phrase.Id, $"In the video '{name}' the phrase", path), annotations);
    }

    /// <summary>Names become paths: what stands twice would be written over, and counted twice.</summary>
    private static List<T> Once<T>(List<T> items, Func<T, string> name, string what, string path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return items.Find(item => !seen.Add(name(item))) is { } twice
            ? throw new YofoException($"{what} '{name(twice)}' stands twice in '{path}'; fetch the file anew.")
            : items;
    }

    /// <summary>One id or a list of them, as numbers or as text, as the sets differ; none where the field is absent.</summary>
    private static List<long> Ids(JsonElement entry, string field) =>
        !entry.TryGetProperty(field, out var ids) ? [] : ids.ValueKind == JsonValueKind.Array ? [.. ids.EnumerateArray().Select(Id)] : [Id(ids)];

    private static long Id(JsonElement id) =>
        id.ValueKind == JsonValueKind.String ? long.Parse(id.GetString()!, CultureInfo.InvariantCulture) : id.GetInt64();
}
