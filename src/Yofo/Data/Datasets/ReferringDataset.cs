namespace Yofo.Data.Datasets;

/// <summary>A split of a public data set.</summary>
/// <param name="Name">What the command line calls the set.</param>
/// <param name="Title">What its authors call it.</param>
/// <param name="Split">The split, by the set's own name.</param>
/// <param name="Videos">Its videos, or its photos as videos of one frame.</param>
internal sealed record ReferringDataset(string Name, string Title, string Split, IReadOnlyList<ReferringVideo> Videos)
{
    /// <summary>Ref-DAVIS17: four sets of phrases, each merged into one indexed mask a frame.</summary>
    public const string RefDavis = "ref-davis17";

    /// <summary>MeViS: phrases that may mean several objects.</summary>
    public const string MeVisName = "mevis";

    private static readonly Dictionary<string, Source> Sources = new(StringComparer.Ordinal)
    {
        [RefDavis] = new("Ref-DAVIS17", "val", IsServed: false, RefDavis17.Load),
        ["ref-youtube-vos"] = new("Ref-YouTube-VOS", "valid", IsServed: true, RefYouTubeVos.Load),
        [MeVisName] = new("MeViS", "valid_u", IsServed: true, MeVis.Load),
        ["refcoco"] = new("RefCOCO", "val", IsServed: false, (root, split) => RefCoco.Load(root, "refcoco", split)),
        ["refcoco+"] = new("RefCOCO+", "val", IsServed: false, (root, split) => RefCoco.Load(root, "refcoco+", split)),
        ["refcocog"] = new("RefCOCOg", "val", IsServed: false, (root, split) => RefCoco.Load(root, "refcocog", split)),
        ["a2d"] = new("A2D-Sentences", "test", IsServed: false, (root, split) => A2dSentences.Load(root, split, A2dFile.Read)),
    };

    /// <summary>What the command line calls the sets.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Sources.Keys];

    /// <summary>Whether the split comes with its true masks.</summary>
    public bool HasTruth => Videos.Any(video => video.Masks is not null);

    /// <summary>Whether a server scores the set from a zip of masks.</summary>
    public bool IsServed => Sources[Name].IsServed;

    /// <summary>Whether the phrases come in four sets that are merged and scored one by one.</summary>
    public bool HasSets => Name == RefDavis;

    /// <summary>Whether peers report intersection over union of single pictures (RefCOCO, A2D-Sentences) instead of J and F.</summary>
    public bool IsPictures => Name is "a2d" || Name.StartsWith("refcoco", StringComparison.Ordinal);

    /// <summary>What tells one kind of this set's phrases from another; null where the set tags nothing.</summary>
    public string? KindOf(ReferringPhrase phrase) => Name switch
    {
        RefDavis => RefDavis17.Sets[RefDavis17.SetOf(phrase)].EndsWith("full_video", StringComparison.Ordinal) ? "full video" : "first frame",
        MeVisName => phrase.Objects.Count switch { 0 => "no object", 1 => "one object", _ => "several objects" },
        _ => null,
    };

    /// <summary>Reads a split; null for the one that peers report.</summary>
    /// <exception cref="YofoException">The set is not known, or a file of it is missing or damaged.</exception>
    public static ReferringDataset Load(string name, string root, string? split)
    {
        if (!Sources.TryGetValue(name, out var source))
            throw new YofoException($"There is no data set '{name}'; use one of {string.Join(", ", Names)}.");

        var wanted = split ?? source.Split;
        var videos = source.Load(root, wanted);
        if (videos.Count == 0) throw new YofoException($"{source.Title} under '{root}' names no video of the split '{wanted}'; fetch its annotations anew.");
        return videos.Any(video => video.Phrases.Count > 0)
            ? new(name, source.Title, wanted, videos)
            : throw new YofoException($"{source.Title} under '{root}' has no phrase for any video of the split '{wanted}'; fetch its annotations anew.");
    }

    private sealed record Source(string Title, string Split, bool IsServed, Func<string, string, IReadOnlyList<ReferringVideo>> Load);
}
