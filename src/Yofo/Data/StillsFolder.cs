using System.Globalization;
using System.Text.Json;

namespace Yofo.Data;

/// <summary>Reads folders of annotated still pictures: <c>instances.json</c> in COCO layout beside <c>images/</c>.</summary>
internal static class StillsFolder
{
    private static readonly HashSet<string> Animals = ["cat", "elephant", "emu", "flamingo", "rhino"];

    /// <summary>Reads one folder.</summary>
    public static IReadOnlyList<Scene> Load(string folder) =>
        PlainTree.Tree.Read(PlainTree.Tree.File(folder, "instances.json"), json => ReadScenes(json.RootElement, folder));

    private static List<Scene> ReadScenes(JsonElement root, string folder)
    {
        var source = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        var categories = root.GetProperty("categories").EnumerateArray()
            .ToDictionary(c => c.GetProperty("id").GetInt64(), c => CategoryNames.Canonical(c.GetProperty("name").GetString()!));
        var objects = root.GetProperty("annotations").EnumerateArray()
            .ToLookup(a => a.GetProperty("image_id").GetInt64(), a => ReadObject(a, categories));
        var captions = ReadCaptions(Path.Combine(folder, "captions.json"));
        var scenes = new List<Scene>();
        foreach (var image in root.GetProperty("images").EnumerateArray())
        {
            var id = image.GetProperty("id").GetInt64();
            scenes.Add(new Scene(
                source,
                id,
                Path.Combine(folder, "images", image.GetProperty("file_name").GetString()!),
                image.GetProperty("width").GetInt32(),
                image.GetProperty("height").GetInt32(),
                [.. objects[id]],
                ReadLabelled(source, image, categories.Values),
                DataJson.Strings(image, "crowd_categories").Concat(DataJson.Strings(image, "tiny_categories")).Select(CategoryNames.Canonical).ToHashSet(),
                [.. captions[id]],
                image.TryGetProperty("void", out var unknown) ? ReadMask(unknown) : null));
        }

        return scenes;
    }

    /// <summary>Reads every folder under a root, without the pictures that any development phrase belongs to.</summary>
    /// <param name="root">The folder of the stills' folders.</param>
    /// <param name="heldOut">Phrases to measure with: their pictures are left out too.</param>
    public static IReadOnlyList<Scene> LoadTraining(string root, WrittenPhrases heldOut)
    {
        var measured = DevPhrases.LoadAll(root).Select(p => (p.Source, Id(p.ImageId))).Concat(heldOut.Pictures).Select(p => (Collection(p.Item1), p.Item2)).ToHashSet();
        return [.. Folders(root).SelectMany(Load).Where(s => !measured.Contains((Collection(s.Source), Id(s.Id))))];
    }

    /// <summary>The folders of still pictures under a root, in order of their names.</summary>
    public static IReadOnlyList<string> Folders(string root)
    {
        var folders = Directory.EnumerateDirectories(PlainTree.Tree.Folder(root)).Where(f => File.Exists(Path.Combine(f, "instances.json"))).Order(StringComparer.Ordinal).ToList();
        return folders.Count > 0 ? folders : throw new YofoException($"No folder under '{root}' holds an instances.json; pass the folder that contains coco/, voc/ and the like.");
    }

    private static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);

    // COCO ids name one photo in all coco folders, so a photo that is in two of them is kept out of both.
    private static string Collection(string source) => source.StartsWith("coco", StringComparison.Ordinal) ? "coco" : source;

    private static SceneObject ReadObject(JsonElement annotation, Dictionary<long, string> categories)
    {
        var flags = Flag(annotation, "instance", SceneObjectFlags.Instance) | Flag(annotation, "union", SceneObjectFlags.Union)
            | Flag(annotation, "part_of_group", SceneObjectFlags.PartOfGroup) | Flag(annotation, "several_touching", SceneObjectFlags.SeveralTouching)
            | Flag(annotation, "box_only", SceneObjectFlags.BoxOnly);
        var mask = annotation.TryGetProperty("segmentation", out var segmentation) && !flags.HasFlag(SceneObjectFlags.BoxOnly) ? ReadMask(segmentation) : null;
        return new SceneObject(
            annotation.GetProperty("id").GetInt64(),
            categories[annotation.GetProperty("category_id").GetInt64()],
            DataJson.Box(annotation.GetProperty("bbox")),
            annotation.GetProperty("area").GetDouble(),
            mask,
            flags);
    }

    private static SceneObjectFlags Flag(JsonElement annotation, string name, SceneObjectFlags flag) =>
        annotation.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True ? flag : SceneObjectFlags.None;

    private static RunLengthMask ReadMask(JsonElement segmentation)
    {
        var size = segmentation.GetProperty("size");
        var counts = segmentation.GetProperty("counts");
        var (height, width) = (size[0].GetInt32(), size[1].GetInt32());
        return counts.ValueKind == JsonValueKind.String
            ? RunLengthMask.Parse(width, height, counts.GetString()!)
            : RunLengthMask.FromCounts(width, height, [.. counts.EnumerateArray().Select(c => c.GetInt32())]);
    }

    private static ILookup<long, string> ReadCaptions(string path)
    {
        if (!File.Exists(path))
            return Array.Empty<(long, string)>().ToLookup(c => c.Item1, c => c.Item2);
        using var document = DataJson.Open(path);
        return document.RootElement.GetProperty("annotations").EnumerateArray()
            .ToLookup(c => c.GetProperty("image_id").GetInt64(), c => c.GetProperty("caption").GetString()!);
    }

    // What each source labels throughout (data/stills/README.md). "animals" labels only its subject, but each of its photos was
    // taken of one of five animals: that the other four are absent is near enough certain.
    private static HashSet<string> ReadLabelled(string source, JsonElement image, IEnumerable<string> categories) => source switch
    {
        _ when image.TryGetProperty("labelled", out var labelled) && labelled.GetString() == "person only" => ["person"],
        "coco" or "coco-more" or "coco-people" => [.. CategoryNames.Coco],
        "voc" or "voc-val" => [.. CategoryNames.Voc],
        "people" => ["person"],
        "clothing" => [.. categories],
        "animals" => Animals,
        _ => [],
    };
}
