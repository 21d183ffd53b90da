using System.Globalization;
using Yofo.Data;

namespace Yofo.Training;

/// <summary>Makes composite clips, each from its number: the same number gives the same clip.</summary>
internal sealed class CompositeEngine
{
    private const double LeastShown = 0.4;  // of a thing that phrases are written of [ours]
    private const double MotionShare = 0.2; // of phrases that tell how something moves [ours]
    private const double Moves = 0.2, Still = 0.1; // of the frame's width from beginning to end: one that moves, and one that does not [ours]
    private const double Nears = 1.3;       // times as large at the end [ours]

    // What a phrase of these kinds says of one frame is true of the others.
    private static readonly HashSet<PhraseKind> Lasting =
        [PhraseKind.Class, PhraseKind.Only, PhraseKind.Colour, PhraseKind.Clothing, PhraseKind.Motion, PhraseKind.AbsentObject, PhraseKind.AbsentAttribute];

    // A drifting oven would be odd [ours].
    private static readonly HashSet<string> Movers =
    [
        "person", "bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat", "bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra",
        "giraffe", "flamingo", "rhino", "emu", "backpack", "umbrella", "handbag", "suitcase", "frisbee", "sports ball", "kite", "skateboard", "surfboard", "bottle", "teddy bear",
    ];

    private readonly IReadOnlyList<List<Scene>> backgrounds;                                           // by what they show, so that no kind outnumbers the others
    private readonly Dictionary<string, List<(Scene Scene, SceneObject Thing)>> things;
    private readonly PhraseEngine engine;
    private readonly int seed;

    /// <summary>Gathers what clips are made of.</summary>
    /// <param name="scenes">Photos with masks.</param>
    /// <param name="frames">Frames a clip.</param>
    /// <param name="seed">Another seed, other clips.</param>
    public CompositeEngine(IReadOnlyList<Scene> scenes, int frames, int seed)
    {
        (Frames, this.seed) = (frames, seed);
        var usable = scenes.Where(scene => scene.Source is not ("clothing" or "salient") && scene.Labelled.Count > 0).ToList();
        things = usable.SelectMany(scene => scene.Objects.Where(thing => CanBeCut(scene, thing)).Select(thing => (scene, thing)))
            .GroupBy(part => part.thing.Category).ToDictionary(group => group.Key, group => group.ToList());
        var behind = usable.Where(scene => scene.Objects.All(thing => thing.HasMask) && scene.Objects.Count <= 6 && scene.Labelled.Overlaps(things.Keys)).ToList();
        backgrounds = [.. behind.GroupBy(scene => scene.Objects.Count == 0 ? "" : scene.Objects[0].Category).Select(group => group.ToList())];
        engine = new PhraseEngine(new PhraseFrequencies(behind));
    }

    /// <summary>Frames a clip.</summary>
    public int Frames { get; }

    /// <summary>Its folder in the cache: clips of other numbers of photos or things, of other lengths or seeds lie elsewhere.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{seed}-{Frames}-{backgrounds.Sum(group => group.Count)}-{things.Sum(group => group.Value.Count)}");

    /// <summary>Whether there is anything to make clips of.</summary>
    public bool IsEmpty => backgrounds.Count == 0 || things.Count == 0;

    /// <summary>The clip of a number.</summary>
    public CompositeClip Make(int number)
    {
        var random = new Random((seed * 15_485_863) + number);
        var group = backgrounds[random.Next(backgrounds.Count)];
        var background = group[random.Next(group.Count)];
        var fitting = things.Keys.Where(background.Labelled.Contains).Order(StringComparer.Ordinal).ToList();

        // Now and then two of a kind, for a name alone would tell the others apart.
        var category = fitting[random.Next(fitting.Count)];
        var chosen = new List<CutOut>();
        for (var left = 2 + random.Next(2); left > 0; left--)
        {
            var (scene, thing) = things[category][random.Next(things[category].Count)];
            chosen.Add(Move(scene, thing, random));
            category = random.Next(3) == 0 ? category : fitting[random.Next(fitting.Count)];
        }

        return new CompositeClip(background, (Within(random, 0.15), Within(random, 0.08)), chosen, Frames);
    }

