using Yofo.Modeling.Vision;

namespace Yofo.Data;

/// <summary>Which of several has a colour, or wears it.</summary>
internal static class ColourFacts
{
    // Shares of the pixels: over the first the colour is there, under the second it is not, between them nothing is said. [ours]
    private const float Surely = 0.38f;
    private const float SurelyNot = 0.1f;

    // Shadows, hair and highlights put some black, gray and white on everything. [ours]
    private const float SurelyNotNeutral = 0.16f;

    // Skin and warm light look brown, orange or pink. [ours]
    private const float SurelySkin = 0.6f;

    // A white bird in the shade has gray pixels: where so much has a colour that another is taken for, that other is not ruled out. [ours]
    private const float SurelyUnlike = 0.3f;

    /// <summary>Colours in which people see animals; what the histogram says beyond them is light or shade.</summary>
    private static readonly HashSet<int> Fur = [ColourNames.Black, ColourNames.White, ColourNames.Gray, ColourNames.Brown, ColourNames.Orange];

    private static readonly HashSet<string> Furred = ["cat", "dog", "horse", "sheep", "cow", "bear", "elephant", "rhino", "zebra", "giraffe", "emu"];

    /// <summary>The colours that may be said of a category as a whole; none for people (they wear them).</summary>
    public static bool MayHave(string category, int colour) => category switch
    {
        "person" or "zebra" or "giraffe" or "hair" => false,
        "flamingo" => colour == ColourNames.Pink,
        // Their other colours are shade.
        "potted plant" or "broccoli" => colour == ColourNames.Green,
        "banana" => colour is ColourNames.Yellow or ColourNames.Green,
        "carrot" or "orange" => colour == ColourNames.Orange,
        "apple" => colour is ColourNames.Red or ColourNames.Green or ColourNames.Yellow,
        _ => !Furred.Contains(category) || Fur.Contains(colour),
    };

    /// <summary>True or false where an object has, or has not, a colour; null where it is between or unknown.</summary>
    public static bool? Has(ObjectLook look, int colour) => look.Whole is { } whole ? Judge(whole, whole, colour, Surely) : null;

    /// <summary>The same for what covers a person's chest.</summary>
    public static bool? WearsAbove(ObjectLook look, int colour) => Wears(look, look.Upper, colour);

    /// <summary>The same for what covers a person's legs.</summary>
    public static bool? WearsBelow(ObjectLook look, int colour) => Wears(look, look.Lower, colour);

    /// <summary>Words for things of a colour.</summary>
    public static string[] Names(int colour, string category) => colour switch
    {
        ColourNames.Gray when category is "car" or "truck" or "laptop" or "refrigerator" or "microwave" or "oven" or "sink" or "spoon" or "fork" or "knife" => ["silver", "gray", "grey"],
        ColourNames.Gray => ["gray", "grey"],
        ColourNames.Brown when Furred.Contains(category) => ["brown", "brown", "tan"],
        ColourNames.Brown when category is "chair" or "bench" or "dining table" or "bowl" or "spoon" => ["brown", "brown", "wooden"],
        ColourNames.Orange when category is "cat" or "dog" => ["orange", "ginger"],
        ColourNames.Black => ["black", "black", "black", "dark"],
        _ => [ColourNames.All[colour]],
    };

    /// <summary>Facts of colour among the objects of one category (one alone will do).</summary>
    public static IEnumerable<PhraseFact> Among(SceneView view, IReadOnlyList<int> units)
    {
        for (var colour = 0; colour < ColourNames.Count; colour++)
        {
            if (Only(units, i => MayHave(view.Looks[i].Category, colour) ? Has(view.Looks[i], colour) : null) is { } target)
                yield return new PhraseFact(PhraseKind.Colour, target, Names(colour, view.Looks[target].Category), []);
        }
    }

