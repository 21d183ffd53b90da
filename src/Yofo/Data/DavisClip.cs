namespace Yofo.Data;

/// <summary>A clip with masks and phrases.</summary>
/// <param name="Name">Name of the clip and of its folder of masks.</param>
/// <param name="Split"><c>train</c>, <c>dev</c> (never trained on), or empty where no split names it.</param>
/// <param name="VideoPath">The video; several clips may share one.</param>
/// <param name="Frames">Number of frames.</param>
/// <param name="MaskPaths">One palette PNG a frame (value = object id), in order; null where a frame has none.</param>
/// <param name="Phrases">The phrases.</param>
internal sealed record DavisClip(string Name, string Split, string VideoPath, int Frames, IReadOnlyList<string?> MaskPaths, IReadOnlyList<DavisPhrase> Phrases);
