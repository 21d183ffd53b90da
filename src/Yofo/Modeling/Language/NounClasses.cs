namespace Yofo.Modeling.Language;

/// <summary>
/// Which of COCO's classes a noun surely names, by word lists [ours]. The space of the sentence encoder is no dictionary: there "the batter" lies
/// nearest to "baseball bat".
/// </summary>
internal static class NounClasses
{
    /// <summary>The class of people.</summary>
    public const string Person = "person";

    /// <summary>Groups of classes that a detector takes for one another, and that annotators do not keep apart.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Alike { get; } =
    [
        ["car", "truck"], ["bus", "truck"], ["couch", "chair", "bed", "bench"], ["cup", "wine glass", "bottle", "vase", "bowl"], ["handbag", "backpack", "suitcase"],
        ["tv", "laptop"], ["fork", "knife", "spoon"], ["potted plant", "vase"], ["microwave", "oven", "toaster"], ["cell phone", "remote"], ["hot dog", "sandwich"],
        ["cake", "donut", "pizza"], ["bear", "teddy bear"], ["skis", "snowboard"], ["book", "laptop"],
    ];

    // Who rides is often meant with what he rides; glasses are worn or drunk from.
    private static readonly HashSet<string> Open = Set("rider riders jockey jockeys cyclist cyclists bicyclist bicyclists biker bikers motorcyclist motorcyclists glasses");

    // A class, and the words for it beside its own name.
    private static readonly Dictionary<string, string[]> Words = new(StringComparer.Ordinal)
    {
        ["bicycle"] = ["bike"],
        ["car"] = ["taxi", "cab", "van", "vehicle", "suv", "minivan", "sedan", "jeep", "convertible", "hatchback", "automobile", "limousine"],
        ["motorcycle"] = ["motorbike", "bike", "moped", "vespa", "vehicle"],
        ["airplane"] = ["plane", "jet", "aeroplane", "aircraft", "airliner", "seaplane", "biplane"],
        ["bus"] = ["minibus", "streetcar", "tram", "vehicle"],
        ["train"] = ["locomotive", "streetcar", "tram", "vehicle"],
        ["truck"] = ["lorry", "van", "vehicle", "fire truck", "pickup"],
        ["boat"] = ["sailboat", "canoe", "kayak", "ship", "ferry", "yacht", "rowboat", "motorboat", "speedboat"],
        ["traffic light"] = ["stop light", "signal"],
        ["fire hydrant"] = ["hydrant"],
        ["stop sign"] = [],
        ["parking meter"] = [],
        ["bench"] = [],
        ["bird"] = ["duck", "goose", "seagull", "pigeon", "animal"],
        ["cat"] = ["kitten", "kitty", "tabby", "calico", "pet", "animal"],
        ["dog"] = ["puppy", "pup", "poodle", "terrier", "pug", "bulldog", "spaniel", "husky", "collie", "chihuahua", "sheepdog", "dalmatian", "retriever", "labrador", "beagle", "pet", "animal"],
        ["horse"] = ["pony", "foal", "stallion", "mare", "animal"],
        ["sheep"] = ["lamb", "animal"],
        ["cow"] = ["bull", "calf", "cattle", "animal"],
        ["elephant"] = ["animal"],
        ["bear"] = ["animal"],
        ["zebra"] = ["animal"],
        ["giraffe"] = ["animal"],
        ["backpack"] = ["rucksack", "bag"],
        ["umbrella"] = ["parasol"],
        ["handbag"] = ["purse", "bag"],
        ["tie"] = ["necktie"],
        ["suitcase"] = ["luggage", "briefcase", "bag"],
        ["frisbee"] = [],
        ["skis"] = [],
        ["snowboard"] = ["board"],
        ["sports ball"] = ["ball", "football", "basketball"],
        ["kite"] = [],
        ["baseball bat"] = ["bat"],
        ["baseball glove"] = ["glove", "mitt"],
        ["skateboard"] = ["board", "longboard"],
        ["surfboard"] = ["board", "longboard", "bodyboard", "sailboard"],
        ["tennis racket"] = ["racket", "racquet"],
        ["bottle"] = [],
        ["wine glass"] = ["glass"],
        ["cup"] = ["mug", "glass"],
        ["fork"] = ["cutlery", "utensil"],
        ["knife"] = ["cutlery", "utensil"],
        ["spoon"] = ["cutlery", "utensil"],
        ["bowl"] = [],
        ["banana"] = ["fruit"],
        ["apple"] = ["fruit"],
        ["sandwich"] = ["burger"],
        ["broccoli"] = ["floret"],
        ["carrot"] = [],
        ["hot dog"] = [],
        ["pizza"] = [],
        ["donut"] = ["doughnut"],
        ["cake"] = [],
        ["chair"] = ["armchair"],
        ["couch"] = ["sofa"],
        ["potted plant"] = ["plant"],
        ["bed"] = [],
        ["dining table"] = ["table"],
        ["toilet"] = [],
        ["tv"] = ["television", "screen", "monitor", "computer"],
        ["laptop"] = ["screen", "monitor", "computer"],
        ["mouse"] = ["computer mouse"],
        ["remote"] = ["remote control"],
        ["keyboard"] = [],
        ["cell phone"] = ["phone", "cellphone", "smartphone"],
        ["microwave"] = [],
        ["oven"] = ["stove", "cooktop"],
        ["toaster"] = [],
        ["sink"] = ["washbasin", "basin"],
        ["refrigerator"] = ["fridge"],
        ["book"] = [],
        ["clock"] = [],
        ["vase"] = [],
        ["scissors"] = [],
        ["teddy bear"] = ["teddy", "stuffed animal"],
        ["hair drier"] = ["hair dryer"],
        ["toothbrush"] = [],
    };

    private static readonly ILookup<string, string> Named =
        Words.SelectMany(pair => pair.Value.Append(pair.Key).Select(word => (word, pair.Key))).ToLookup(pair => pair.word, pair => pair.Key);

    /// <summary>The classes that a noun, one of them or several, surely names; none where that is open.</summary>
    /// <param name="noun">The noun, lower case (<see cref="BareNoun.Of"/>).</param>
    public static IReadOnlyList<string> Of(string noun)
    {
        if (Open.Contains(noun))
        {
            return [];
        }

        return PhraseParts.IsPerson(noun) ? [Person] : [.. Forms(noun).Select(form => Named[form]).FirstOrDefault(classes => classes.Any(), [])];
    }

    /// <summary>
    /// The noun that is asked for in a noun's place: the name that the detector has for it ("car" for "taxi", "person" for "cook"); the noun itself
    /// where that has no single name, or says more ("woman", "boy").
    /// </summary>
    /// <param name="noun">The noun, lower case.</param>
    public static string Plain(string noun) =>
        PhraseParts.IsRole(noun) ? Person : Of(noun) is [var name] && name != Person ? name : noun;

    /// <summary>The classes that a detector takes for a class, itself not among them.</summary>
    public static IEnumerable<string> LookLike(string name) => Alike.Where(group => group.Contains(name)).SelectMany(group => group).Where(other => other != name).Distinct();

    // As it is, without "es", without "s".
    private static IEnumerable<string> Forms(string noun)
    {
        yield return noun;
        if (noun.EndsWith("es", StringComparison.Ordinal))
        {
            yield return noun[..^2];
        }

        if (noun.EndsWith('s'))
        {
            yield return noun[..^1];
        }
    }

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
