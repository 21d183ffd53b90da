using System.Globalization;

namespace Yofo.Data;

/// <summary>Reads a folder of clips: <c>videos/</c>, <c>masks/</c>, <c>phrases.json</c> in the style of Ref-YouTube-VOS, <c>splits.json</c>.</summary>
internal static class DavisFolder
{
    /// <summary>Reads all clips, in the order of the file.</summary>
    public static IReadOnlyList<DavisClip> Load(string root)
    {
        using var phrases = DataJson.Open(Path.Combine(root, "phrases.json"));
        using var splits = DataJson.Open(Path.Combine(root, "splits.json"));
        var splitOf = splits.RootElement.EnumerateObject()
            .SelectMany(split => split.Value.EnumerateArray().Select(clip => (Clip: clip.GetString()!, Split: split.Name)))
            .ToDictionary(p => p.Clip, p => p.Split);
        var clips = new List<DavisClip>();
        foreach (var clip in phrases.RootElement.GetProperty("videos").EnumerateObject())
        {
            var frames = DataJson.Strings(clip.Value, "frames");
            var video = Path.Combine(root, "videos", (DataJson.Text(clip.Value, "video") ?? clip.Name) + ".mp4");
            if (!File.Exists(video))
                throw new YofoException($"The clip '{clip.Name}' has no video '{video}'; fetch it or take the clip out of phrases.json.");
            var masks = frames.Select(frame => Path.Combine(root, "masks", clip.Name, frame + ".png")).Select(path => File.Exists(path) ? path : null).ToList();
            if (masks.TrueForAll(path => path is null))
                throw new YofoException($"The clip '{clip.Name}' has no masks under '{Path.Combine(root, "masks", clip.Name)}'; fetch them or take the clip out of phrases.json.");
            clips.Add(new DavisClip(
                clip.Name,
                splitOf.GetValueOrDefault(clip.Name, ""),
                video,
                frames.Count,
                masks,
                [.. clip.Value.GetProperty("expressions").EnumerateObject().Select(e => ReadPhrase(e.Value))]));
        }

        return clips;
    }

    private static DavisPhrase ReadPhrase(System.Text.Json.JsonElement entry)
    {
        // The older entries say in "kind" what the newer ones say in "when" (LICENSE-NOTE.md, 8).
        var (kind, when) = (DataJson.Text(entry, "kind"), DataJson.Text(entry, "when"));
        return new DavisPhrase(
            entry.GetProperty("exp").GetString()!,
            int.Parse(entry.GetProperty("obj_id").GetString()!, CultureInfo.InvariantCulture),
            when is null ? null : kind,
            when ?? kind ?? "first_frame");
    }
}