    /// <summary>Facts of clothing among the people of a picture.</summary>
    public static IEnumerable<PhraseFact> Clothing(SceneView view, IReadOnlyList<int> people)
    {
        for (var colour = 0; colour < ColourNames.Count; colour++)
        {
            if (Only(people, i => WearsAbove(view.Looks[i], colour)) is { } above)
                yield return Above(above, ColourNames.All[colour]);
            if (Only(people, i => WearsBelow(view.Looks[i], colour)) is { } below)
                yield return Below(below, ColourNames.All[colour]);
            // Nobody else may wear it anywhere; one colour from neck to foot may be any of these.
            if (Only(people, i => WearsAbove(view.Looks[i], colour) == WearsBelow(view.Looks[i], colour) ? WearsAbove(view.Looks[i], colour) : null) is { } all)
                yield return Throughout(all, ColourNames.All[colour]);
        }
    }

    /// <summary>The ways to say that a person wears a colour above.</summary>
    public static PhraseFact Above(int target, string colour)
    {
        var a = PhraseGrammar.Article(colour);
        return new PhraseFact(
            PhraseKind.Clothing,
            target,
            [],
            [
                $"in {colour}", $"in {colour}", $"in {colour}", $"wearing {colour}", $"in {a} {colour} shirt", $"in the {colour} shirt", $"in the {colour} shirt", $"wearing {a} {colour} shirt", $"with the {colour} shirt",
                $"in the {colour} top", $"in the {colour} jacket", $"wearing {a} {colour} top", $"dressed in {colour}", $"in {a} {colour} t-shirt", $"wearing {a} {colour} sweater", $"in {a} {colour} coat",
            ],
            [$"in {colour}", $"in {colour} shirt", $"{colour} shirt", $"with {colour} shirt", $"wearing {colour}"],
            [$"{colour} shirt"]);
    }

    /// <summary>The ways to say that a person wears a colour below.</summary>
    public static PhraseFact Below(int target, string colour)
    {
        var garment = colour is "blue" ? "jeans" : "trousers";
        return new PhraseFact(
            PhraseKind.Clothing,
            target,
            [],
            [$"in {colour} pants", $"in the {colour} pants", $"wearing {colour} pants", $"with {colour} pants", $"in {colour} {garment}", $"with the {colour} {garment}"],
            [$"in {colour} pants", $"{colour} pants", $"with {colour} {garment}"],
            [$"{colour} {garment}"]);
    }

    /// <summary>The ways to say that a person wears one colour above and below.</summary>
    public static PhraseFact Throughout(int target, string colour)
    {
        var a = PhraseGrammar.Article(colour);
        return new PhraseFact(
            PhraseKind.Clothing, target, [], [$"in {a} {colour} dress", $"in {a} {colour} suit", $"dressed all in {colour}", $"wearing {a} {colour} dress", $"in {colour} clothes"],
            [$"in {colour}", $"in {colour} dress", $"all in {colour}"],
            [$"{colour} dress"]);
    }

    /// <summary>The only one for which a claim is true, where it is certainly false for all others; null otherwise.</summary>
    public static int? Only(IReadOnlyList<int> units, Func<int, bool?> claim)
    {
        int? found = null;
        foreach (var unit in units)
        {
            switch (claim(unit))
            {
                case null:
                case true when found is not null:
                    return null;
                case true:
                    found = unit;
                    break;
            }
        }

        return found;
    }

    private static bool? Wears(ObjectLook look, float[]? part, int colour)
    {
        if (look.Category != "person" || look.Whole is not { } whole || part is null)
            return null;
        var skin = colour is ColourNames.Brown or ColourNames.Orange or ColourNames.Pink;
        return Judge(part, whole, colour, skin ? SurelySkin : Surely);
    }

    private static bool? Judge(float[] part, float[] whole, int colour, float surely)
    {
        var neutral = colour is ColourNames.Black or ColourNames.Gray or ColourNames.White;
        if (part[colour] >= surely && part[colour] >= part.Max())
            return true;
        var limit = neutral ? SurelyNotNeutral : SurelyNot;
        var mistaken = ColourNames.Alike[colour].Sum(other => Math.Max(part[other], whole[other])) > SurelyUnlike;
        return !mistaken && part[colour] <= limit && whole[colour] <= (neutral ? 2 * limit : limit) ? false : null;
    }
}
