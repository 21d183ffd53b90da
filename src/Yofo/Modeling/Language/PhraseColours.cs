using Yofo.Modeling.Vision;

namespace Yofo.Modeling.Language;

/// <summary>
/// Which colour a phrase says that its object has or wears, found by word lists [ours]. What is small (a cap, a tie), what is beside the
/// object ("left of the red car") and what is no colour name ("dark") is left to the network.
/// </summary>
/// <param name="Colours">Indices in <see cref="ColourNames.All"/>, at least one.</param>
/// <param name="IsWorn">Whether a person wears them.</param>
/// <param name="Plain">The words of the phrase without them, at least one.</param>
internal sealed record PhraseColours(IReadOnlyList<int> Colours, bool IsWorn, IReadOnlyList<string> Plain)
{
    private const int Between = 2; // words between a colour and the garment that has it: "black leather jacket"

    private static readonly Dictionary<string, int> Names = new(
        ColourNames.All.Select((name, index) => KeyValuePair.Create(name, index))
            .Concat([KeyValuePair.Create("grey", ColourNames.Gray), KeyValuePair.Create("silver", ColourNames.Gray), KeyValuePair.Create("violet", ColourNames.Purple)]),
        StringComparer.Ordinal);

    private static readonly HashSet<string> Shades = Set("light dark bright pale deep");

    private static readonly HashSet<string> Articles = Set("a an the his her their all");

    // What covers so much of a person that its colour shows in the outline.
    private static readonly HashSet<string> Garments = Set(
        "shirt t-shirt tshirt jacket coat dress skirt shorts trousers pants jeans suit clothes clothing outfit top sweater hoodie vest uniform jersey wetsuit");

    // A drink gives its colour to a glass that has none.
    private static readonly HashSet<string> Colourless = Set("wine juice tea");

    /// <summary>Reads a phrase; null where it says no colour of its object.</summary>
    /// <param name="words">The words of the phrase, lower case, at least one.</param>
    public static PhraseColours? Of(IReadOnlyList<string> words)
    {
        var span = NounPhrase.Find(words);
        return PhraseParts.IsPerson(words[span.HeadNoun]) ? Worn(words, span.HeadNoun) : Own(words, span);
    }

    // "the red and white bus": colours before the noun. Where that is a garment, its colour is that of a part ("guy blue shirt", "red jacket on the left").
    private static PhraseColours? Own(IReadOnlyList<string> words, NounPhrase span)
    {
        var (noun, isWorn) = (words[span.HeadNoun], Garments.Contains(words[span.HeadNoun]));
        var named = span.Words.Where(at => at < span.HeadNoun && Names.ContainsKey(words[at])).ToList();
        var isSmall = !isWorn && PhraseParts.IsLook(noun) && span.Words.Any(at => PhraseParts.IsPerson(words[at])); // "man black cap"; "the black cap" is all cap
        return named.Count == 0 || isSmall || noun is "light" or "lights" || span.Words.Any(at => Colourless.Contains(words[at])) ? null : Without(words, named, isWorn, []);
    }

    // "the man in red", "the woman in a black leather jacket", "the girl with the blue shirt".
    private static PhraseColours? Worn(IReadOnlyList<string> words, int noun)
    {
        for (var at = noun + 1; at < words.Count; at++)
        {
            if (words[at] is not ("in" or "wearing" or "with"))
            {
                continue;
            }

            var first = at + 1;
            while (first < words.Count && (Articles.Contains(words[first]) || Shades.Contains(words[first])))
            {
                first++;
            }

            var end = first;
            while (end < words.Count && (Names.ContainsKey(words[end]) || (end > first && words[end] == "and")))
            {
                end++;
            }

            var named = Enumerable.Range(first, end - first).Where(place => Names.ContainsKey(words[place])).ToList();
            if (named.Count == 0)
            {
                continue;
            }

            var isGarment = words.Skip(end).Take(Between + 1).Any(Garments.Contains);
            var isAll = words[at] != "with" && (end == words.Count || NounPhrase.EndsAt(words, end));
            return isGarment || isAll ? Without(words, named, isWorn: true, isGarment ? [] : [.. Enumerable.Range(at, first - at)]) : null;
        }

        return null;
    }

    // Shades and joints go with the colours that they belong to: "light blue", "black and white".
    private static PhraseColours? Without(IReadOnlyList<string> words, List<int> named, bool isWorn, HashSet<int> more)
    {
        bool IsLeft(int at) =>
            !named.Contains(at) && !more.Contains(at)
            && !(Shades.Contains(words[at]) && named.Contains(at + 1))
            && !(words[at] is "and" or "," && named.Contains(at - 1) && named.Contains(at + 1));
        var plain = words.Where((_, at) => IsLeft(at)).ToList();
        return plain.Count == 0 ? null : new PhraseColours([.. named.Select(at => Names[words[at]]).Distinct()], isWorn, plain);
    }

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
