namespace Yofo.Data;

/// <summary>Where one of several stands among its like, and which is biggest.</summary>
internal static class PositionFacts
{
    // Even the leftmost of those that stand out is not "left" when it lies far across the picture (bystanders are left of it). [ours]
    private const double FarthestAcross = 0.7;

    // Where heights in the air say nothing about depth.
    private static readonly HashSet<string> Flying = ["bird", "kite", "airplane", "frisbee", "sports ball", "traffic light", "clock", "tv", "stop sign", "tie", "book"];

    /// <summary>Those whose area is at least a share of the largest one's: people order what stands out and ignore bystanders.</summary>
    public static List<int> StandingOut(SceneView view, IReadOnlyList<int> units, double share)
    {
        var largest = units.Count == 0 ? 0 : units.Max(i => view.Looks[i].Area);
        return [.. units.Where(i => view.Looks[i].Area >= share * largest)];
    }

    /// <summary>Facts of position among at least two objects.</summary>
    public static IEnumerable<PhraseFact> Among(SceneView view, IReadOnlyList<int> peers) =>
        Rows(view, peers).Concat(Heights(view, peers)).Concat(Corners(view, peers)).Concat(Depths(view, peers));

    /// <summary>Facts of position in the picture for an only one.</summary>
    public static IEnumerable<PhraseFact> Alone(SceneView view, int target)
    {
        var look = view.Looks[target];
        if (look.CenterX < 0.33 && look.Box.Right < 0.55)
            yield return Side(target, "left", far: false);
        if (look.CenterX > 0.67 && look.Box.X > 0.45)
            yield return Side(target, "right", far: false);
        if (Math.Abs(look.CenterX - 0.5) < 0.08 && look.Box.Width < 0.6)
            yield return new PhraseFact(PhraseKind.Position, target, [], ["in the middle", "in the middle of the picture", "in the center"]);
    }

    /// <summary>Facts of size among at least two objects.</summary>
    public static IEnumerable<PhraseFact> Sizes(SceneView view, IReadOnlyList<int> peers)
    {
        if (peers.Count < 2)
            yield break;
        var two = peers.Count == 2;
        var byArea = peers.OrderByDescending(i => view.Looks[i].Area).ToList();
        double Area(int rank) => view.Looks[byArea[rank]].Area;
        if (Area(0) >= 1.6 * Area(1))
            yield return new PhraseFact(PhraseKind.Size, byArea[0], two ? ["bigger", "larger", "biggest", "big", "large", "largest"] : ["biggest", "largest", "big", "large"], []);
        if (Area(peers.Count - 1) <= 0.6 * Area(peers.Count - 2))
            yield return new PhraseFact(PhraseKind.Size, byArea[^1], two ? ["smaller", "smallest", "small", "little"] : ["smallest", "small", "little", "littlest"], []);
        var byHeight = peers.OrderByDescending(i => view.Looks[i].Box.Height).ToList();
        var (tallest, next) = (view.Looks[byHeight[0]], view.Looks[byHeight[1]]);
        if (tallest.Category is "person" or "giraffe" or "bottle" or "vase" or "wine glass" or "potted plant" && tallest.Box.Height >= 1.25 * next.Box.Height)
            yield return new PhraseFact(PhraseKind.Size, byHeight[0], two ? ["taller", "tallest", "tall"] : ["tallest", "tall"], []);
    }

    /// <summary>Ways to say a position that hold of nothing in particular, for phrases about what is absent.</summary>
    public static IEnumerable<PhraseFact> Invented(Random random)
    {
        var side = random.Next(2) == 0 ? "left" : "right";
        yield return Side(0, side, far: false);
        yield return Side(0, side, far: true);
        yield return Ordinal(0, 1, side);
        yield return Middle(0);
        yield return Front(0);
        yield return Back(0);
    }

    private static IEnumerable<PhraseFact> Rows(SceneView view, IReadOnlyList<int> peers)
    {
        var row = peers.OrderBy(i => view.Looks[i].CenterX).ToList();
        var count = row.Count;
        if (count < 2)
            yield break;
        var apart = Enumerable.Range(0, count - 1).Select(k => IsApart(view.Looks[row[k]], view.Looks[row[k + 1]])).ToArray();
        if (apart[0] && view.Looks[row[0]].CenterX < FarthestAcross)
            yield return Side(row[0], "left", count > 2 && view.Looks[row[1]].CenterX < 0.5);
        if (apart[^1] && view.Looks[row[^1]].CenterX > 1 - FarthestAcross)
            yield return Side(row[^1], "right", count > 2 && view.Looks[row[^2]].CenterX > 0.5);
        for (var k = 1; k < Math.Min(count - 1, 3) && count <= 8; k++)
        {
            if (apart[..(k + 1)].All(a => a))
                yield return Ordinal(row[k], k, "left");
            if (apart[(count - 2 - k)..].All(a => a))
                yield return Ordinal(row[count - 1 - k], k, "right");
        }

        if (count is 3 or 5 && apart.All(a => a) && Math.Abs(view.Looks[row[count / 2]].CenterX - 0.5) < 0.25)
            yield return Middle(row[count / 2]);
    }

