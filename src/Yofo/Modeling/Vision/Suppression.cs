namespace Yofo.Modeling.Vision;

/// <summary>Non-maximum suppression over a few hundred boxes.</summary>
internal static class Suppression
{
    /// <summary>A box that stays, and the boxes that were merged into it (itself the first).</summary>
    internal sealed record Kept(int Index, List<int> Merged);

    /// <summary>
    /// Goes through the boxes from the best score down (equal scores: the lower index first, so that the result never depends on
    /// chance). A box that overlaps a better one of its class by more than <paramref name="sameClass"/> is dropped; one that
    /// overlaps a better one of any class by more than <paramref name="anyClass"/> is the same object seen as something else, and
    /// is merged into it.
    /// </summary>
    public static List<Kept> Run(
        ReadOnlySpan<Box> boxes, ReadOnlySpan<float> scores, ReadOnlySpan<long> classes, float sameClass, float anyClass, int count)
    {
        var order = new int[boxes.Length];
        var keys = new float[boxes.Length];
        for (var index = 0; index < order.Length; index++)
        {
            order[index] = index;
            keys[index] = scores[index];
        }

        Array.Sort(order, (one, other) => keys[other].CompareTo(keys[one]) is var byScore and not 0 ? byScore : one.CompareTo(other));
        var survivors = WithinClass(order, boxes, classes, sameClass);
        var kept = new List<Kept>();
        foreach (var index in survivors)
        {
            var twin = -1;
            for (var better = 0; better < kept.Count && twin < 0; better++)
            {
                twin = boxes[kept[better].Index].Overlap(boxes[index]) > anyClass ? better : -1;
            }

            if (twin >= 0)
                kept[twin].Merged.Add(index);
            else if (kept.Count < count)
                kept.Add(new Kept(index, [index]));
        }

        return kept;
    }

    private static List<int> WithinClass(int[] order, ReadOnlySpan<Box> boxes, ReadOnlySpan<long> classes, float overlap)
    {
        var survivors = new List<int>();
        foreach (var index in order)
        {
            var stays = true;
            for (var better = 0; better < survivors.Count && stays; better++)
            {
                var other = survivors[better];
                stays = classes[other] != classes[index] || boxes[other].Overlap(boxes[index]) <= overlap;
            }

            if (stays)
                survivors.Add(index);
        }

        return survivors;
    }
}