    /// <summary>Phrases that hold in all frames of a clip, with the objects that they mean (as <see cref="CompositeClip.Draw"/> counts them); null where it gives none.</summary>
    public IReadOnlyList<PhraseSample>? Phrases(CompositeClip clip, int count, double absentShare, Random random)
    {
        var view = clip.Look(clip.Frames / 2);
        var samples = new List<PhraseSample>();
        for (var tries = 0; samples.Count < count && tries < 12 * count; tries++)
        {
            // The first phrase is never absent: a clip without any target teaches little.
            var sample = random.NextDouble() < MotionShare ? Motion(view, clip, random) : engine.Draw(view, random, samples.Count == 0 ? 0 : absentShare);
            if (sample is not null && Lasting.Contains(sample.Kind) && sample.Targets.All(target => IsShown(view, clip, target)))
            {
                samples.Add(sample);
            }
        }

        return samples.Count == count ? samples : null;
    }

    // "the dog walking to the left", where no other of that name does; what belongs to the background only moves with the camera.
    private static PhraseSample? Motion(SceneView view, CompositeClip clip, Random random)
    {
        var (first, at) = (view.Scene.Objects.Count - clip.Things.Count, random.Next(clip.Things.Count));
        var (thing, noun) = (clip.Things[at], NounWords.Draw(clip.Things[at].Thing.Category, view.People, random));
        if (!view.IsKnown(noun) || !view.Units(noun).Contains(first + at))
        {
            return null;
        }

        var others = view.Units(noun).Where(unit => unit >= first && unit != first + at).Select(unit => clip.Things[unit - first]).ToList();
        var (way, growth) = (thing.To.X - thing.From.X, thing.Growth);
        var said = new List<string>();
        if (Math.Abs(way) > Moves && others.TrueForAll(other => (other.To.X - other.From.X) * Math.Sign(way) < Still))
        {
            said.AddRange(MotionWords.Sideways(thing.Thing.Category, way > 0));
        }

        if ((growth > Nears || growth < 1 / Nears) && others.TrueForAll(other => growth > 1 ? other.Growth < 1.1 : other.Growth > 0.9))
        {
            said.AddRange(MotionWords.InDepth(growth > 1));
        }

        return said.Count == 0 ? null
            : new PhraseSample(PhraseGrammar.Join(random.Next(3) == 0 ? "" : random.Next(3) == 0 ? PhraseGrammar.Article(noun.Word) : "the", noun.Word, PhraseGrammar.Pick(said, random)), [first + at], PhraseKind.Motion);
    }

    // Hardly anything of it in sight, and nobody would speak of it.
    private static bool IsShown(SceneView view, CompositeClip clip, int target)
    {
        var first = view.Scene.Objects.Count - clip.Things.Count;
        var thing = view.Scene.Objects[target];
        if (target < first)
        {
            var original = clip.Background.Objects[target];
            var scale = view.Scene.Width * (double)view.Scene.Height / (clip.Background.Width * (double)clip.Background.Height);
            return thing.Area > LeastShown * original.Area * scale;
        }

        var cut = clip.Things[target - first];
        var height = cut.Height * Math.Sqrt(cut.Growth) * view.Scene.Height;
        return thing.Area > LeastShown * cut.Thing.Area * Math.Pow(height / cut.Thing.Box.Height, 2);
    }

    // Single, large enough to be sharp, not the whole picture, and whole: what touches the photo's edge is cut off there.
    private static bool CanBeCut(Scene scene, SceneObject thing) =>
        Movers.Contains(thing.Category) && thing.IsSingle && thing.HasMask && thing.Area > 0.02 * scene.Width * scene.Height && thing.Area < 0.5 * scene.Width * scene.Height
        && thing.Box.X > 2 && thing.Box.Y > 2 && thing.Box.Right < scene.Width - 2 && thing.Box.Bottom < scene.Height - 2;

    private static CutOut Move(Scene scene, SceneObject thing, Random random)
    {
        // One in four comes in or goes out on the way.
        var (from, to) = (Place(random, 0.15), Place(random, 0.15));
        if (random.Next(4) == 0)
        {
            var outside = (random.Next(2) == 0 ? -0.1 : 1.1, from.Y);
            (from, to) = random.Next(2) == 0 ? (outside, to) : (from, outside);
        }

        return new CutOut(
            scene, thing, from, to, 0.22 + (0.43 * random.NextDouble()), Math.Exp(Within(random, 0.4)), Within(random, 0.2), random.Next(2) == 0,
            1 + Within(random, 0.25), random.Next(4) switch { 0 => 3, 1 => 5, _ => 1 });
    }

    private static (double X, double Y) Place(Random random, double margin) =>
        (margin + ((1 - (2 * margin)) * random.NextDouble()), 0.35 + (0.4 * random.NextDouble()));

    private static double Within(Random random, double range) => ((random.NextDouble() * 2) - 1) * range;
}
