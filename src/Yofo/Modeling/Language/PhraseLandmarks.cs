namespace Yofo.Modeling.Language;

/// <summary>
/// The things beside which, on which or with which a phrase places its object, found by word lists [ours]: the bench of "the woman walking
/// towards the wooden bench". Only what is large and what the detector knows by name, and what the object itself is called: the second girl
/// of "the girl behind the smiling girl".
/// </summary>
internal static class PhraseLandmarks
{
    private static readonly HashSet<string> Determiners = Set("a an the this that his her its their another one");

    private static readonly HashSet<string> Known = Set(
        "bicycle bike car motorcycle motorbike airplane plane bus train truck boat bench bird cat dog horse sheep cow elephant bear zebra giraffe flamingo " +
        "umbrella suitcase surfboard chair couch sofa bed table toilet tv laptop oven refrigerator fridge");

    /// <summary>The landmarks of a phrase, by their bare nouns, each once.</summary>
    /// <param name="words">The words of the phrase without what it rules out, lower case, at least one.</param>
    /// <returns>Nouns, and whether each is what the object itself is called.</returns>
    public static IReadOnlyList<(string Noun, bool IsAlike)> Of(IReadOnlyList<string> words)
    {
        if (NounPhrase.NamesSeveral(words))
        {
            return [];
        }

        var (own, found) = (BareNoun.Of(words), new List<(string, bool)>());
        for (var at = NounPhrase.Find(words).HeadNoun + 1; at + 1 < words.Count; at++)
        {
            var isJoined = words[at - 1] is "and" && !words.Take(at).Contains("between"); // means both; "between the car and the bus" does not
            if (!Determiners.Contains(words[at]) || isJoined || words[at - 1] is "or" or "like" or ",")
            {
                continue;
            }

            List<string> rest = [.. words.Skip(at)];
            var end = NounPhrase.Find(rest).HeadNoun + 1;
            var noun = BareNoun.Of(rest);
            var isPictured = end + 1 < rest.Count && rest[end] is "on" && rest[end + 1] is "it" or "him" or "her"; // on a shirt, a bag
            if (!isPictured && (noun == own || Known.Contains(noun)))
            {
                found.Add((noun, noun == own));
            }
        }

        return [.. found.Distinct()];
    }

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
