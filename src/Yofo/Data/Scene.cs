namespace Yofo.Data;

/// <summary>One annotated still picture.</summary>
/// <param name="Source">Name of the folder it comes from (coco, voc ...).</param>
/// <param name="Id">Id of the picture in that folder.</param>
/// <param name="Path">Path of the picture file.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Objects">The annotations.</param>
/// <param name="Labelled">Categories whose every object in the picture is annotated, crowds and specks (<paramref name="Uncertain"/>) aside.</param>
/// <param name="Uncertain">Categories of which the picture may hold more than is annotated.</param>
/// <param name="Captions">Captions by people, where there are any; they tell of the whole picture.</param>
/// <param name="Void">Pixels that nobody labelled, best left out of a loss; null where there are none.</param>
internal sealed record Scene(
    string Source,
    long Id,
    string Path,
    int Width,
    int Height,
    IReadOnlyList<SceneObject> Objects,
    IReadOnlySet<string> Labelled,
    IReadOnlySet<string> Uncertain,
    IReadOnlyList<string> Captions,
    RunLengthMask? Void)
{
    /// <summary>True where the picture certainly shows nothing of a category.</summary>
    public bool IsAbsent(string category) =>
        Labelled.Contains(category) && !Uncertain.Contains(category) && !Objects.Any(o => o.Category == category);

    /// <summary>True where every object of a category is annotated, each for itself.</summary>
    public bool IsCounted(string category)
    {
        if (!Labelled.Contains(category) || Uncertain.Contains(category))
            return false;
        var all = Objects.Where(o => o.Category == category).ToList();
        var singles = all.Where(o => o.IsSingle).ToList();
        var union = all.Find(o => !o.IsSingle && o.Flags.HasFlag(SceneObjectFlags.Union));
        // Where a union mask exists, the single objects must fill it (the 3% are rims): otherwise pieces of unknown number are left.
        return singles.Count > 0 && (union is null
            ? singles.Count == all.Count
            : singles.Sum(o => o.Area) >= 0.97 * union.Area);
    }
}
