using System.Text.Json;

namespace Yofo.Data.Datasets;

/// <summary>MeViS (Ding et al. 2023): a phrase may mean several objects; masks are run lengths in one file a split.</summary>
internal static class MeVis
{
    private static readonly DatasetTree Tree = new("MeViS", """
        mevis/
        ├── train/
        │   ├── JPEGImages/<video>/<frame>.jpg
        │   ├── mask_dict.json
        │   └── meta_expressions.json
        ├── valid_u/        (as train)
        └── valid/          (as train, without mask_dict.json)
        """);

    /// <summary>Reads the split train, valid_u or valid; valid has no truth.</summary>
    public static IReadOnlyList<ReferringVideo> Load(string root, string split)
    {
        if (split is not ("train" or "valid" or "valid_u"))
            throw new YofoException($"MeViS has no split '{split}'; use train, valid_u or valid.");

        var expressions = Tree.File(root, split, "meta_expressions.json");
        var pictures = Tree.Folder(root, split, "JPEGImages");
        var file = split == "valid" ? null : Tree.File(root, split, "mask_dict.json");
        var masks = file is null ? null : ReadMasks(file);
        var videos = new List<ReferringVideo>();
        foreach (var video in MetaExpressions.Read(Tree, expressions))
        {
            var frames = Tree.Frames(Path.Combine(pictures, video.Name), video.Frames);
            var (width, height) = PictureSize.Read(frames[0]);
            videos.Add(new(video.Name, frames, width, height, video.Phrases, masks is null ? null : Reader(video, masks, file!, width, height)));
        }

        return videos;
    }

    /// <summary>The lists of masks by id. The parsed file stays in memory: decoding a mask when asked for is cheaper than keeping all decoded.</summary>
    private static Dictionary<string, JsonElement> ReadMasks(string path) =>
        Tree.Read(path, json => json.RootElement.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal), keep: true);

    private static MaskReader Reader(MetaExpressions.Video video, Dictionary<string, JsonElement> masks, string file, int width, int height)
    {
        foreach (var id in video.Phrases.SelectMany(phrase => phrase.Objects))
        {
            if (!video.Annotations.TryGetValue(id, out var annotation) || !masks.ContainsKey(annotation))
                throw new YofoException($"The object {id} of the MeViS video '{video.Name}' has no entry '{annotation}' in '{file}'; fetch the file anew.");
        }

        return (frame, objects) =>
        {
            var mask = new byte[width * height];
            foreach (var id in objects)
            {
                var annotation = video.Annotations[id];
                var list = masks[annotation];
                if (list.ValueKind != JsonValueKind.Array || frame >= list.GetArrayLength())
                    throw new YofoException($"The masks '{annotation}' of the MeViS video '{video.Name}' in '{file}' end before frame {frame}; fetch the file anew.");
                // Null: the object is not seen in this frame.
                if (list[frame].ValueKind != JsonValueKind.Null)
                    CocoSegmentation.Draw(list[frame], mask, width, height, $"'{annotation}' of frame {frame} in '{file}'");
            }

            return mask;
        };
    }
}
