namespace Yofo.Data;

/// <summary>
/// Two photos side by side, at one height, as one scene: twice as many things to tell apart, and every one of them known. "The woman
/// in red" must then be told from another photo's people, which one photo seldom asks.
/// </summary>
/// <param name="Left">The photo on the left.</param>
/// <param name="Right">The photo on the right.</param>
internal sealed record PhotoPair(SceneView Left, SceneView Right)
{
    private static readonly string[] Special = ["coco-people", "clothing"];

    /// <summary>Where the right photo begins, as a share of the width.</summary>
    public double Seam { get; } = Aspect(Left.Scene) / (Aspect(Left.Scene) + Aspect(Right.Scene));

    /// <summary>A box of the left (or right) photo as a box of the pair, both as shares of the sides.</summary>
    public ObjectBox Place(ObjectBox box, bool right)
    {
        var (start, share) = right ? (Seam, 1 - Seam) : (0, Seam);
        return new ObjectBox(start + (box.X * share), box.Y, box.Width * share, box.Height);
    }

    /// <summary>The pair as one scene: the left photo's objects, then the right one's, without their masks.</summary>
    public SceneView Join()
    {
        var (left, right) = (Left.Scene, Right.Scene);
        var (height, width) = (left.Height, (int)Math.Round(left.Height * (Aspect(left) + Aspect(right))));
        var looks = Looks(Left, false).Concat(Looks(Right, true)).ToList();
        var objects = left.Objects.Concat(right.Objects).Zip(looks, (thing, look) => thing with
        {
            Box = new ObjectBox(look.Box.X * width, look.Box.Y * height, look.Box.Width * width, look.Box.Height * height),
            Area = look.Area * width * height,
            Mask = null,
        });
        // What is said of a source (SceneView, PhraseEngine) is said of the pair where one of the two comes from there.
        var source = Special.FirstOrDefault(name => left.Source == name || right.Source == name) ?? left.Source;
        var labelled = left.Labelled.Intersect(right.Labelled).ToHashSet();
        var uncertain = left.Uncertain.Union(right.Uncertain).ToHashSet();
        var scene = new Scene(source, left.Id, left.Path, width, height, [.. objects], labelled, uncertain, [.. left.Captions, .. right.Captions], null);
        return new SceneView(scene, looks, People());
    }

    private static double Aspect(Scene scene) => (double)scene.Width / scene.Height;

    private IEnumerable<ObjectLook> Looks(SceneView view, bool right) => view.Looks.Select(look => look with
    {
        Box = Place(look.Box, right),
        Area = look.Area * (right ? 1 - Seam : Seam),
    });

    // A photo without people says nothing against either word.
    private PersonWords People()
    {
        var known = new[] { Left, Right }.Where(view => view.Looks.Any(look => look.Category == "person")).Select(view => view.People).Distinct().ToList();
        return known.Count switch
        {
            0 => PersonWords.Any,
            1 => known[0],
            _ => PersonWords.Mixed,
        };
    }
}
