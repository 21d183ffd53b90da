namespace Yofo.Evaluation;

/// <summary>What a run tells of a video beside its masks.</summary>
/// <param name="Phrases">The video's own phrases.</param>
/// <param name="Wrong">Phrases of other videos: the wrong-phrase control.</param>
internal sealed record VideoAnswers(IReadOnlyList<AnsweredPhrase> Phrases, IReadOnlyList<AnsweredPhrase> Wrong);
