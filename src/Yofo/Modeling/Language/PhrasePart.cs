namespace Yofo.Modeling.Language;

/// <summary>A part of a phrase that is asked on its own.</summary>
/// <param name="Phrase">Index of the phrase.</param>
/// <param name="Text">The part, as a phrase: "rider" of "a white horse and its rider".</param>
/// <param name="Several">Whether it means more than one ("the motorbike and its two riders").</param>
internal sealed record PhrasePart(int Phrase, string Text, bool Several);
