namespace Yofo.Modeling.Language;

/// <summary>
/// Where a phrase names its object: the first noun phrase, found by word lists. The mean state of its words names the object's
/// class better than the whole sentence does (Ref-YouTube-VOS: 90 % against 71 % of the phrases).
/// </summary>
/// <param name="Words">Indices of the words of the first noun phrase, rising, at least one.</param>
/// <param name="HeadNoun">Index of its last word.</param>
internal sealed record NounPhrase(int[] Words, int HeadNoun)
{
    private static readonly HashSet<string> Skipped = Set(
        "a an the this that these those one two three four five some another other his her its their");

    private static readonly HashSet<string> Stops = Set(
        "on in at with without of to near from behind beside besides under above below beneath underneath over by next between among amid inside outside around they he she " +
        "across along against through into onto towards toward up down off for as that which who whose whom where when while is are was " +
        "were be being has have had not neither nor never except standing sitting facing s ' . ( ) : ;");

    // Words in -ing that belong to the noun behind them: "the red folding chair".
    private static readonly HashSet<string> Kinds = Set("folding rocking dining parking");

    private static readonly HashSet<string> Joints = Set("and or ,");

    // Begins another noun phrase where one is begun: "the suitcase the man is lifting";
    private static readonly HashSet<string> Articles = Set("a an the his her their its");

    // but not after these: "all the dogs", "half a sandwich".
    private static readonly HashSet<string> Predeterminers = Set("all half both just only like see");

    // More than one, by a number or by a plural that does not end in s.
    private static readonly HashSet<string> Plurals = Set(
        "two three four five six seven eight nine ten both all several many some few pair couple group herd flock crowd team row " +
        "people men women children kids geese mice feet teeth everyone everybody");

    /// <summary>Finds the first noun phrase among the words of a tokenized phrase (lower case, at least one).</summary>
    public static NounPhrase Find(IReadOnlyList<string> words)
    {
        var taken = new List<int>();
        var at = 0;
        for (; at < words.Count && !Ends(words, at, taken.Count > 0) && !BeginsAnother(words, at, taken); at++)
        {
            if (!Skipped.Contains(words[at]) && !Joints.Contains(words[at]))
            {
                taken.Add(at);
            }
        }

        if (taken.Count == 0)
        {
            taken.Add(Fallback(words, at));
        }

        return new NounPhrase([.. taken], taken[^1]);
    }

    /// <summary>Whether a word never belongs to a noun phrase: a preposition, "who", "is".</summary>
    public static bool IsStop(string word) => Stops.Contains(word);

    /// <summary>Whether a phrase names more than one thing: "two dogs", "the people", "a flock of birds".</summary>
    public static bool NamesSeveral(IReadOnlyList<string> words)
    {
        var (noun, span) = (BareNoun.Of(words), words.Take(Find(words).HeadNoun + 1).ToList());
        var plural = noun.Length > 3 && noun[^1] == 's' && noun[^2] is not ('s' or 'u' or 'i'); // "grass", "bus", "tennis"
        return (plural || span.Exists(Plurals.Contains)) && !span.Contains("one");              // "one of the two dogs"
    }

    /// <summary>Whether a noun phrase that goes on before a word ends there: at "on", "that", "walking".</summary>
    public static bool EndsAt(IReadOnlyList<string> words, int at) => Ends(words, at, begun: true);

    // "that" is in both lists: as the first word it leads ("that dog"), later it ends ("dog that runs", "the one that runs").
    private static bool Ends(IReadOnlyList<string> words, int at, bool begun)
    {
        var word = words[at];
        if (Joints.Contains(word))
        {
            // "black and white dog" goes on; "a dog and a cat" and "dog, the big one" end.
            return begun && (at + 1 == words.Count || Skipped.Contains(words[at + 1]));
        }

        return (Stops.Contains(word) && !(at == 0 && Skipped.Contains(word)))
            || (begun && word.Length > 4 && word.EndsWith("ing", StringComparison.Ordinal) && !IsKind(words, at));
    }

    private static bool IsKind(IReadOnlyList<string> words, int at) =>
        Kinds.Contains(words[at]) && at + 1 < words.Count && !Stops.Contains(words[at + 1]) && !Skipped.Contains(words[at + 1]);

    private static bool BeginsAnother(IReadOnlyList<string> words, int at, List<int> taken) =>
        taken.Count > 0 && Articles.Contains(words[at]) && !Predeterminers.Contains(words[taken[^1]]) && !Joints.Contains(words[at - 1]);

    // Nothing left, so take one word [ours: which]: "the other one on the left" means "one"; "on the left" means "left".
    private static int Fallback(IReadOnlyList<string> words, int end)
    {
        if (end > 0)
        {
            var last = end - 1;
            while (last > 0 && Joints.Contains(words[last]))
            {
                last--;
            }

            return last;
        }

        var content = Enumerable.Range(0, words.Count).FirstOrDefault(
            at => !Skipped.Contains(words[at]) && !Stops.Contains(words[at]) && !Joints.Contains(words[at]), -1);
        return Math.Max(content, 0);
    }

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
