namespace Yofo.Training;

/// <summary>A phrase of a video.</summary>
/// <param name="Text">The phrase.</param>
/// <param name="Objects">The objects that it means, one or more.</param>
/// <param name="WholeVideo">Whether it was written of the whole video; else of its beginning, and a position need not hold later.</param>
internal sealed record TrainingPhrase(string Text, IReadOnlyList<long> Objects, bool WholeVideo);
