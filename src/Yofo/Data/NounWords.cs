using Yofo.Modeling.Language;

namespace Yofo.Data;

/// <summary>The words that people use for the categories.</summary>
internal static class NounWords
{
    private static readonly string[] Men = ["man", "man", "guy", "boy", "man", "dude"];
    private static readonly string[] Women = ["woman", "woman", "lady", "girl", "woman"];

    // The sex of a person is not annotated. Words for either stand in for "person" where the captions do not speak against them.
    private static readonly string[] People = ["person", "person", "person", "person", "man", "man", "woman", "guy", "lady", "girl", "boy", "kid", "child"];

    private static readonly Dictionary<string, string[]> Synonyms = new()
    {
        ["bicycle"] = ["bicycle", "bike"],
        ["motorcycle"] = ["motorcycle", "motorbike", "bike"],
        ["airplane"] = ["airplane", "plane", "jet"],
        ["car"] = ["car", "car", "vehicle"],
        ["bus"] = ["bus", "bus", "vehicle"],
        ["truck"] = ["truck", "truck", "vehicle"],
        ["boat"] = ["boat"],
        ["traffic light"] = ["traffic light", "stop light"],
        ["fire hydrant"] = ["fire hydrant", "hydrant"],
        ["bird"] = ["bird", "bird", "animal"],
        ["cat"] = ["cat", "cat", "cat", "cat", "cat", "kitten", "kitty", "animal"],
        ["dog"] = ["dog", "dog", "dog", "puppy", "animal"],
        ["horse"] = ["horse", "horse", "horse", "pony", "animal"],
        ["sheep"] = ["sheep", "sheep", "animal", "lamb"],
        ["cow"] = ["cow", "cow", "cow", "animal", "cattle"],
        ["elephant"] = ["elephant", "elephant", "animal"],
        ["bear"] = ["bear", "bear", "animal"],
        ["zebra"] = ["zebra", "zebra", "animal"],
        ["giraffe"] = ["giraffe", "giraffe", "animal"],
        ["rhino"] = ["rhino", "rhino", "rhinoceros", "animal"],
        ["emu"] = ["emu", "bird", "ostrich", "animal"],
        ["flamingo"] = ["flamingo", "flamingo", "bird", "animal"],
        ["backpack"] = ["backpack", "bag"],
        ["handbag"] = ["handbag", "bag", "purse"],
        ["suitcase"] = ["suitcase", "luggage", "bag"],
        ["sports ball"] = ["ball"],
        ["baseball bat"] = ["baseball bat", "bat"],
        ["baseball glove"] = ["baseball glove", "glove", "mitt"],
        ["skateboard"] = ["skateboard", "board"],
        ["surfboard"] = ["surfboard", "board"],
        ["snowboard"] = ["snowboard", "board"],
        ["tennis racket"] = ["tennis racket", "racket"],
        ["wine glass"] = ["wine glass", "glass"],
        ["cup"] = ["cup", "cup", "mug", "glass"],
        ["hot dog"] = ["hot dog"],
        ["donut"] = ["donut", "doughnut"],
        ["couch"] = ["couch", "sofa"],
        ["potted plant"] = ["plant", "potted plant"],
        ["dining table"] = ["table", "table", "dining table"],
        ["toilet"] = ["toilet"],
        ["tv"] = ["tv", "television", "screen", "monitor"],
        ["laptop"] = ["laptop", "laptop", "computer"],
        ["mouse"] = ["mouse", "computer mouse"],
        ["remote"] = ["remote", "remote control", "controller"],
        ["cell phone"] = ["phone", "cell phone"],
        ["refrigerator"] = ["fridge", "refrigerator"],
        ["oven"] = ["oven", "stove"],
        ["hair drier"] = ["hair dryer"],
        ["teddy bear"] = ["teddy bear", "stuffed animal", "teddy"],
        ["stop sign"] = ["stop sign", "sign"],
        ["banana"] = ["banana", "banana", "fruit"],
        ["apple"] = ["apple", "apple", "fruit"],
        ["orange"] = ["orange", "fruit"],
        ["salient object"] = ["object", "thing", "main object"],
    };

    private static readonly Dictionary<string, string[]> Wide = new()
    {
        ["animal"] = ["bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe", "rhino", "emu", "flamingo"],
        ["bird"] = ["bird", "emu", "flamingo"],
        ["vehicle"] = ["car", "bus", "truck", "motorcycle", "train", "bicycle"],
        ["bike"] = ["bicycle", "motorcycle"],
        ["bag"] = ["backpack", "handbag", "suitcase", "bag", "purse"],
        ["board"] = ["skateboard", "surfboard", "snowboard"],
        ["glass"] = ["wine glass", "cup"],
        ["fruit"] = ["banana", "apple", "orange"],
        ["screen"] = ["tv", "laptop"],
        ["monitor"] = ["tv", "laptop"],
        ["computer"] = ["laptop", "tv"],
        ["sign"] = ["stop sign"],
    };

    private static readonly HashSet<string> Pairs =
    [
        "skis", "scissors", "shoes", "pants", "jeans", "shorts", "boots", "sunglasses", "glasses", "stockings", "socks", "leggings", "tights", "sandals", "loafers",
        "gloves", "heels", "sneakers", "pumps", "flats", "wedges", "hair", "luggage", "cattle", "broccoli",
    ];

