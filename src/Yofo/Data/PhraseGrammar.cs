namespace Yofo.Data;

/// <summary>Puts noun and facts together in the styles of people: terse as in RefCOCO, plain, or a whole clause as in RefCOCOg.</summary>
internal static class PhraseGrammar
{
    /// <summary>"a" or "an".</summary>
    public static string Article(string word) => word.Length > 0 && "aeiou".Contains(word[0], StringComparison.Ordinal) ? "an" : "a";

    /// <summary>A noun with nothing else.</summary>
    public static string Bare(Noun noun, Random random) => random.Next(10) switch
    {
        < 4 => noun.Word,
        < 8 => "the " + noun.Word,
        _ => noun.IsPair ? noun.Word : $"{Article(noun.Word)} {noun.Word}",
    };

    /// <summary>A noun with words before it (such as a colour; may be empty) and a fact.</summary>
    public static string Tell(Noun noun, string attribute, PhraseFact fact, Random random)
    {
        var name = Join(attribute, noun.Word);
        if (attribute.Length == 0 && fact.Alone.Length > 0 && random.Next(8) == 0)
            return Join(random.Next(3) == 0 ? "the" : "", Pick(fact.Alone, random));
        return random.Next(20) switch
        {
            < 9 => Terse(name, fact, random),
            < 15 => Join("the", Around(name, fact, random, mayLead: true)),
            < 17 when !noun.IsPair => Indefinite(name, fact, random),
            _ => Clause(noun, name, fact, random),
        };
    }

    /// <summary>Draws one of several.</summary>
    public static T Pick<T>(IReadOnlyList<T> list, Random random) => list[random.Next(list.Count)];

    /// <summary>Joins words, leaving out empty ones.</summary>
    public static string Join(params ReadOnlySpan<string> words)
    {
        var text = new System.Text.StringBuilder();
        foreach (var word in words)
        {
            if (word.Length > 0)
                text.Append(text.Length > 0 ? " " : "").Append(word);
        }

        return text.ToString();
    }

    private static string Terse(string name, PhraseFact fact, Random random)
    {
        var choices = fact.Before.Length + fact.Terse.Length;
        if (choices == 0)
            return Join(name, Short(Pick(fact.After, random), random));
        // As many words lead as follow, however many ways there are of either.
        var lead = fact.Before.Length > 0 && (fact.Terse.Length == 0 || random.Next(2) == 0);
        return lead ? Join(Pick(fact.Before, random), name) : Join(name, Pick(fact.Terse, random));
    }

    private static string Around(string name, PhraseFact fact, Random random, bool mayLead) =>
        fact.Before.Length > 0 && mayLead && (fact.After.Length == 0 || random.Next(5) < 2)
            ? Join(Pick(fact.Before, random), name)
            : Join(name, Pick(fact.After, random));

    private static string Indefinite(string name, PhraseFact fact, Random random)
    {
        // "a red car" is said, "a leftmost car" is not.
        if (fact.After.Length == 0 && fact.Kind != PhraseKind.Colour)
            return Join("the", Around(name, fact, random, mayLead: true));
        var text = Around(name, fact, random, mayLead: fact.Kind == PhraseKind.Colour);
        return Join(Article(text), text);
    }

    private static string Clause(Noun noun, string name, PhraseFact fact, Random random)
    {
        if (fact.After.Length == 0 && fact.Kind != PhraseKind.Colour)
            return Join("the", Around(name, fact, random, mayLead: true));
        var told = fact.After.Length > 0 ? Pick(fact.After, random) : Pick(fact.Before, random);
        var pronoun = noun.Categories[0] == "person" ? random.Next(3) > 0 ? "who" : "that" : "that";
        return told.StartsWith("that ", StringComparison.Ordinal) || told.StartsWith("whose ", StringComparison.Ordinal)
            ? Join("the", name, told)
            : Join("the", name, pronoun, noun.IsPair ? "are" : "is", told);
    }

    private static string Short(string told, Random random) => random.Next(2) == 0
        ? told
        : told.Replace(" the ", " ", StringComparison.Ordinal).Replace(" a ", " ", StringComparison.Ordinal).Replace(" an ", " ", StringComparison.Ordinal);
}
