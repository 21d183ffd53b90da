using Yofo.Modeling.Vision;

namespace Yofo.Data;

/// <summary>
/// Writes synthetic referring phrases for annotated scenes: each true of its target and of nothing else, or (absent) of nothing.
/// The same random source gives the same phrases.
/// </summary>
/// <param name="frequencies">How often each category is drawn as an absent one.</param>
internal sealed class PhraseEngine(PhraseFrequencies frequencies)
{
    // Shares of the largest one's area under which a thing is a bystander (training.md, "Order among what stands out").
    private static readonly double[] StandOutShares = [0, 0.08, 0.2, 0.3];

    // Tries at a phrase of one absent kind in Write.
    private const int AbsentTries = 4;

    // Relative frequencies of the kinds in Draw, where a scene offers them. [ours]
    private static readonly (PhraseKind Kind, double Weight)[] Mix =
    [
        (PhraseKind.Class, 2), (PhraseKind.Only, 0.15), (PhraseKind.Position, 3.5), (PhraseKind.Size, 0.6), (PhraseKind.Colour, 2), (PhraseKind.Clothing, 2), (PhraseKind.Relation, 2),
        (PhraseKind.Combined, 1), (PhraseKind.Plural, 0.3), (PhraseKind.Part, 1),
    ];

    private static readonly (PhraseKind Kind, double Weight)[] AbsentMix = [(PhraseKind.AbsentObject, 1), (PhraseKind.AbsentAttribute, 0.9), (PhraseKind.AbsentRelation, 0.5)];

    /// <summary>Swaps left and right (<see cref="PhraseMirror"/>).</summary>
    public static string Mirror(string phrase) => PhraseMirror.Mirror(phrase);

    /// <summary>Writes a phrase for everything that the engine knows to say of a scene; some more on every call, as words are drawn.</summary>
    public IReadOnlyList<PhraseSample> Write(Scene scene, IReadOnlyList<ObjectLook> looks, Random random)
    {
        var view = new SceneView(scene, looks);
        var samples = Present(view, random);
        for (var i = 0; i < AbsentTries; i++)
        {
            foreach (var (kind, _) in AbsentMix)
            {
                if (Absent(view, kind, random) is { } sample)
                    samples.Add(sample);
            }
        }

        return samples;
    }

    /// <summary>Draws one phrase: absent with a given probability, the kinds mixed; null where the scene gives none.</summary>
    public PhraseSample? Draw(Scene scene, IReadOnlyList<ObjectLook> looks, Random random, double absentShare = 0.3) =>
        Draw(new SceneView(scene, looks), random, absentShare);

    /// <summary>The same for a view that is kept over many draws.</summary>
    public PhraseSample? Draw(SceneView view, Random random, double absentShare = 0.3)
    {
        if (random.NextDouble() < absentShare)
        {
            // A kind may find nothing this time; another draw often does.
            for (var i = 0; i < 2 * AbsentTries; i++)
            {
                if (Absent(view, DrawKind(AbsentMix, random), random) is { } absent)
                    return absent;
            }
        }

        var samples = Present(view, random);
        if (samples.Count == 0)
            return null;
        var kinds = samples.Select(s => s.Kind).ToHashSet();
        var drawn = DrawKind([.. Mix.Where(m => kinds.Contains(m.Kind))], random);
        return PhraseGrammar.Pick(samples.Where(s => s.Kind == drawn).ToList(), random);
    }

    private static List<PhraseSample> Present(SceneView view, Random random)
    {
        var samples = new List<PhraseSample>();
        foreach (var category in view.Counted.ToList())
        {
            var noun = NounWords.Draw(category, view.People, random);
            if (!view.IsKnown(noun))
                noun = NounWords.Of(category == "salient object" ? "object" : category, category);
            var units = view.Units(noun);
            if (!view.IsKnown(noun) || units.Count == 0)
                continue;
            if (HandPhrases.Of(view, People(category, units), random) is { } hand)
                samples.Add(hand);
            if (units.Count == 1)
                One(view, category, noun, units[0], samples, random);
            else
                Several(view, category, noun, units, samples, random);
        }

        for (var i = 0; i < view.Looks.Count; i++)
        {
            if (view.IsManyInOne(i))
            {
                var category = view.Looks[i].Category;
                var noun = NounWords.Draw(category, PersonWords.Any, random);
                // "animals" would be wrong beside another animal.
                var others = noun.Categories.Where(c => c != category);
                var plural = category == "person" ? "people" : others.All(view.Scene.IsAbsent) ? noun.Plural : NounWords.Of(category, category).Plural;
                samples.Add(new PhraseSample(PhraseGrammar.Pick<string>([plural, "the " + plural, "all the " + plural], random), [i], PhraseKind.Plural));
            }
        }

        return samples;
    }

    private static void One(SceneView view, string category, Noun noun, int target, List<PhraseSample> samples, Random random)
    {
        samples.Add(new PhraseSample(PhraseGrammar.Bare(noun, random), [target], PhraseKind.Class));
        var labelled = view.Scene.Labelled.Contains(category);
        if (labelled && category != "person" && !noun.IsPair)
            samples.Add(new PhraseSample(PhraseGrammar.Pick<string>([$"the only {noun.Word}", $"only {noun.Word}", $"the only {noun.Word} in the picture"], random), [target], PhraseKind.Only));
        // Where a garment is in the picture says only where its wearer is.
        var places = CategoryNames.Coco.Contains(category) || view.Scene.Source != "clothing" ? PositionFacts.Alone(view, target) : [];
        foreach (var fact in places.Concat(ColourFacts.Among(view, [target])).Concat(ColourFacts.Clothing(view, People(category, [target]))))
            samples.Add(Tell(noun, "", fact, random));
        foreach (var fact in RelationFacts.Among(view, [target], category, random).ToList())
            samples.Add(Tell(noun, "", fact, random));
    }

