namespace Yofo.Data.Datasets;

/// <summary>Ref-YouTube-VOS (Seo et al. 2020), as its competition hands it out.</summary>
internal static class RefYouTubeVos
{
    private static readonly DatasetTree Tree = new("Ref-YouTube-VOS", """
        ref-youtube-vos/
        ├── meta_expressions/
        │   ├── train/meta_expressions.json
        │   ├── valid/meta_expressions.json
        │   └── test/meta_expressions.json      (needed for valid: its videos are taken out)
        ├── train/
        │   ├── JPEGImages/<video>/<frame>.jpg
        │   └── Annotations/<video>/<frame>.png
        ├── valid/JPEGImages/<video>/<frame>.jpg
        └── test/JPEGImages/<video>/<frame>.jpg
        """);

    /// <summary>Reads the split train, valid or test. Only train has its truth; valid is the 202 videos of 507 that test does not name.</summary>
    public static IReadOnlyList<ReferringVideo> Load(string root, string split)
    {
        if (split is not ("train" or "valid" or "test"))
            throw new YofoException($"Ref-YouTube-VOS has no split '{split}'; use train, valid or test.");

        var videos = MetaExpressions.Read(Tree, Expressions(split));
        if (split == "valid")
        {
            var test = MetaExpressions.Read(Tree, Expressions("test")).Select(video => video.Name).ToHashSet(StringComparer.Ordinal);
            videos = [.. videos.Where(video => !test.Contains(video.Name))];
        }

        return YouTubeVosLayout.Videos(Tree, Path.Combine(root, split), videos, truth: split == "train");

        string Expressions(string name) => Tree.File(root, "meta_expressions", name, "meta_expressions.json");
    }
}
