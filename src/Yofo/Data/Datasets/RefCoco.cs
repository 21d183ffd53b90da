using System.Globalization;
using System.Text.Json;

namespace Yofo.Data.Datasets;

/// <summary>
/// RefCOCO, RefCOCO+ and RefCOCOg (Yu et al. 2016, Mao et al. 2016) as "videos" of one frame: the official pickle, or the JSON that peers
/// convert it to.
/// </summary>
internal static class RefCoco
{
    private static readonly string[] PhotoFolders = ["train2014", "images/train2014", "images/mscoco/images/train2014"];

    private static readonly DatasetTree Tree = new("RefCOCO", """
        coco/
        ├── train2014/COCO_train2014_<number>.jpg        (or images/mscoco/images/train2014, as REFER has it)
        ├── refcoco/
        │   ├── refs(unc).p
        │   └── instances.json
        ├── refcoco+/
        │   ├── refs(unc).p
        │   └── instances.json
        └── refcocog/
            ├── refs(umd).p
            └── instances.json
        or, converted as MDETR and ReferFormer do,
        coco/
        ├── train2014/COCO_train2014_<number>.jpg
        └── {refcoco,refcoco+,refcocog}/instances_{refcoco,refcoco+,refcocog}_{train,val,...}.json
        """);

    /// <summary>Reads a split (train, val, testA, testB; of RefCOCOg train, val, test), one entry a photo, in whichever form the folder holds.</summary>
    public static IReadOnlyList<ReferringVideo> Load(string root, string set, string split)
    {
        if (set is not ("refcoco" or "refcoco+" or "refcocog"))
            throw new YofoException($"There is no set '{set}'; use refcoco, refcoco+ or refcocog.");

        var folder = Tree.Folder(root, set);
        var photos = PhotoFolders.Select(part => Path.Combine(root, part)).FirstOrDefault(Directory.Exists) ?? Tree.Folder(root, PhotoFolders[0]);
        var converted = Path.Combine(folder, $"instances_{set}_{SafeName.Check(split, "split")}.json");
        return File.Exists(converted)
            ? Tree.Read(converted, json => Converted(json.RootElement, converted, photos), keep: true)
            : Official(Tree.File(folder, set == "refcocog" ? "refs(umd).p" : "refs(unc).p"), Tree.File(folder, "instances.json"), photos, split);
    }

    private static List<ReferringVideo> Official(string pickle, string instances, string photos, string split)
    {
        var entries = RefCocoPickle.Read(pickle);
        var wanted = entries.Where(entry => entry.Split == split).ToList();
        if (wanted.Count == 0)
            throw new YofoException($"'{pickle}' has no split '{split}'; use one of {string.Join(", ", entries.Select(entry => entry.Split).Distinct())}.");

        return Tree.Read(
            instances,
            json =>
            {
                var images = json.RootElement.GetProperty("images").EnumerateArray().ToDictionary(image => image.GetProperty("id").GetInt64());
                var needed = wanted.Select(entry => entry.Annotation).ToHashSet();
                var masks = json.RootElement.GetProperty("annotations").EnumerateArray()
                    .Where(annotation => needed.Contains(annotation.GetProperty("id").GetInt64()))
                    .ToDictionary(annotation => annotation.GetProperty("id").GetInt64(), annotation => annotation.GetProperty("segmentation"));
                return wanted.GroupBy(entry => entry.Image).Select(group =>
                {
                    if (!images.TryGetValue(group.Key, out var image) || group.FirstOrDefault(entry => !masks.ContainsKey(entry.Annotation)) is not null)
                        throw new YofoException($"'{instances}' lacks the image {group.Key} or a mask of it that '{pickle}' names; fetch both files anew.");
                    return Photo(image, instances, photos, [.. group.SelectMany(entry => entry.Phrases)], masks);
                }).ToList();
            },
            keep: true);
    }

    private static List<ReferringVideo> Converted(JsonElement root, string path, string photos)
    {
        // One "image" of the file is one phrase, its annotation the object; the same photo comes again for each of its phrases.
        var masks = new Dictionary<long, JsonElement>();
        var objects = new Dictionary<long, List<long>>();
        foreach (var annotation in root.GetProperty("annotations").EnumerateArray())
        {
            var id = annotation.TryGetProperty("original_id", out var original) ? original.GetInt64() : annotation.GetProperty("id").GetInt64();
            masks[id] = annotation.GetProperty("segmentation");
            var image = annotation.GetProperty("image_id").GetInt64();
            if (!objects.TryGetValue(image, out var list)) objects[image] = list = [];
            list.Add(id);
        }

        return [.. root.GetProperty("images").EnumerateArray().GroupBy(image => image.GetProperty("file_name").GetString()).Select(group => Photo(
            group.First(),
            path,
            photos,
            [.. group.Select(image => (Id: image.GetProperty("id").GetInt64(), Text: image.GetProperty("caption").GetString() ?? ""))
                .Select(image => new ReferringPhrase(image.Id.ToString(CultureInfo.InvariantCulture), image.Text, objects.GetValueOrDefault(image.Id) ?? []))],
            masks))];
    }

    private static ReferringVideo Photo(JsonElement image, string path, string photos, IReadOnlyList<ReferringPhrase> phrases, Dictionary<long, JsonElement> masks)
    {
        var file = SafeName.Check(image.GetProperty("file_name").GetString(), "photo", path);
        var (width, height) = (image.GetProperty("width").GetInt32(), image.GetProperty("height").GetInt32());
        if (width is < 1 or > 32768 || height is < 1 or > 32768)
            throw new YofoException($"The photo '{file}' is said to be {width} x {height} in '{path}'; fetch the annotations anew.");

        return new(Path.GetFileNameWithoutExtension(file), [Tree.File(photos, file)], width, height, phrases, (_, objects) =>
        {
            var mask = new byte[width * height];
            foreach (var id in objects) CocoSegmentation.Draw(masks[id], mask, width, height, $"{id} of '{file}' in '{path}'");
            return mask;
        });
    }
}
