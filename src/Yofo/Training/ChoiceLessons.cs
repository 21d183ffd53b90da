namespace Yofo.Training;

/// <summary>What the choice among candidates learns from, in memory.</summary>
/// <param name="Samples">Pairs of picture and phrase.</param>
/// <param name="Bank">Candidates of the pairs' pictures.</param>
/// <param name="Phrases">Features of the pairs' phrases.</param>
internal sealed record ChoiceLessons(ChoiceSamples Samples, CandidateBank Bank, PhraseBank Phrases);
