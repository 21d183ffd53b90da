using System.Globalization;

namespace Yofo.Data.Datasets;

/// <summary>A2D-Sentences (Gavrilyuk et al. 2018): actors in short clips, a few annotated frames each.</summary>
internal static class A2dSentences
{
    private static readonly DatasetTree Tree = new("A2D-Sentences", """
        a2d_sentences/
        ├── Release/
        │   ├── videoset.csv
        │   └── pngs320H/<video>/<frame>.png                         (from 00001; cut from clips320H where the release has only clips)
        ├── text_annotations/
        │   ├── a2d_annotation.txt
        │   ├── a2d_missed_videos.txt
        │   └── a2d_annotation_with_instances/<video>/<frame>.h5
        └── a2d_sentences_single_frame_{train,test}_annotations.json (as peers convert it; then the two texts and videoset.csv are not needed)
        """);

    /// <summary>Reads the split train or test. A phrase's id is its instance's; frames without an annotation file have no truth.</summary>
    public static IReadOnlyList<ReferringVideo> Load(string root, string split, A2dMasks.Reader open)
    {
        if (split is not ("train" or "test")) throw new YofoException($"A2D-Sentences has no split '{split}'; use train or test.");

        var converted = Path.Combine(root, $"a2d_sentences_single_frame_{split}_annotations.json");
        var rows = File.Exists(converted) ? ReadConverted(converted) : ReadOfficial(root, split);
        var pictures = Tree.Folder(root, "Release", "pngs320H");
        var masks = Tree.Folder(root, "text_annotations", "a2d_annotation_with_instances");
        return [.. rows.GroupBy(row => row.Video, StringComparer.Ordinal).Select(video =>
        {
            var folder = Tree.Folder(pictures, SafeName.Check(video.Key, "video"));
            List<string> frames = [.. Directory.EnumerateFiles(folder, "*.png").Order(StringComparer.Ordinal)];
            if (frames.Count == 0) throw Tree.Missing(Path.Combine(folder, "00001.png"));
            var (width, height) = PictureSize.Read(frames[0]);
            return new ReferringVideo(video.Key, frames, width, height, Phrases(video.Select(row => (row.Instance, row.Text))), Reader(Path.Combine(masks, video.Key), frames, width, height, open));
        })];
    }

    private static MaskReader Reader(string folder, List<string> frames, int width, int height, A2dMasks.Reader open) => (frame, objects) =>
    {
        var path = Path.Combine(folder, Path.GetFileNameWithoutExtension(frames[frame]) + ".h5");
        if (!File.Exists(path)) return null;
        var masks = open(path);
        if (masks.Width != width || masks.Height != height || masks.Masks.Length != masks.Instances.Count * width * height)
            throw new YofoException($"The masks of '{path}' are {masks.Instances.Count} of {masks.Width} x {masks.Height} in {masks.Masks.Length} bytes but its frames are {width} x {height}; fetch the set's own files.");
        return masks.Union(objects);
    };

    private static List<ReferringPhrase> Phrases(IEnumerable<(long Instance, string Text)> rows)
    {
        var phrases = new List<ReferringPhrase>();
        foreach (var (instance, text) in rows.Distinct())
        {
            var again = phrases.Count(phrase => phrase.Objects[0] == instance);
            var id = instance.ToString(CultureInfo.InvariantCulture);
            phrases.Add(new(again == 0 ? id : $"{id}_{again}", text, [instance]));
        }

        return phrases;
    }

    /// <summary>Rows [text, video, frame, instance], one a phrase and annotated frame.</summary>
    private static List<(string Video, long Instance, string Text)> ReadConverted(string path) =>
        Tree.Read(path, json => json.RootElement.EnumerateArray().Select(row =>
            (row[1].GetString()!, row[3].ValueKind == System.Text.Json.JsonValueKind.String ? long.Parse(row[3].GetString()!, CultureInfo.InvariantCulture) : row[3].GetInt64(), row[0].GetString()!)).ToList());

    private static List<(string Video, long Instance, string Text)> ReadOfficial(string root, string split)
    {
        var annotations = Tree.File(root, "text_annotations", "a2d_annotation.txt");
        var missed = File.ReadLines(Tree.File(root, "text_annotations", "a2d_missed_videos.txt")).Select(line => line.Trim()).ToHashSet(StringComparer.Ordinal);
        // videoset.csv: name, action, start, end, height, width, frames, annotated frames, subset (0 train, 1 test).
        var wanted = File.ReadLines(Tree.File(root, "Release", "videoset.csv")).Select(line => line.Trim().Split(','))
            .Where(fields => fields.Length == 9 && fields[8] == (split == "train" ? "0" : "1") && !missed.Contains(fields[0]))
            .Select(fields => fields[0]).ToHashSet(StringComparer.Ordinal);
        var rows = new List<(string Video, long Instance, string Text)>();
        var number = 1;
        foreach (var line in File.ReadLines(annotations).Skip(1)) // the first line names the columns: video_id, instance_id, query
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            var fields = line.Split(',', 3);
            if (fields.Length < 3 || !long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var instance))
                throw new YofoException($"Line {number} of '{annotations}' is not of the form video,instance,phrase; fetch the file anew.");

            var text = fields[2].Trim();
            if (text.Length > 1 && text[0] == '"' && text[^1] == '"') text = text[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal);
            if (wanted.Contains(fields[0])) rows.Add((fields[0], instance, text));
        }

        return rows;
    }
}
