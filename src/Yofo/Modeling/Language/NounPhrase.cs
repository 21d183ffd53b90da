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

    private static readonly HashSet<string> Joints = Set("and or ,");

    // Begins another noun phrase where one is begun: "the suitcase the man is lifting";
    private static readonly HashSet<string> Articles = Set("a an the his her their its");

    // but not after these: "all the dogs", "half a sandwich".
    private static readonly HashSet<string> Predeterminers = Set("all half both just only like see");

    // Words that stand for a thing without naming it.
    private static readonly HashSet<string> Nameless = Set(
        "one ones thing things object objects item other others left right middle center centre top bottom front back side corner rear end");

    // What may follow the noun and still be taken into its phrase: "the car closest to us", "the bag worn by her", "bird second from the right".
    private static readonly HashSet<string> Trailing = Set(
        "closest nearest farthest furthest closer nearer farther further close away seen worn held carried ridden parked driven turned behind ahead first second third " +
        "fourth fifth sixth last there here left right");

    // Two words that name another thing than the second alone does; most are COCO's.
    private static readonly HashSet<string> Compounds = new(
        ["traffic light", "stop light", "stop sign", "hot dog", "teddy bear", "cell phone", "computer mouse", "stuffed animal", "wine glass", "baseball bat",
            "baseball glove", "remote control", "parking meter", "fire hydrant", "fire truck", "hair dryer", "tennis racket"],
        StringComparer.Ordinal);

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

    /// <summary>The bare noun of a phrase: "dog" of "the black dog on the left"; the whole phrase where it names nothing.</summary>
    public static string Bare(IReadOnlyList<string> words)
    {
        var span = Find(words).Words;
        var last = span.Length - 1;
        while (last > 0 && Trailing.Contains(words[span[last]]))
        {
            last--;
        }

        var (head, noun) = (span[last], words[span[last]]);
        var pair = head > 0 ? $"{words[head - 1]} {noun}" : noun;
        var thing = head + 1 < words.Count && words[head + 1] is ("thing" or "things"); // taken for a verb above
        return thing || Nameless.Contains(noun) || Trailing.Contains(noun) || !char.IsLetter(noun[0]) ? string.Join(' ', words) : Compounds.Contains(pair) ? pair : noun;
    }

    /// <summary>Whether a word stands for a thing without naming it, such as "one".</summary>
    public static bool IsNameless(string word) => Nameless.Contains(word);

    /// <summary>Whether a phrase names more than one thing: "two dogs", "the people", "a flock of birds".</summary>
    public static bool NamesSeveral(IReadOnlyList<string> words)
    {
        var (noun, span) = (Bare(words), words.Take(Find(words).HeadNoun + 1).ToList());
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
            || (begun && word.Length > 4 && word.EndsWith("ing", StringComparison.Ordinal));
    }

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
