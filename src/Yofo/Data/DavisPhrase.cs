namespace Yofo.Data;

/// <summary>A phrase for one object of a clip.</summary>
/// <param name="Phrase">The phrase.</param>
/// <param name="ObjectId">Value of the object in the clip's palette masks.</param>
/// <param name="Kind">What the phrase relies on (noun, attribute, sentence, action, position); null for the older clips.</param>
/// <param name="When">What its writer looked at: <c>first_frame</c> (a position need not hold later) or <c>full_video</c>.</param>
internal sealed record DavisPhrase(string Phrase, int ObjectId, string? Kind, string When);
