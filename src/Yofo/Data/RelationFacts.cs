using Yofo.Modeling.Vision;

namespace Yofo.Data;

/// <summary>Which one of its kind stands in a relation to something else.</summary>
internal static class RelationFacts
{
    private const double LeastApart = 0.08; // of the width, for one to be left of another [ours]

    /// <summary>Facts of relation among the objects of a word, all of which must be known.</summary>
    public static IEnumerable<PhraseFact> Among(SceneView view, IReadOnlyList<int> units, string category, Random random)
    {
        foreach (var partner in view.Counted.Where(c => c != category).ToList())
        {
            var noun = NounWords.Draw(partner, view.People, random);
            if (!view.IsKnown(noun))
                continue;
            var others = view.Units(noun);
            foreach (var rule in RelationRules.All.Where(r => r.Fits(category, partner) && !(r.NeedsOnlyPartner && others.Count != 1)))
            {
                if (ColourFacts.Only(units, i => Holds(view, rule, i, others)) is { } target)
                    yield return new PhraseFact(PhraseKind.Relation, target, [], Say(rule, Coloured(view, rule, target, others, noun, random), others.Count == 1, random), [], Roles(rule, partner));
            }

            if (others.Count > 1 && Described(view, others, noun, random) is { } one)
            {
                foreach (var rule in RelationRules.All.Where(r => r.Fits(category, partner)))
                {
                    if (ColourFacts.Only(units, i => rule.Holds(view.Looks[i], view.Looks[one.Partner])) is { } target)
                        yield return new PhraseFact(PhraseKind.Relation, target, [], Put(rule, "the " + one.Words), [], Roles(rule, partner));
                }
            }
        }
    }

    /// <summary>Whether an object stands in the relation to any of several; null where that is open.</summary>
    public static bool? Holds(SceneView view, RelationRule rule, int target, IReadOnlyList<int> partners)
    {
        bool? answer = false;
        foreach (var partner in partners.Where(p => p != target))
        {
            switch (rule.Holds(view.Looks[target], view.Looks[partner]))
            {
                case true:
                    return true;
                case null:
                    answer = null;
                    break;
            }
        }

        return answer;
    }

    /// <summary>The ways to say a relation, "the" before an only partner, otherwise "a".</summary>
    public static string[] Say(RelationRule rule, Noun partner, bool only, Random random)
    {
        var article = only && (rule.NeedsOnlyPartner || random.Next(2) == 0) ? "the" : partner.IsPair ? "" : PhraseGrammar.Article(partner.Word);
        var name = PhraseGrammar.Join(article, partner.Word);
        return Put(rule, name);
    }

    private static string[] Put(RelationRule rule, string name) => [.. rule.After.Select(text => text.Replace("{0}", name, StringComparison.Ordinal))];

    // "the bag of the girl in purple", "next to the car on the left": one of several partners, told from the others by its colour or place.
    private static (int Partner, string Words)? Described(SceneView view, IReadOnlyList<int> others, Noun noun, Random random)
    {
        var found = new List<(int Partner, string Words)>();
        for (var colour = 0; colour < ColourNames.Count; colour++)
        {
            if (ColourFacts.Only(others, i => ColourFacts.WearsAbove(view.Looks[i], colour)) is { } dressed)
                found.Add((dressed, $"{noun.Word} in {ColourNames.All[colour]}"));
            if (ColourFacts.Only(others, i => ColourFacts.MayHave(view.Looks[i].Category, colour) ? ColourFacts.Has(view.Looks[i], colour) : null) is { } coloured)
                found.Add((coloured, $"{PhraseGrammar.Pick(ColourFacts.Names(colour, view.Looks[coloured].Category), random)} {noun.Word}"));
        }

        var ordered = others.OrderBy(i => view.Looks[i].CenterX).ToList();
        if (Apart(ordered[0], ordered[1]))
            found.Add((ordered[0], $"{noun.Word} on the left"));
        if (Apart(ordered[^2], ordered[^1]))
            found.Add((ordered[^1], $"{noun.Word} on the right"));
        if (ordered.Count == 3 && Apart(ordered[0], ordered[1]) && Apart(ordered[1], ordered[2]))
            found.Add((ordered[1], $"{noun.Word} in the middle"));
        return found.Count == 0 ? null : found[random.Next(found.Count)];

        bool Apart(int left, int right) => view.Looks[right].CenterX - view.Looks[left].CenterX > LeastApart;
    }

    // "with a yellow backpack": what belongs to a thing is often told by its colour.
    private static Noun Coloured(SceneView view, RelationRule rule, int target, IReadOnlyList<int> partners, Noun noun, Random random)
    {
        var partner = partners.First(p => p != target && rule.Holds(view.Looks[target], view.Looks[p]) == true);
        var look = view.Looks[partner];
        var colours = random.Next(2) == 0 ? [] : Enumerable.Range(0, ColourNames.Count).Where(c => ColourFacts.MayHave(look.Category, c) && ColourFacts.Has(look, c) == true).ToList();
        return colours.Count == 0 ? noun : noun with { Word = $"{PhraseGrammar.Pick(ColourFacts.Names(colours[0], look.Category), random)} {noun.Word}" };
    }

    // One who rides or holds such a thing has a name of his own.
    private static string[] Roles(RelationRule rule, string partner) => (rule.Name, partner) switch
    {
        ("riding", "bicycle") => ["cyclist", "biker", "rider"],
        ("riding", "motorcycle") => ["biker", "motorcyclist", "rider"],
        ("riding", "horse") => ["rider", "horse rider"],
        ("on board", "skateboard") => ["skateboarder", "skater"],
        ("on board", "surfboard") => ["surfer"],
        ("on board", "snowboard") => ["snowboarder"],
        ("on board", "skis") => ["skier"],
        ("holding", "tennis racket") => ["tennis player", "player"],
        ("holding", "baseball bat") => ["batter", "hitter"],
        _ => [],
    };
}
