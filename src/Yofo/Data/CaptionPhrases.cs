namespace Yofo.Data;

/// <summary>
/// Reads captions as referring phrases: what one says of the only (or by far the largest) man of a photo singles him out. So the
/// words of people for what somebody does, wears and holds reach the training, which no rule on boxes writes.
/// </summary>
internal static class CaptionPhrases
{
    private const double ByFar = 4; // times the area of the next one [ours]
    private const int MostWords = 12; // as many as a phrase keeps in training (PhraseBank)
    private const int FewestTold = 3; // words after the subject before a shorter version may end [ours]

    private static readonly HashSet<string> Articles = ["a", "an", "the", "this", "one"];

    // What ends a noun phrase, or makes it more than one thing.
    private static readonly HashSet<string> Ends =
    [
        "and", "or", "of", "in", "on", "at", "with", "by", "to", "from", "for", "near", "next", "beside", "behind", "under", "over", "through", "into",
        "is", "are", "that", "who", "which", "while", "as", "there", "it", "its", "his", "her", "some", "two", "three", "four", "five", "several", "many", "both",
        "few", "couple", "group", "bunch", "pair", "row", "herd", "lots", "lot", "crowd", "team", "people", "men", "women", "picture", "photo", "image", "view",
    ];

    private static readonly HashSet<string> Breaks = ["and", "while", "as", "or", "but", "where", "when"];
    private static readonly HashSet<string> Prepositions = ["in", "on", "at", "with", "by", "to", "from", "for", "near", "next", "beside", "behind", "under", "over", "through", "into", "down", "across", "along", "during", "of"];

    // People by what they do; what NounWords has for them besides.
    private static readonly HashSet<string> Roles =
    [
        "toddler", "player", "skier", "surfer", "skateboarder", "snowboarder", "rider", "batter", "catcher", "pitcher", "cyclist", "biker", "motorcyclist",
    ];

    /// <summary>The phrases that a scene's captions hold.</summary>
    public static IReadOnlyList<CaptionPhrase> Of(SceneView view)
    {
        var found = new List<CaptionPhrase>();
        foreach (var caption in view.Scene.Captions)
        {
            var words = caption.ToLowerInvariant().TrimEnd(' ', '.').Split(' ', StringSplitOptions.RemoveEmptyEntries);
            found.AddRange(Subject(view, words));
            found.AddRange(Others(view, words));
        }

        return [.. found.DistinctBy(phrase => phrase.Text)];
    }

    // "A man in a red shirt holding a bat and ...": the subject with what is told of it, and a shorter version.
    private static IEnumerable<CaptionPhrase> Subject(SceneView view, string[] words)
    {
        var start = words.Length > 0 && Articles.Contains(words[0]) ? 1 : 0;
        if (Head(words, start) is not { } head || head.End >= words.Length || Breaks.Contains(words[head.End]) || words[head.End - 1].EndsWith(',')
            || Target(view, head.Noun, mayStandOut: true) is not { } target)
        {
            yield break;
        }

        var end = head.End;
        while (end < words.Length && end - start < MostWords && !Breaks.Contains(words[end]) && !words[end - 1].EndsWith(','))
        {
            end++;
        }

        var shorter = Enumerable.Range(0, end).FirstOrDefault(at => at >= head.End + FewestTold && Prepositions.Contains(words[at]));
        while (end > head.End && (Prepositions.Contains(words[end - 1]) || Articles.Contains(words[end - 1])))
        {
            end--;
        }

        foreach (var last in new[] { end, shorter }.Where(last => last > head.End))
        {
            yield return new CaptionPhrase(Text(words, start, last), target, head.Noun, Sex(head.Noun), [.. Mentions(words, head.End, last)]);
        }
    }

    // "... holding a red umbrella": what is said of another thing, where there is but one of it.
    private static IEnumerable<CaptionPhrase> Others(SceneView view, string[] words)
    {
        for (var at = 1; at < words.Length - 1; at++)
        {
            if (Articles.Contains(words[at]) && Head(words, at + 1) is { } head && head.End > at + 2 && Target(view, head.Noun, mayStandOut: false) is { } target)
            {
                yield return new CaptionPhrase(Text(words, at + 1, head.End), target, head.Noun, Sex(head.Noun), []);
            }
        }
    }

    private static IEnumerable<Noun> Mentions(string[] words, int start, int end)
    {
        for (var at = start; at < end; at++)
        {
            if (Known(words, at) is { } known)
            {
                yield return known.Noun;
                at = known.End - 1;
            }
        }
    }

    // The noun that a noun phrase ends on, and the word after it.
    private static (Noun Noun, int End)? Head(string[] words, int start)
    {
        for (var at = start; at < Math.Min(words.Length, start + 4); at++)
        {
            if (Ends.Contains(words[at]))
            {
                return null;
            }

            if (Known(words, at) is { } known)
            {
                return known.End < words.Length && Known(words, known.End) is not null ? Head(words, known.End) : known;
            }
        }

        return null;
    }

    private static (Noun Noun, int End)? Known(string[] words, int at)
    {
        for (var count = 2; count > 0; count--)
        {
            if (at + count > words.Length)
            {
                continue;
            }

            var word = Text(words, at, at + count);
            if (NounWords.SexOf(word) is not null || Roles.Contains(word))
            {
                return (NounWords.Of(word, "person"), at + count);
            }

            if (NounWords.CategoryOf(word) is { } category)
            {
                return (NounWords.Of(word, category), at + count);
            }
        }

        return null;
    }

    private static int? Target(SceneView view, Noun noun, bool mayStandOut)
    {
        var units = view.Units(noun);
        if (!view.IsKnown(noun) || units.Count == 0)
        {
            return null;
        }

        var byArea = units.OrderByDescending(unit => view.Looks[unit].Area).ToList();
        return units.Count == 1 || (mayStandOut && view.Looks[byArea[0]].Area >= ByFar * view.Looks[byArea[1]].Area) ? byArea[0] : null;
    }

    private static PersonWords Sex(Noun noun) => NounWords.SexOf(noun.Word) ?? PersonWords.Any;

    private static string Text(string[] words, int start, int end) => string.Join(' ', words[start..end]).Trim(',', '.', '"', ' ');
}
