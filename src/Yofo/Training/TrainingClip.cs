namespace Yofo.Training;

/// <summary>A short clip with its phrases, for the third stage.</summary>
/// <param name="Phrases">N phrases.</param>
/// <param name="Frames">Frames in the order they are seen.</param>
internal sealed record TrainingClip(IReadOnlyList<string> Phrases, IReadOnlyList<ClipFrame> Frames);
