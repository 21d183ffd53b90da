using System.Globalization;
using System.Text.Json;
using Yofo.Data.Datasets;

namespace Yofo.Data;

/// <summary>Reads a folder of clips: <c>videos/</c> (files, or folders of frames), <c>masks/</c>, <c>phrases.json</c> in the style of Ref-YouTube-VOS, <c>splits.json</c>.</summary>
internal static class DavisFolder
{
    /// <summary>Reads all clips, in the order of the file.</summary>
    public static IReadOnlyList<DavisClip> Load(string root)
    {
        var (phrases, splits) = (PlainTree.Tree.File(root, "phrases.json"), PlainTree.Tree.File(root, "splits.json"));
        var splitOf = PlainTree.Tree.Read(splits, json => json.RootElement.EnumerateObject()
            .SelectMany(split => split.Value.EnumerateArray().Select(clip => (Clip: clip.GetString()!, Split: split.Name)))
            .ToDictionary(p => p.Clip, p => p.Split));
        return PlainTree.Tree.Read(phrases, json => ReadClips(json.RootElement, root, phrases, splitOf));
    }

    private static List<DavisClip> ReadClips(JsonElement file, string root, string path, Dictionary<string, string> splitOf)
    {
        var clips = new List<DavisClip>();
        foreach (var clip in file.GetProperty("videos").EnumerateObject())
        {
            var frames = DataJson.Strings(clip.Value, "frames").Select(frame => SafeName.Check(frame, "frame", path)).ToList();
            var name = SafeName.Check(clip.Name, "clip", path);
            var video = Path.Combine(root, "videos", SafeName.Check(DataJson.Text(clip.Value, "video") ?? name, "video", path));
            video = Directory.Exists(video) ? video : video + ".mp4"; // a folder of frames needs no ffmpeg
            if (!Path.Exists(video))
                throw new YofoException($"The clip '{name}' has no video '{video}'; fetch it or take the clip out of phrases.json.");
            var masks = frames.Select(frame => Path.Combine(root, "masks", name, frame + ".png")).Select(path => File.Exists(path) ? path : null).ToList();
            if (masks.TrueForAll(path => path is null))
                throw new YofoException($"The clip '{name}' has no masks under '{Path.Combine(root, "masks", name)}'; fetch them or take the clip out of phrases.json.");
            clips.Add(new DavisClip(
                name,
                splitOf.GetValueOrDefault(name, ""),
                video,
                frames.Count,
                masks,
                [.. clip.Value.GetProperty("expressions").EnumerateObject().Select(e => ReadPhrase(e.Value))]));
        }

        return clips;
    }

    private static DavisPhrase ReadPhrase(JsonElement entry)
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
