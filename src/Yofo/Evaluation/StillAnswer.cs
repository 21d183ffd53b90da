namespace Yofo.Evaluation;

/// <summary>How one development phrase of a still was answered.</summary>
/// <param name="Set">Name of the phrase's file: phrases, absent, refcoco-s.</param>
/// <param name="Kinds">What the phrase relies on.</param>
/// <param name="UniqueClass">Whether the class name alone would do.</param>
/// <param name="Absent">Whether nothing in the picture fits.</param>
/// <param name="Presence">Score of presence, 0 to 1.</param>
/// <param name="Overlap">IoU of the mask with the truth, presence acting; by boxes where the truth has no mask; 0 for an absent phrase.</param>
/// <param name="Bare">The same before presence acts.</param>
/// <param name="Empty">Whether the answer was empty.</param>
/// <param name="Chosen">Whether the best candidate is the right one (box IoU of at least 0.5).</param>
/// <param name="Everything">IoU of marking the whole picture.</param>
/// <param name="Ellipse">IoU of marking a centred ellipse.</param>
internal sealed record StillAnswer(
    string Set, IReadOnlyList<string> Kinds, bool UniqueClass, bool Absent, double Presence, double Overlap, double Bare, bool Empty, bool Chosen,
    double Everything, double Ellipse);