    private static IEnumerable<PhraseFact> Heights(SceneView view, IReadOnlyList<int> peers)
    {
        var column = peers.OrderBy(i => view.Looks[i].CenterY).ToList();
        if (column.Count < 2)
            yield break;
        bool Apart(int a, int b) => view.Looks[b].CenterY - view.Looks[a].CenterY >= Math.Max(0.12, 0.4 * Math.Min(view.Looks[a].Box.Height, view.Looks[b].Box.Height));
        if (Apart(column[0], column[1]))
            yield return new PhraseFact(PhraseKind.Position, column[0], ["top", "upper", "highest"], ["at the top", "on top", "at the top of the picture"], ["top", "at top"], []);
        if (Apart(column[^2], column[^1]))
            yield return new PhraseFact(PhraseKind.Position, column[^1], ["bottom", "lower", "lowest"], ["at the bottom", "at the bottom of the picture"], ["bottom", "at bottom"], []);
    }

    private static IEnumerable<PhraseFact> Corners(SceneView view, IReadOnlyList<int> peers)
    {
        foreach (var (side, left) in new[] { ("left", true), ("right", false) })
        {
            foreach (var (end, other, top) in new[] { ("top", "upper", true), ("bottom", "lower", false) })
            {
                double X(int i) => left ? view.Looks[i].CenterX : 1 - view.Looks[i].CenterX;
                double Y(int i) => top ? view.Looks[i].CenterY : 1 - view.Looks[i].CenterY;
                var inside = peers.Where(i => X(i) < 0.55 && Y(i) < 0.55).ToList();
                if (peers.Count > 1 && inside.Count == 1 && X(inside[0]) < 0.33 && Y(inside[0]) < 0.38)
                {
                    yield return new PhraseFact(
                        PhraseKind.Position,
                        inside[0],
                        [$"{end} {side}", $"{other} {side}"],
                        [$"in the {end} {side} corner", $"in the {end} {side}", $"at the {end} {side}", $"in the {other} {side} corner"],
                        [$"{end} {side}", $"{end} {side} corner", $"{other} {side}"],
                        []);
                }
            }
        }
    }

    private static IEnumerable<PhraseFact> Depths(SceneView view, IReadOnlyList<int> peers)
    {
        if (peers.Count < 2 || peers.Any(i => Flying.Contains(view.Looks[i].Category)))
            yield break;
        var byArea = peers.OrderByDescending(i => view.Looks[i].Area).ToList();
        double Bottom(int i) => view.Looks[i].Box.Bottom;
        if (view.Looks[byArea[0]].Area >= 1.4 * view.Looks[byArea[1]].Area && byArea.Skip(1).All(i => Bottom(byArea[0]) >= Bottom(i) - 0.005))
            yield return Front(byArea[0]);
        if (view.Looks[byArea[^1]].Area <= 0.65 * view.Looks[byArea[^2]].Area && byArea.SkipLast(1).All(i => Bottom(byArea[^1]) <= Bottom(i) - 0.02))
            yield return Back(byArea[^1]);
    }

    /// <summary>The ways to say that something is on a side.</summary>
    public static PhraseFact Side(int target, string side, bool far) => far
        ? new PhraseFact(
            PhraseKind.Position,
            target,
            [$"far {side}", $"{side}most"],
            [$"on the far {side}", $"furthest to the {side}", $"all the way to the {side}", $"farthest {side}"],
            [$"far {side}", $"on far {side}", $"furthest {side}"],
            [])
        : new PhraseFact(
            PhraseKind.Position,
            target,
            [side, side, $"{side}most", $"{side} side"],
            [$"on the {side}", $"on the {side}", $"on the {side} side", $"to the {side}", $"on the {side} side of the picture", $"at the {side}", $"on the {side}-hand side"],
            [side, $"on {side}", $"at {side}", $"{side} side", $"on {side} side"],
            []);

    private static PhraseFact Middle(int target) =>
        new(PhraseKind.Position, target, ["middle", "center"], ["in the middle", "in the center"], ["in middle", "middle", "center"], []);

    private static PhraseFact Front(int target) => new(
        PhraseKind.Position,
        target,
        ["closest", "front", "nearest"],
        ["in front", "in the front", "closest to us", "closest to the camera", "nearest to us", "in the foreground", "closest to you"],
        ["in front", "front", "closest"],
        []);

    private static PhraseFact Back(int target) => new(
        PhraseKind.Position,
        target,
        ["back", "farthest"],
        ["in the back", "in the background", "at the back", "farthest away", "furthest from us", "farthest from the camera"],
        ["in back", "back", "in background"],
        []);

    private static PhraseFact Ordinal(int target, int rank, string side)
    {
        var nth = rank == 1 ? "second" : "third";
        var number = rank == 1 ? "2nd" : "3rd";
        return new PhraseFact(PhraseKind.Position, target, [], [$"{nth} from the {side}"], [$"{nth} from {side}", $"{number} from {side}", $"{nth} from the {side}"], []);
    }

    // Two in a row are told apart where their centres differ by a share of the narrower one's width. [ours]
    private static bool IsApart(ObjectLook left, ObjectLook right) =>
        right.CenterX - left.CenterX >= Math.Max(0.04, 0.3 * Math.Min(left.Box.Width, right.Box.Width));
}
