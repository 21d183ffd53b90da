namespace Yofo.Data;

/// <summary>A word for a thing.</summary>
/// <param name="Word">The singular, or the only form of things that come in pairs.</param>
/// <param name="Plural">The plural.</param>
/// <param name="Categories">Every category that the word could mean: none of them may be confused with the target.</param>
/// <param name="IsPair">True for shoes, pants and the like: no "a", "that are".</param>
internal sealed record Noun(string Word, string Plural, IReadOnlyList<string> Categories, bool IsPair);
