namespace Yofo.Data;

/// <summary>The relations that the engine writes about, as rules on boxes. All thresholds are ours, set by looking at samples.</summary>
internal static class RelationRules
{
    private static readonly HashSet<string> Person = ["person"];
    private static readonly HashSet<string> Mounts = ["bicycle", "motorcycle", "horse", "elephant"];
    private static readonly HashSet<string> Boards = ["skateboard", "surfboard", "snowboard", "skis"];
    private static readonly HashSet<string> Held =
    [
        "umbrella", "cell phone", "tennis racket", "baseball bat", "bottle", "cup", "wine glass", "frisbee", "remote", "book", "teddy bear", "knife", "fork", "spoon", "banana",
        "hot dog", "donut", "sandwich", "pizza", "laptop", "toothbrush", "sports ball", "kite", "surfboard",
    ];

    private static readonly HashSet<string> Carried = ["backpack", "handbag", "suitcase"];
    private static readonly HashSet<string> Seats = ["couch", "bed", "bench", "chair"];
    private static readonly HashSet<string> Sitters = ["person", "cat", "dog", "teddy bear", "backpack", "handbag", "suitcase", "book", "laptop", "remote"];
    private static readonly HashSet<string> Tables = ["dining table"];
    private static readonly HashSet<string> Tableware =
    [
        "bottle", "wine glass", "cup", "fork", "knife", "spoon", "bowl", "banana", "apple", "sandwich", "orange", "broccoli", "carrot", "hot dog", "pizza", "donut", "cake", "laptop",
        "vase", "book", "cell phone", "cat", "potted plant",
    ];

    private static readonly HashSet<string> Screens =
    [
        "dining table", "car", "bench", "couch", "bus", "truck", "bicycle", "motorcycle", "fire hydrant", "laptop", "chair", "horse", "cow", "sheep", "elephant", "dog", "person", "bed",
    ];

    /// <summary>All rules.</summary>
    public static IReadOnlyList<RelationRule> All { get; } =
    [
        new("riding", Person, Mounts, Rides, ["riding {0}", "riding {0}", "on {0}", "sitting on {0}"], NeedsOnlyPartner: false),
        new("ridden", Mounts, Person, (mount, rider) => Rides(rider, mount), ["with {0} on it", "ridden by {0}", "that {0} is riding", "under {0}"], NeedsOnlyPartner: false),
        new("on board", Person, Boards, StandsOn, ["on {0}", "with {0}", "riding {0}"], NeedsOnlyPartner: false),
        new("holding", Person, Held, Holds, ["holding {0}", "with {0}", "holding {0}"], NeedsOnlyPartner: false),
        new("held", Held, Person, (thing, person) => Holds(person, thing), ["held by {0}", "that {0} is holding"], NeedsOnlyPartner: false),
        new("carrying", Person, Carried, Holds, ["with {0}", "carrying {0}", "with {0}"], NeedsOnlyPartner: false),
        new("tie", Person, new HashSet<string> { "tie" }, Holds, ["wearing {0}", "with {0}", "in {0}"], NeedsOnlyPartner: false),
        new("seated", Sitters, Seats, RestsOn, ["on {0}", "sitting on {0}", "on {0}"], NeedsOnlyPartner: false),
        new("on table", Tableware, Tables, RestsOn, ["on {0}", "on top of {0}"], NeedsOnlyPartner: false),
        new("under umbrella", Person, new HashSet<string> { "umbrella" }, Under, ["under {0}", "beneath {0}", "underneath {0}"], NeedsOnlyPartner: false),
        new("next to", null, null, NextTo, ["next to {0}", "next to {0}", "beside {0}", "by {0}", "near {0}", "close to {0}"], NeedsOnlyPartner: true),
        new("left of", null, null, (a, b) => Beside(a, b), ["to the left of {0}", "left of {0}", "on the left of {0}"], NeedsOnlyPartner: true),
        new("right of", null, null, (a, b) => Beside(Flip(a), Flip(b)), ["to the right of {0}", "right of {0}", "on the right of {0}"], NeedsOnlyPartner: true),
        new("behind", null, Screens, (a, b) => Before(b, a), ["behind {0}", "in back of {0}", "behind {0}"], NeedsOnlyPartner: true),
        new("in front of", null, Screens, (a, b) => Before(a, b), ["in front of {0}"], NeedsOnlyPartner: true),
    ];

    private static bool? Rides(ObjectLook rider, ObjectLook mount)
    {
        if (Gap(rider, mount) > 0)
            return false;
        var seated = rider.CenterX > mount.Box.X && rider.CenterX < mount.Box.Right
            && rider.CenterY < mount.CenterY - (0.1 * mount.Box.Height)
            && rider.Box.Bottom < mount.Box.Bottom + 0.03 && rider.Box.Bottom > mount.Box.Y + (0.25 * mount.Box.Height)
            && rider.Box.Intersection(mount.Box) > 0.25 * Math.Min(rider.Box.Area, mount.Box.Area)
            && rider.Area > 0.12 * mount.Area && rider.Area < 4 * mount.Area;
        return seated ? true : null;
    }

