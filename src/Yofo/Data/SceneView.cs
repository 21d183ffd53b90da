namespace Yofo.Data;

/// <summary>A scene with the looks of its objects, and what can be said of them with certainty.</summary>
internal sealed class SceneView
{
    // In photos with boxes only, crowds of things are not marked (stills/README.md): trust small numbers. [ours]
    private const int MostBoxesTrusted = 5;
    private static readonly HashSet<string> Exotic = ["elephant", "bear", "zebra", "giraffe", "rhino", "emu", "flamingo"];
    private readonly Dictionary<string, List<int>> singles = [];
    private readonly HashSet<string> counted = [];
    private readonly HashSet<string> present = [];

    public SceneView(Scene scene, IReadOnlyList<ObjectLook> looks)
    {
        if (looks.Count != scene.Objects.Count)
            throw new YofoException($"Scene {scene.Id} of '{scene.Source}' has {scene.Objects.Count} objects, but {looks.Count} looks were given; pass one look an object.");
        Scene = scene;
        Looks = looks;
        People = NounWords.ReadCaptions(scene.Captions);
        for (var i = 0; i < looks.Count; i++)
        {
            present.Add(looks[i].Category);
            if (looks[i].IsSingle)
                (singles.TryGetValue(looks[i].Category, out var list) ? list : singles[looks[i].Category] = []).Add(i);
        }

        foreach (var (category, list) in singles)
        {
            var trusted = category == "person" || scene.Source != "coco-people" || list.Count <= MostBoxesTrusted;
            if ((scene.IsCounted(category) && trusted) || (category == "salient object" && list.Count == 1))
                counted.Add(category);
        }
    }

    /// <summary>The scene.</summary>
    public Scene Scene { get; }

    /// <summary>One look an object.</summary>
    public IReadOnlyList<ObjectLook> Looks { get; }

    /// <summary>The words for people that the captions bear out.</summary>
    public PersonWords People { get; }

    /// <summary>The categories of which every object is known, each for itself.</summary>
    public IEnumerable<string> Counted => counted.Where(NounWords.IsNamed);

    /// <summary>Indices of the single objects that a word can mean.</summary>
    public IReadOnlyList<int> Units(Noun noun) => noun.Categories.Count == 1
        ? singles.GetValueOrDefault(noun.Categories[0], [])
        : [.. noun.Categories.SelectMany(c => singles.GetValueOrDefault(c, []))];

    /// <summary>
    /// True for one mask over everything of a category that certainly shows several: it is the target of a plural as it is.
    /// </summary>
    public bool IsManyInOne(int index)
    {
        var thing = Scene.Objects[index];
        return thing.HasMask && thing.Flags.HasFlag(SceneObjectFlags.Union) && thing.Flags.HasFlag(SceneObjectFlags.SeveralTouching)
            && Scene.Labelled.Contains(thing.Category) && !Scene.Uncertain.Contains(thing.Category);
    }

    /// <summary>True where every object that a word can mean is known, each for itself.</summary>
    public bool IsKnown(Noun noun) => noun.Categories.All(c => counted.Contains(c) || IsNowhere(noun, c));

    /// <summary>True where the picture certainly shows nothing that people would call by the word.</summary>
    public bool IsAbsent(Noun noun) =>
        noun.Categories.Any(Scene.Labelled.Contains)
        && noun.Categories.All(c => Scene.Labelled.Contains(c) ? NounWords.IsSurelyAbsent(Scene, c) : IsNowhere(noun, c));

    // A wide word ("animal") also covers what nobody looked for in this source; only the rare ones are taken for absent.
    private bool IsNowhere(Noun noun, string category) =>
        !present.Contains(category) && !Scene.Uncertain.Contains(category)
        && (Scene.Labelled.Contains(category) || (noun.Categories.Count > 1 && Exotic.Contains(category)));
}