    // Groups that annotators, or people, do not keep apart: one of them present makes the absence of another doubtful.
    private static readonly IReadOnlyList<string>[] Alike =
    [
        .. NounClasses.Alike, ["bird", "emu", "flamingo"],
        ["jacket", "blazer", "coat", "cardigan", "hoodie", "suit", "cape", "vest", "sweater", "sweatshirt", "jumper"], ["bag", "purse", "wallet"], ["sunglasses", "glasses"],
        ["shirt", "t-shirt", "blouse", "top", "sweater", "jumper", "sweatshirt", "bodysuit", "bra", "vest", "dress"], ["dress", "skirt", "romper", "top", "blouse", "cape"],
        ["pants", "jeans", "leggings", "tights", "stockings", "shorts", "suit", "romper"], ["shoes", "boots", "heels", "pumps", "flats", "sandals", "sneakers", "loafers", "wedges"],
    ];

    // No phrase is written for these: nobody says so, or (tables, as absent) annotators leave many out.
    private static readonly HashSet<string> Unnamed = ["skin", "accessories", "bra", "bodysuit"];
    private static readonly HashSet<string> NeverAbsent = ["dining table", "book", "salient object", "hair", "top"];

    // Every word for a category of COCO, back to the category; of a word for several kinds ("animal") any one of them.
    private static readonly Dictionary<string, string> Named = CategoryNames.Coco.Where(category => category != "person")
        .SelectMany(category => Synonyms.GetValueOrDefault(category, []).Append(category).Select(word => (word, category)))
        .Where(pair => pair.word != "orange") // nearly always the colour
        .DistinctBy(pair => pair.word).ToDictionary();

    /// <summary>The category of COCO, people aside, that a word is said of, or null.</summary>
    public static string? CategoryOf(string word) => Named.GetValueOrDefault(word);

    /// <summary>Which people a word is said of; null where it is no word for people.</summary>
    public static PersonWords? SexOf(string word) =>
        Men.Contains(word) ? PersonWords.Men : Women.Contains(word) ? PersonWords.Women : People.Contains(word) ? PersonWords.Any : null;

    /// <summary>True where phrases are written for a category.</summary>
    public static bool IsNamed(string category) => !Unnamed.Contains(category);

    /// <summary>True where it can be said with confidence that a scene shows nothing that people would call so.</summary>
    public static bool IsSurelyAbsent(Scene scene, string category) =>
        IsNamed(category) && !NeverAbsent.Contains(category) && scene.IsAbsent(category)
        && Alike.Where(group => group.Contains(category)).All(group => group.All(other => !scene.Uncertain.Contains(other) && !scene.Objects.Any(o => o.Category == other)));

    /// <summary>A word for people of the sex that the captions do not tell of, or null where they tell of both or of neither.</summary>
    public static Noun? DrawOther(PersonWords people, Random random)
    {
        var words = people switch
        {
            PersonWords.Men => Women,
            PersonWords.Women => Men,
            _ => [],
        };
        return words.Length == 0 ? null : Of(words[random.Next(words.Length)], "person");
    }

    /// <summary>Draws a word for a category; for people in keeping with the captions.</summary>
    public static Noun Draw(string category, PersonWords people, Random random)
    {
        var words = category != "person" ? Synonyms.GetValueOrDefault(category, [category]) : people switch
        {
            PersonWords.Men when random.Next(3) > 0 => Men,
            PersonWords.Women when random.Next(3) > 0 => Women,
            PersonWords.Men or PersonWords.Women => ["person"],
            _ => People,
        };
        return Of(words[random.Next(words.Length)], category);
    }

    /// <summary>A word with what it may mean.</summary>
    public static Noun Of(string word, string category)
    {
        var pair = Pairs.Contains(word);
        IReadOnlyList<string> categories = Wide.TryGetValue(word, out var wide) ? [.. wide.Append(category).Distinct()] : [category];
        return new Noun(word, pair ? word : Plural(word), categories, pair);
    }

    /// <summary>What the captions of a scene say of the people in it.</summary>
    public static PersonWords ReadCaptions(IReadOnlyList<string> captions)
    {
        var words = captions.SelectMany(c => c.ToLowerInvariant().Split([' ', '.', ',', '\''], StringSplitOptions.RemoveEmptyEntries)).ToList();
        var men = words.Count(w => w is "man" or "men" or "boy" or "boys" or "guy" or "guys" or "he" or "his" or "male" or "gentleman");
        var women = words.Count(w => w is "woman" or "women" or "girl" or "girls" or "lady" or "ladies" or "she" or "her" or "female");
        return (men, women) switch
        {
            ( > 1, 0) => PersonWords.Men,
            (0, > 1) => PersonWords.Women,
            _ => PersonWords.Any,
        };
    }

    private static string Plural(string word) => word switch
    {
        "person" => "people",
        "man" => "men",
        "woman" => "women",
        "child" => "children",
        "sheep" => "sheep",
        "mouse" or "computer mouse" => "mice",
        "knife" => "knives",
        "scarf" => "scarves",
        // puppies, but boys, guys
        _ when word.EndsWith('y') && !"aeou".Contains(word[^2], StringComparison.Ordinal) => word[..^1] + "ies",
        _ when word.EndsWith("ch", StringComparison.Ordinal) || word.EndsWith("sh", StringComparison.Ordinal) || word.EndsWith('s') || word.EndsWith('x') => word + "es",
        _ => word + "s",
    };
}