    private static bool? StandsOn(ObjectLook person, ObjectLook board)
    {
        if (Gap(person, board) > 0.03)
            return false;
        var above = board.CenterY > person.CenterY + (0.25 * person.Box.Height) && person.CenterX > board.Box.X - 0.02 && person.CenterX < board.Box.Right + 0.02
            && board.Box.Y < person.Box.Bottom + 0.02 && board.Area < 1.5 * person.Area;
        return above ? true : null;
    }

    private static bool? Holds(ObjectLook person, ObjectLook thing)
    {
        if (Gap(person, thing) > 0.02)
            return false;
        var share = person.Box.Intersection(thing.Box) / Math.Max(thing.Box.Area, 1e-9);
        // An umbrella and a racket reach far out of the box of whoever holds them.
        var needed = thing.Category is "umbrella" or "tennis racket" or "baseball bat" or "surfboard" or "kite" ? 0.25 : 0.6;
        return share >= needed && thing.Area < 0.6 * person.Area && thing.CenterY < person.Box.Y + (0.85 * person.Box.Height) ? true : null;
    }

    private static bool? RestsOn(ObjectLook thing, ObjectLook support)
    {
        if (Gap(thing, support) > 0.02)
            return false;
        var share = thing.Box.Intersection(support.Box) / Math.Max(thing.Box.Area, 1e-9);
        return share >= 0.65 && thing.Box.Bottom < support.Box.Bottom - 0.01 && thing.Box.Area < 0.8 * support.Box.Area ? true : null;
    }

    private static bool? Under(ObjectLook person, ObjectLook umbrella)
    {
        if (person.CenterX < umbrella.Box.X - 0.05 || person.CenterX > umbrella.Box.Right + 0.05)
            return false;
        return umbrella.CenterY < person.Box.Y + (0.25 * person.Box.Height) && umbrella.Box.Bottom > person.Box.Y - 0.05
            && person.CenterX > umbrella.Box.X && person.CenterX < umbrella.Box.Right && umbrella.Box.Width > 0.6 * person.Box.Width ? true : null;
    }

    private static bool? NextTo(ObjectLook a, ObjectLook b)
    {
        var gap = Gap(a, b);
        if (gap > 0.15)
            return false;
        var level = Math.Min(a.Box.Bottom, b.Box.Bottom) - Math.Max(a.Box.Y, b.Box.Y) > 0.4 * Math.Min(a.Box.Height, b.Box.Height);
        var apart = a.Box.Intersection(b.Box) < 0.15 * Math.Min(a.Box.Area, b.Box.Area);
        var alike = Math.Max(a.Area, b.Area) < 12 * Math.Min(a.Area, b.Area);
        return gap < 0.03 && level && apart && alike ? true : null;
    }

    private static bool? Beside(ObjectLook left, ObjectLook right)
    {
        if (left.CenterX > right.CenterX)
            return false;
        var level = Math.Min(left.Box.Bottom, right.Box.Bottom) - Math.Max(left.Box.Y, right.Box.Y) > 0.3 * Math.Min(left.Box.Height, right.Box.Height);
        return level && left.CenterX < right.Box.X && left.Box.Right < right.CenterX && right.Box.X - left.Box.Right < 0.35 && right.Area > 0.25 * left.Area ? true : null;
    }

    private static bool? Before(ObjectLook front, ObjectLook back)
    {
        if (Gap(front, back) > 0.03 || front.Box.Bottom < back.Box.Bottom)
            return false;
        var covered = front.Box.Intersection(back.Box) > 0.12 * Math.Min(front.Box.Area, back.Box.Area);
        var upright = front.Box.Y > back.Box.Y - 0.1;
        return covered && upright && front.Box.Bottom > back.Box.Bottom + 0.06 && Math.Max(front.Area, back.Area) < 12 * Math.Min(front.Area, back.Area) ? true : null;
    }

    private static ObjectLook Flip(ObjectLook look) => look with { Box = look.Box with { X = 1 - look.Box.Right } };

    // The wider of the gaps between two boxes along the two axes, as a share of the picture; 0 where they touch.
    private static double Gap(ObjectLook a, ObjectLook b) => Math.Max(
        Math.Max(0, Math.Max(a.Box.X, b.Box.X) - Math.Min(a.Box.Right, b.Box.Right)),
        Math.Max(0, Math.Max(a.Box.Y, b.Box.Y) - Math.Min(a.Box.Bottom, b.Box.Bottom)));
}
