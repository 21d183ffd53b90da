namespace Yofo.Evaluation;

/// <summary>A phrase that was asked of a video.</summary>
/// <param name="Id">The set's own name for the phrase; empty for a phrase of another video.</param>
/// <param name="Phrase">The phrase.</param>
/// <param name="Empty">Share of the frames answered with an empty mask.</param>
internal sealed record AnsweredPhrase(string Id, string Phrase, double Empty);
