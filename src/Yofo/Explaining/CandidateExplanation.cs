namespace Yofo.Explaining;

/// <summary>One candidate of a frame and what is thought of it.</summary>
/// <param name="Class">The class that the detector is surest of.</param>
/// <param name="ClassScore">How sure, 0 to 1.</param>
/// <param name="Box">Left, top, right, bottom as shares of the frame, 0 to 1.</param>
/// <param name="Choice">Share of the choice among all candidates that the words give it.</param>
/// <param name="ChoiceAnew">The same after the decoder weighed the candidates anew by the transferred feature.</param>
/// <param name="Member">How sure it is that it is, or is part of, what is meant, 0 to 1.</param>
internal sealed record CandidateExplanation(string Class, double ClassScore, IReadOnlyList<double> Box, double Choice, double ChoiceAnew, double Member);
