using Yofo.Modeling.Vision;

namespace Yofo.Modeling.Language;

/// <summary>
/// The noun of a phrase, bare: "dog" of "the black dog on the left", "guy" of "guy blue shirt", "backpack" of "the girl's backpack", "pizza" of "a slice of pizza".
/// Found by word lists, as people write who do not mind prepositions [ours; read off the written phrases].
/// </summary>
internal static class BareNoun
{
    // What may follow the noun and still be taken into its phrase: "the car closest to us", "the bag worn by her", "bird second from the right", "chair top left".
    private static readonly HashSet<string> Trailing = Set(
        "closest nearest farthest furthest closer nearer farther further close far away seen worn held carried ridden parked driven turned behind ahead first second third " +
        "fourth fifth sixth last there here left right us just only partly mostly half almost all directly most hidden cut thrown bent stuck set lit full upright sideways " +
        "asleep empty used dressed seated mounted out open about beyond apart alone visible shown number");

    // Where it is, said without "on the".
    private static readonly HashSet<string> Places = Set("top bottom upper lower middle center centre front back background foreground side corner edge");

    // Words that stand for a thing without naming it.
    private static readonly HashSet<string> Nameless = Set(
        "one ones thing things object objects item items other others left right middle center centre top bottom front back side corner rear end what whatever " +
        "upper lower background foreground edge part smaller bigger larger taller shorter smallest biggest largest tallest shortest leftmost rightmost lowest highest");

    // Of which something else is the noun: "a slice of pizza", "pair of skis", "pizza slice".
    private static readonly HashSet<string> Measures = Set("slice slices piece pieces pair pairs stack pile bunch set half kind");

    // Two words that name another thing than the second alone does; most are COCO's.
    private static readonly HashSet<string> Compounds = new(
        ["traffic light", "stop light", "stop sign", "hot dog", "teddy bear", "cell phone", "computer mouse", "stuffed animal", "wine glass", "baseball bat",
            "baseball glove", "remote control", "parking meter", "fire hydrant", "fire truck", "hair dryer", "tennis racket"],
        StringComparer.Ordinal);

    /// <summary>Finds it.</summary>
    /// <param name="words">The words of the phrase, lower case, at least one.</param>
    /// <returns>The noun; the whole phrase where it names nothing ("the red thing").</returns>
    public static string Of(IReadOnlyList<string> words)
    {
        var span = NounPhrase.Find(words).Words;
        var last = Last(words, span);
        var (head, noun) = (span[last], words[span[last]]);
        if (Owned(words, head) is { } owned)
        {
            return owned;
        }

        if (Measures.Contains(noun))
        {
            if (head + 2 < words.Count && words[head + 1] == "of")
            {
                return Of([.. words.Skip(head + 2)]);
            }

            (head, noun) = last > 0 && IsKnown(words[span[last - 1]]) ? (span[last - 1], words[span[last - 1]]) : (head, noun);
        }

        var pair = head > 0 ? $"{words[head - 1]} {noun}" : noun;
        var thing = head + 1 < words.Count && words[head + 1] is ("thing" or "things"); // taken for a verb by NounPhrase
        return thing || Nameless.Contains(noun) || IsColour(noun) || Trailing.Contains(noun) || !char.IsLetter(noun[0]) ? string.Join(' ', words) : Compounds.Contains(pair) ? pair : noun;
    }

    /// <summary>Whether a word stands for a thing without naming it, such as "one".</summary>
    public static bool IsNameless(string word) => Nameless.Contains(word);

    // Which word of the noun phrase is the noun.
    private static int Last(IReadOnlyList<string> words, int[] span)
    {
        // "left remote, white" explains what it named; "a big, brown bear" has not named it yet.
        var comma = Array.FindIndex(span, at => at + 1 < words.Count && words[at + 1] == "," && IsKnown(words[at]));
        var last = comma >= 0 ? comma : span.Length - 1;
        while (last > 0 && IsTrailing(words, span, last))
        {
            last--;
        }

        // "guy blue shirt", "lady wet hair": what people wear or have, without "in" or "with".
        var bearer = Array.FindIndex(span, at => PhraseParts.IsPerson(words[at]));
        return bearer >= 0 && bearer < last && PhraseParts.IsLook(words[span[last]]) ? bearer : last;
    }

    private static bool IsTrailing(IReadOnlyList<string> words, int[] span, int last)
    {
        var (word, next) = (words[span[last]], span[last] + 1);
        return Trailing.Contains(word) || Places.Contains(word) || !char.IsLetter(word[0])
            || (IsKnown(words[span[last - 1]]) && IsColour(word))                       // "cup white"
            || (word.Length > 4 && word.EndsWith("ed", StringComparison.Ordinal) && next < words.Count && NounPhrase.IsStop(words[next])); // "covered in", "topped with"
    }

    // "the girl ' s backpack"; not of "the man ' s left".
    private static string? Owned(IReadOnlyList<string> words, int head)
    {
        if (head + 3 >= words.Count || words[head + 1] != "'" || words[head + 2] != "s")
        {
            return null;
        }

        var rest = words.Skip(head + 3).ToList();
        var owned = Of(rest);
        return Nameless.Contains(rest[0]) || owned == string.Join(' ', rest) && rest.Count > 1 ? null : owned;
    }

    // An orange is a thing.
    private static bool IsColour(string word) => word is "grey" || (word is not "orange" && ColourNames.All.Contains(word));

    private static bool IsKnown(string word) => NounClasses.Of(word).Count > 0;

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
