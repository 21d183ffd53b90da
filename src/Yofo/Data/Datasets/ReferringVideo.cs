namespace Yofo.Data.Datasets;

/// <summary>
/// One video (or still, of one frame) with its phrases: the common shape of every data set. Frames are the paths of its pictures in order,
/// Width and Height the size of the first; Masks is null where the set keeps its truth back.
/// </summary>
internal sealed record ReferringVideo(string Name, IReadOnlyList<string> Frames, int Width, int Height, IReadOnlyList<ReferringPhrase> Phrases, MaskReader? Masks)
{
    /// <summary>The names of the frames as submissions write them.</summary>
    public IReadOnlyList<string> FrameNames { get; } = [.. Frames.Select(path => Path.GetFileNameWithoutExtension(path))];

    /// <summary>The files of the true masks, pixel = object id, where the set keeps them so; else null.</summary>
    public IReadOnlyList<string>? MaskPaths { get; init; }

    /// <summary>The true mask of a phrase in a frame, see <see cref="MaskReader"/>; null where there is none.</summary>
    public byte[]? Mask(int frame, ReferringPhrase phrase) => phrase.Objects.Count == 0 ? null : Masks?.Invoke(frame, phrase.Objects);
}
