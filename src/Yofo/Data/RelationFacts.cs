using Yofo.Modeling.Vision;

namespace Yofo.Data;

/// <summary>Which one of its kind stands in a relation to something else.</summary>
internal static class RelationFacts
{
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
        return [.. rule.After.Select(text => text.Replace("{0}", name, StringComparison.Ordinal))];
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
