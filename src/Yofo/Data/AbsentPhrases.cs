using Yofo.Modeling.Vision;

namespace Yofo.Data;

/// <summary>Writes phrases that fit nothing in a scene.</summary>
internal static class AbsentPhrases
{
    // How often people name a colour of a thing, roughly (texts/refcoco.jsonl.gz), in the order of ColourNames. [ours]
    private static readonly int[] ColourUse = [29, 35, 5, 21, 7, 8, 11, 23, 4, 7, 9];

    /// <summary>A thing that is not there at all, alone or with words that a thing there might have as well.</summary>
    public static PhraseSample? Thing(SceneView view, PhraseFrequencies frequencies, Random random)
    {
        // Every other one is kin to what is there: a detector takes a cow for a sheep, and only near-misses teach the difference.
        var kin = random.Next(2) == 0 ? Kin(view) : null;
        var category = (kin is null ? null : frequencies.Draw(c => kin.Contains(c) && NounWords.IsSurelyAbsent(view.Scene, c), random))
            ?? frequencies.Draw(c => NounWords.IsSurelyAbsent(view.Scene, c), random);
        if (category is null)
            return null;
        var noun = NounWords.Draw(category, PersonWords.Any, random);
        if (!view.IsAbsent(noun))
            return null;
        // Dressed up as the true phrases are, so that dress tells nothing.
        var colour = DrawColour(random);
        PhraseFact? fact = random.Next(10) switch
        {
            < 4 => null,
            < 7 => PhraseGrammar.Pick<PhraseFact>([.. PositionFacts.Invented(random)], random),
            < 9 when category == "person" => random.Next(3) == 0 ? ColourFacts.Below(0, ColourNames.All[colour]) : ColourFacts.Above(0, ColourNames.All[colour]),
            < 9 when ColourFacts.MayHave(category, colour) => new PhraseFact(PhraseKind.Colour, 0, ColourFacts.Names(colour, category), []),
            _ => NearSomething(view, category, random),
        };
        // "red shirt" without a noun says nothing of the absent thing.
        var phrase = fact is null ? PhraseGrammar.Bare(noun, random) : PhraseGrammar.Tell(noun, "", fact with { Alone = [] }, random);
        return new PhraseSample(phrase, [], PhraseKind.AbsentObject);
    }

    /// <summary>The class is there, but none of that colour, or its only one is on the other side.</summary>
    public static PhraseSample? Attribute(SceneView view, Random random)
    {
        var categories = view.Counted.ToList();
        if (categories.Count == 0)
            return null;
        var category = PhraseGrammar.Pick(categories, random);
        var noun = NounWords.Draw(category, view.People, random);
        var units = view.Units(noun);
        if (!view.IsKnown(noun) || units.Count == 0)
            return null;
        if (units.Count == 1 && random.Next(4) == 0)
            return OtherSide(view, noun, units[0], random);
        if (category == "person" && units.Count <= 2 && random.Next(3) == 0 && NounWords.DrawOther(view.People, random) is { } other)
            return new PhraseSample(PhraseGrammar.Bare(other, random), [], PhraseKind.AbsentAttribute);
        var colour = DrawColour(random);
        PhraseFact? fact = null;
        if (category == "person")
        {
            var below = random.Next(3) == 0;
            var name = ColourNames.All[colour];
            // Nobody may wear it anywhere: what one calls a shirt another calls a coat.
            if (units.All(i => ColourFacts.WearsAbove(view.Looks[i], colour) == false && (!below || ColourFacts.WearsBelow(view.Looks[i], colour) == false)))
                fact = below ? ColourFacts.Below(0, name) : ColourFacts.Above(0, name);
        }
        else if (units.All(i => ColourFacts.MayHave(view.Looks[i].Category, colour) && ColourFacts.Has(view.Looks[i], colour) == false))
        {
            fact = new PhraseFact(PhraseKind.Colour, 0, [ColourNames.All[colour]], []);
        }

        return fact is null ? null : new PhraseSample(PhraseGrammar.Tell(noun, "", fact with { Alone = [] }, random), [], PhraseKind.AbsentAttribute);
    }

    /// <summary>The class is there, but stands so to nothing, or what it would stand to is absent.</summary>
    public static PhraseSample? Relation(SceneView view, PhraseFrequencies frequencies, Random random)
    {
        var rules = RelationRules.All.Where(r => !r.NeedsOnlyPartner).ToList();
        var pairs = view.Counted.SelectMany(c => rules.Where(r => r.Targets!.Contains(c)).Select(r => (Category: c, Rule: r))).ToList();
        if (pairs.Count == 0)
            return null;
        var (category, rule) = PhraseGrammar.Pick(pairs, random);
        var noun = NounWords.Draw(category, view.People, random);
        var units = view.Units(noun);
        if (!view.IsKnown(noun) || units.Count == 0)
            return null;
        var here = view.Counted.Where(c => rule.Fits(category, c)).ToList();
        var partner = here.Count > 0 && random.Next(2) == 0
            ? PhraseGrammar.Pick(here, random)
            : frequencies.Draw(c => rule.Fits(category, c) && NounWords.IsSurelyAbsent(view.Scene, c), random);
        if (partner is null)
            return null;
        var other = NounWords.Draw(partner, view.People, random);
        var isHere = here.Contains(partner);
        if (isHere ? !view.IsKnown(other) || units.Any(i => RelationFacts.Holds(view, rule, i, view.Units(other)) != false) : !view.IsAbsent(other))
            return null;
        var fact = new PhraseFact(PhraseKind.Relation, 0, [], RelationFacts.Say(rule, other, isHere && view.Units(other).Count == 1, random));
        return new PhraseSample(PhraseGrammar.Tell(noun, "", fact, random), [], PhraseKind.AbsentRelation);
    }

    private static HashSet<string> Kin(SceneView view) =>
        [.. CategoryNames.Kinds.Where(kind => kind.Any(c => view.Scene.Objects.Any(thing => thing.Category == c))).SelectMany(kind => kind)];

    private static PhraseSample? OtherSide(SceneView view, Noun noun, int unit, Random random)
    {
        var look = view.Looks[unit];
        var side = look.CenterX < 0.28 && look.Box.Right < 0.48 ? "right" : look.CenterX > 0.72 && look.Box.X > 0.52 ? "left" : null;
        return side is null ? null : new PhraseSample(
            PhraseGrammar.Tell(noun, "", PositionFacts.Side(0, side, far: random.Next(4) == 0), random), [], PhraseKind.AbsentAttribute);
    }

    private static PhraseFact? NearSomething(SceneView view, string category, Random random)
    {
        var pairs = view.Counted.SelectMany(c => RelationRules.All.Where(r => r.Fits(category, c)).Select(r => (Category: c, Rule: r))).ToList();
        if (pairs.Count == 0)
            return null;
        var (partner, rule) = PhraseGrammar.Pick(pairs, random);
        var noun = NounWords.Draw(partner, view.People, random);
        return new PhraseFact(PhraseKind.Relation, 0, [], RelationFacts.Say(rule, noun, only: true, random));
    }

    private static int DrawColour(Random random)
    {
        var at = random.Next(ColourUse.Sum());
        var colour = 0;
        while (at >= ColourUse[colour])
            at -= ColourUse[colour++];
        return colour;
    }
}
