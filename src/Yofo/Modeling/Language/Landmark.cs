namespace Yofo.Modeling.Language;

/// <summary>A thing beside which a phrase places its object.</summary>
/// <param name="Phrase">Index of the phrase.</param>
/// <param name="Noun">What it is called.</param>
/// <param name="IsAlike">Whether the object is called the same, so that there must be two.</param>
internal sealed record Landmark(int Phrase, string Noun, bool IsAlike);
