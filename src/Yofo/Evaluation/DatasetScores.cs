namespace Yofo.Evaluation;

/// <summary>The scores of a data set whose truth is at hand.</summary>
/// <param name="Phrases">One entry a phrase that has a truth in some frame.</param>
/// <param name="Sets">Ref-DAVIS17's four sets; else none.</param>
/// <param name="Pictures">Scores by single pictures (RefCOCO, A2D-Sentences); else null.</param>
/// <param name="Unscored">Phrases that have a truth in no frame.</param>
internal sealed record DatasetScores(IReadOnlyList<PhraseScore> Phrases, IReadOnlyList<SetScore> Sets, PhraseGroundingScore? Pictures, int Unscored);
