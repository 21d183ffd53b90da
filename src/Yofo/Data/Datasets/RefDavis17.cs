using System.Globalization;

namespace Yofo.Data.Datasets;

/// <summary>Ref-DAVIS17 (Khoreva et al. 2018): DAVIS 2017 at 480p with phrases in four text files, or converted to the layout of Ref-YouTube-VOS.</summary>
internal static class RefDavis17
{
    private static readonly DatasetTree Tree = new("Ref-DAVIS17", """
        ref-davis/
        ├── davis_text_annotations/
        │   ├── Davis17_annot1.txt
        │   ├── Davis17_annot1_full_video.txt
        │   ├── Davis17_annot2.txt
        │   └── Davis17_annot2_full_video.txt
        └── DAVIS/
            ├── ImageSets/2017/{train,val}.txt
            ├── JPEGImages/480p/<video>/<frame>.jpg
            └── Annotations_unsupervised/480p/<video>/<frame>.png      (or Annotations/480p)
        or, converted to the layout of Ref-YouTube-VOS, as
        ref-davis/
        ├── meta_expressions/{train,valid}/meta_expressions.json
        └── {train,valid}/
            ├── JPEGImages/<video>/<frame>.jpg
            └── Annotations/<video>/<frame>.png
        """);

    /// <summary>
    /// The four sets of phrases in the order in which peers number them. A phrase's id is (object - 1) * 4 + set, here and in the converted form.
    /// </summary>
    public static IReadOnlyList<string> Sets { get; } = ["annot1", "annot1_full_video", "annot2", "annot2_full_video"];

    /// <summary>Which of the four sets a phrase is from, 0 to 3.</summary>
    public static int SetOf(ReferringPhrase phrase) =>
        int.TryParse(phrase.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id % Sets.Count
            : throw new YofoException($"The phrase id '{phrase.Id}' of Ref-DAVIS17 is no number; convert the set anew.");

    /// <summary>Reads the split train or val, in whichever of its two forms the folder holds.</summary>
    public static IReadOnlyList<ReferringVideo> Load(string root, string split)
    {
        var converted = split switch { "train" => "train", "val" or "valid" => "valid", _ => throw new YofoException($"Ref-DAVIS17 has no split '{split}'; use train or val.") };
        var expressions = Path.Combine(root, "meta_expressions", converted, "meta_expressions.json");
        return File.Exists(expressions)
            ? YouTubeVosLayout.Videos(Tree, Path.Combine(root, converted), MetaExpressions.Read(Tree, expressions), truth: true)
            : LoadOfficial(root, converted == "train" ? "train" : "val");
    }

    private static List<ReferringVideo> LoadOfficial(string root, string split)
    {
        var texts = Tree.Folder(root, "davis_text_annotations");
        var phrases = RefDavisText.Read([.. Sets.Select(set => Tree.File(texts, $"Davis17_{set}.txt"))]);
        // Some unpack DAVIS beside the texts, some put the texts into DAVIS.
        var davis = Directory.Exists(Path.Combine(root, "JPEGImages")) ? root : Tree.Folder(root, "DAVIS");
        var names = File.ReadLines(Tree.File(davis, "ImageSets", "2017", split + ".txt")).Select(line => line.Trim()).Where(line => line.Length > 0);
        var pictures = Tree.Folder(davis, "JPEGImages", "480p");
        var semiSupervised = Path.Combine(davis, "Annotations", "480p");
        var unsupervised = Path.Combine(davis, "Annotations_unsupervised", "480p");
        var masks = Directory.Exists(unsupervised) || !Directory.Exists(semiSupervised) ? Tree.Folder(unsupervised) : semiSupervised;
        var videos = new List<ReferringVideo>();
        foreach (var name in names)
        {
            var folder = Tree.Folder(pictures, SafeName.Check(name, "video"));
            var labels = Tree.Folder(masks, name);
            // No list of frames comes with DAVIS: what has a picture or a mask is one, and must have both.
            var both = Directory.EnumerateFiles(folder, "*.jpg").Concat(Directory.EnumerateFiles(labels, "*.png")).Select(path => Path.GetFileNameWithoutExtension(path));
            var frames = Tree.Frames(folder, both.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
            var (width, height) = PictureSize.Read(frames[0]);
            if (!phrases.TryGetValue(name, out var own))
                throw new YofoException($"The video '{name}' of Ref-DAVIS17's {split} set has no phrase in '{texts}'; fetch the text annotations anew.");
            var truth = Tree.Masks(labels, frames);
            videos.Add(new(name, frames, width, height, own, PaletteMasks.Read(truth, width, height)) { MaskPaths = truth });
        }

        return videos;
    }
}
