namespace Yofo.Evaluation;

/// <summary>An object or phrase of a sequence, from which a contact sheet may take its worst and its best frame.</summary>
/// <param name="Sequence">Name of the sequence.</param>
/// <param name="What">The phrase, or which object.</param>
/// <param name="Extremes">Its worst and best frame.</param>
/// <param name="FrameName">Name of a frame.</param>
/// <param name="Load">Reads what is to be seen of a frame; only called for the frames that are shown.</param>
internal sealed record SheetSubject(string Sequence, string What, FrameExtremes Extremes, Func<int, string> FrameName, Func<int, SheetPicture> Load);
