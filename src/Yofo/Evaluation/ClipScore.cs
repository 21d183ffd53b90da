namespace Yofo.Evaluation;

/// <summary>How one phrase of a clip was answered.</summary>
/// <param name="Phrase">The phrase.</param>
/// <param name="IsRight">Whether it is a phrase of this clip; else the right answer is empty.</param>
/// <param name="J">Mean region similarity over all frames; of a wrong phrase the share of frames answered empty.</param>
/// <param name="F">Mean contour accuracy over all frames; 0 for a wrong phrase.</param>
/// <param name="Empty">Share of frames answered empty.</param>
/// <param name="Kind">What the phrase relies on (noun, attribute, sentence, action, position); null where it is not tagged.</param>
/// <param name="When">What its writer looked at: <c>first_frame</c> or <c>full_video</c>.</param>
internal sealed record ClipScore(string Phrase, bool IsRight, double J, double F, double Empty, string? Kind, string When);