    private static void Several(SceneView view, string category, Noun noun, IReadOnlyList<int> units, List<PhraseSample> samples, Random random)
    {
        var peers = PositionFacts.StandingOut(view, units, PhraseGrammar.Pick(StandOutShares, random));
        if (peers.Count > 1)
        {
            foreach (var fact in PositionFacts.Among(view, peers))
                samples.Add(Tell(noun, "", fact, random));
        }

        foreach (var fact in PositionFacts.Sizes(view, units).Concat(ColourFacts.Among(view, units)).Concat(ColourFacts.Clothing(view, People(category, units))))
            samples.Add(Tell(noun, "", fact, random));
        foreach (var fact in RelationFacts.Among(view, units, category, random).ToList())
            samples.Add(Tell(noun, "", fact, random));
        for (var colour = 0; colour < ColourNames.Count; colour++)
            OfOneColour(view, category, noun, units, colour, samples, random);
        if (units.Count <= 8 && !noun.IsPair)
            samples.Add(new PhraseSample(All(noun.Plural, units.Count, random), [.. units], PhraseKind.Plural));
    }

    // Several of one colour among others that are certainly not: "the left red car", "the people in blue".
    private static void OfOneColour(SceneView view, string category, Noun noun, IReadOnlyList<int> units, int colour, List<PhraseSample> samples, Random random)
    {
        var person = category == "person";
        if (!person && !ColourFacts.MayHave(category, colour))
            return;
        var answers = units.Select(i => (Unit: i, Answer: person ? ColourFacts.WearsAbove(view.Looks[i], colour) : ColourFacts.Has(view.Looks[i], colour))).ToList();
        var coloured = answers.Where(a => a.Answer == true).Select(a => a.Unit).ToList();
        if (coloured.Count == 0 || answers.Exists(a => a.Answer is null))
            return;
        var name = ColourNames.All[colour];
        var facts = coloured.Count > 1
            ? PositionFacts.Among(view, coloured)
            : PositionFacts.Among(view, [.. units]).Where(f => f.Target == coloured[0]);
        foreach (var fact in facts)
        {
            var phrase = person
                ? Dressed(noun, name, fact, random)
                : PhraseGrammar.Tell(noun, name, fact, random);
            samples.Add(new PhraseSample(phrase, [fact.Target], PhraseKind.Combined));
        }

        if (coloured.Count > 1 && coloured.Count < units.Count && !noun.IsPair)
        {
            var phrase = person ? $"{noun.Plural} in {name}" : $"{name} {noun.Plural}";
            samples.Add(new PhraseSample(random.Next(2) == 0 ? "the " + phrase : phrase, [.. coloured], PhraseKind.Plural));
        }
    }

    private static string Dressed(Noun noun, string colour, PhraseFact place, Random random)
    {
        var clothes = PhraseGrammar.Pick<string>([$"in {colour}", $"in the {colour} shirt", $"wearing {colour}", $"in {colour} shirt"], random);
        var front = random.Next(3) == 0 && place.Before.Length > 0 ? PhraseGrammar.Pick(place.Before, random) : "";
        var back = front.Length > 0 ? "" : place.After.Length > 0 && (place.Terse.Length == 0 || random.Next(2) == 0) ? PhraseGrammar.Pick(place.After, random) : place.Terse.Length > 0 ? PhraseGrammar.Pick(place.Terse, random) : "";
        return PhraseGrammar.Join(random.Next(2) == 0 ? "the" : "", front, noun.Word, clothes, back);
    }

    private static string All(string plural, int count, Random random) => random.Next(6) switch
    {
        0 => plural,
        1 => "the " + plural,
        2 => "all " + plural,
        3 when count == 2 => "both " + plural,
        4 when count <= 4 => $"the {Number(count)} {plural}",
        5 when count <= 4 => $"{Number(count)} {plural}",
        _ => "all the " + plural,
    };

    private static string Number(int count) => count switch
    {
        2 => "two",
        3 => "three",
        _ => "four",
    };

    private static IReadOnlyList<int> People(string category, IReadOnlyList<int> units) => category == "person" ? units : [];

    private static PhraseSample Tell(Noun noun, string attribute, PhraseFact fact, Random random) =>
        new(PhraseGrammar.Tell(noun, attribute, fact, random), [fact.Target], fact.Kind);

    private PhraseSample? Absent(SceneView view, PhraseKind kind, Random random) => kind switch
    {
        PhraseKind.AbsentObject => AbsentPhrases.Thing(view, frequencies, random),
        PhraseKind.AbsentAttribute => AbsentPhrases.Attribute(view, random),
        _ => AbsentPhrases.Relation(view, frequencies, random),
    };

    private static PhraseKind DrawKind((PhraseKind Kind, double Weight)[] mix, Random random)
    {
        var at = random.NextDouble() * mix.Sum(m => m.Weight);
        foreach (var (kind, weight) in mix)
        {
            at -= weight;
            if (at < 0)
                return kind;
        }

        return mix[^1].Kind;
    }
}
