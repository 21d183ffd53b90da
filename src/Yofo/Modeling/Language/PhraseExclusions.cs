namespace Yofo.Modeling.Language;

/// <summary>
/// What a phrase rules out, found by word lists [ours]: "the car not behind the bus" means "the car", but none that is "car behind the
/// bus". A sentence's state hardly tells the two apart, so both are asked, and what fits the second loses.
/// </summary>
/// <param name="Kept">The words that are left, at least one.</param>
/// <param name="Excluded">What is ruled out, each as a phrase of its own; none where the phrase rules nothing out.</param>
internal sealed record PhraseExclusions(IReadOnlyList<string> Kept, IReadOnlyList<IReadOnlyList<string>> Excluded)
{
    private static readonly HashSet<string> Markers = Set("not without except neither nor no never");

    // "isn't" is three words to the tokenizer: isn ' t.
    private static readonly HashSet<string> Contracted = Set("isn aren wasn doesn don didn hasn haven");

    // Not a thing or a deed: "not very much wine", "not sure".
    private static readonly HashSet<string> Vague = Set("very too quite sure only yet really so much all");

    private static readonly HashSet<string> Ends = Set(", ; . and but that who which while");

    private static readonly HashSet<string> Joints = Set(", ; . and but");

    // What leads to a marker and means nothing without it: "who is not", "and does not", "with no".
    private static readonly HashSet<string> Leads = Set(", ; . and but that who which is are was does do did has have with");

    private static readonly HashSet<string> Determiners = Set("a an the this that his her its their my your");

    /// <summary>Reads a phrase.</summary>
    /// <param name="words">The words of the phrase, lower case, at least one.</param>
    public static PhraseExclusions Of(IReadOnlyList<string> words)
    {
        var (kept, excluded) = (new List<string>(), new List<IReadOnlyList<string>>());
        for (var at = 0; at < words.Count;)
        {
            var length = MarkerAt(words, at);
            var first = at + length;
            var end = first;
            while (end < words.Count && MarkerAt(words, end) == 0 && !(Ends.Contains(words[end]) && !GoesOn(words, at, end)))
            {
                end++;
            }

            if (length == 0 || end == first || Vague.Contains(words[first]) || !kept.Exists(word => char.IsLetter(word[0])))
            {
                kept.Add(words[at++]);
                continue;
            }

            Trim(kept);
            excluded.AddRange(Clauses(words, first, end).Select(clause => Phrase(kept, words[at], clause)));
            at = end;
            while (at < words.Count && Joints.Contains(words[at]))
            {
                at++;
            }
        }

        Trim(kept);
        return excluded.Count == 0 || kept.Count == 0 ? new PhraseExclusions(words, []) : new PhraseExclusions(kept, excluded);
    }

    // Words of the marker that stands at a place, 0 where there is none.
    private static int MarkerAt(IReadOnlyList<string> words, int at) => words[at] switch
    {
        "other" => at + 1 < words.Count && words[at + 1] == "than" ? 2 : 0,
        var word when Markers.Contains(word) => 1,
        var word when Contracted.Contains(word) && at + 2 < words.Count && words[at + 1] == "'" && words[at + 2] == "t" => 3,
        _ => 0,
    };

    // "neither standing, sitting nor walking" lists, and so does "except the man and his dog".
    private static bool GoesOn(IReadOnlyList<string> words, int marker, int at) => words[marker] switch
    {
        "neither" => words[at] == "," && words.Skip(at).Contains("nor"),
        "except" or "other" => words[at] == "and",
        _ => false,
    };

    private static IEnumerable<List<string>> Clauses(IReadOnlyList<string> words, int first, int end)
    {
        for (var start = first; start < end; start++)
        {
            var clause = words.Skip(start).Take(end - start).TakeWhile(word => word != ",").ToList();
            if (clause.Count > 0)
            {
                yield return clause;
            }

            start += clause.Count;
        }
    }

    private static void Trim(List<string> kept)
    {
        while (kept.Count > 1 && Leads.Contains(kept[^1]))
        {
            kept.RemoveAt(kept.Count - 1);
        }
    }

    // "not the redhead" rules out the redhead; "not in the car" rules out what is the same and in the car.
    private static List<string> Phrase(List<string> kept, string marker, List<string> clause)
    {
        if (Determiners.Contains(clause[0]) && marker is not ("without" or "no"))
        {
            return clause;
        }

        var noun = BareNoun.Of(kept);
        return marker is "without" or "no" ? [noun, "with", .. clause] : [noun, .. clause];
    }

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
