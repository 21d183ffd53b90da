using Yofo.Modeling.Vision;

namespace Yofo.Modeling.Language;

/// <summary>
/// Takes phrases apart, by word lists [ours]: what is named together with the object ("the man and the dog" means both, and so do "a
/// horse with a rider" and "a rider on a horse"; "a man in a white shirt and black shorts" means the man), and the object without what it has with it.
/// </summary>
internal static class PhraseParts
{
    private static readonly HashSet<string> Determiners = Set("a an the his her its their another two three four");

    private static readonly HashSet<string> Articles = Set("a an the his her its their another");

    // People by what they do, whatever their sex and age.
    private static readonly HashSet<string> Roles = Set(
        "driver drivers passenger passengers surfer surfers skater skaters skier skiers player players batter catcher pitcher cook cooks chef chefs owner " +
        "human umpire referee goalkeeper goalie golfer runner runners swimmer swimmers climber diver dancer dancers skateboarder snowboarder " +
        "waiter waitress worker workers soldier soldiers policeman officer officers fireman firefighter pilot sailor farmer fisherman cowboy bride groom " +
        "teacher student students doctor nurse musician musicians singer guitarist drummer photographer clown pedestrian pedestrians bystander " +
        "bystanders spectator spectators fan fans customer customers tourist tourists " +
        "cop cops barber baker bartender vendor seller hiker hikers racer racers athlete athletes sportsman builder mechanic plumber judge linesman coach jogger paddler rower performer");

    private static readonly HashSet<string> People =
    [
        .. Roles,
        .. Set("rider riders person people man men woman women boy boys girl girls kid kids child children cyclist cyclists bicyclist biker bikers " +
            "motorcyclist jockey baby babies toddler guy guys lady ladies dude gentleman adult adults teen teenager teenagers " +
            "mother mom father dad son daughter grandmother grandfather someone somebody infant blonde redhead teammate teammates"),
    ];

    // Who is nobody without a mount, and what they ride: "a rider on a white horse" shows both, as "a white horse and its rider" does. "The rider on the
    // white horse" tells riders apart, and "the woman on a bike" is a woman.
    private static readonly HashSet<string> Riders = Set("rider riders jockey cyclist cyclists bicyclist biker bikers motorcyclist motorcyclists");

    private static readonly HashSet<string> Mounts = Set("horse pony donkey camel elephant bike bicycle motorbike motorcycle scooter moped");

    // What is worn or grown belongs to its bearer's looks: "a girl in black and a red jacket".
    private static readonly HashSet<string> Looks = Set(
        "hair beard head face arm arms hand hands leg legs foot feet tail trunk ears eyes helmet hat cap shirt jacket coat dress skirt shorts " +
        "trousers pants jeans shoes boots gloves glasses sunglasses tie scarf suit clothes top sweater hoodie vest uniform wheels helmets hats caps shirts " +
        "jackets coats dresses skirts ties scarves suits tops vests uniforms tee t-shirt tshirt sweatshirt jersey wetsuit outfit clothing ponytail tank blazer");

    private static readonly HashSet<string> Places = Set("left right middle center centre front back side corner top bottom");

    // What a description of one object ends on, and the next may follow: "the man on the left and ...", "the woman in red and ...".
    private static readonly HashSet<string> Ends = [.. Places, .. Looks, .. ColourNames.All];

    /// <summary>What is named together with a phrase's object, each as a phrase of its own: none, one, or all of a list.</summary>
    /// <param name="words">The words of the phrase, lower case, at least one.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Companions(IReadOnlyList<string> words)
    {
        var noun = NounPhrase.Find(words).HeadNoun;
        var at = noun + 1;
        if (at < words.Count && words[at] is "with" or "carrying" && !People.Contains(words[noun]))
        {
            return Named([.. words.Skip(at + 1)], People.Contains);
        }

        if (at + 1 < words.Count && words[at] is "on" or "with" && words[at + 1] is "a" or "an" or "his" or "her" or "their" && Riders.Contains(words[noun]))
        {
            return Named([.. words.Skip(at + 1)], Mounts.Contains);
        }

        if (Joint(words, noun) is not { } joint)
        {
            return [];
        }

        var rest = words.Skip(joint + 1).ToList();
        var isNamed = Determiners.Contains(rest[0]);
        var first = Named(rest, isNamed ? name => !Looks.Contains(name) && !BareNoun.IsNameless(name) : People.Contains, described: true);
        return isNamed ? [.. first, .. Companions(rest)] : first;
    }

    /// <summary>
    /// The object of a phrase that describes it before it names something else: "the girl on the right" of "the girl on the right and the
    /// boy on the left"; none where the object is not described, or alone.
    /// </summary>
    /// <param name="words">The words of the phrase, lower case, at least one.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Subjects(IReadOnlyList<string> words)
    {
        var noun = NounPhrase.Find(words).HeadNoun;
        return Joint(words, noun) is { } joint && Last(words, joint) is var last && last > noun && Companions(words).Count > 0 ? [[.. words.Take(last + 1)]] : [];
    }

    /// <summary>A phrase without what its object has with it: "the woman" of "the woman with a yellow backpack"; none where it has nothing.</summary>
    /// <param name="words">The words of the phrase, lower case, at least one.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Cores(IReadOnlyList<string> words)
    {
        var at = NounPhrase.Find(words).HeadNoun + 1;
        return at + 1 < words.Count && words[at] is "with" or "holding" or "carrying" ? [[.. words.Take(at)]] : [];
    }

    /// <summary>Whether a noun names a person.</summary>
    public static bool IsPerson(string noun) => People.Contains(noun);

    /// <summary>Whether a noun names what somebody wears, or has grown: it tells of its bearer ("guy blue shirt").</summary>
    public static bool IsLook(string noun) => Looks.Contains(noun);

    /// <summary>Whether a noun names a person by what he or she does ("the cook").</summary>
    public static bool IsRole(string noun) => Roles.Contains(noun);

    // The "and" (or, in a list, the comma) that joins something to the object: directly behind it, or behind what describes it.
    private static int? Joint(IReadOnlyList<string> words, int noun)
    {
        var at = noun + 1;
        while (at < words.Count && words[at] != "and" && !IsListed(words, at))
        {
            at++;
        }

        return at + 1 < words.Count && Last(words, at) is >= 0 and var last && (last == noun || (last == noun + 1 && IsOne(words, last)) || Ends.Contains(words[last])) ? at : null;
    }

    // "the big one" names nothing but what was named before it.
    private static bool IsOne(IReadOnlyList<string> words, int at) => at < words.Count && words[at] == "one";

    // The last word before a joint.
    private static int Last(IReadOnlyList<string> words, int joint) => words[joint - 1] == "," ? joint - 2 : joint - 1;

    // A comma that more follows: ", the cat and the man". Without an "and" it explains ("the dog, a poodle").
    private static bool IsListed(IReadOnlyList<string> words, int at) =>
        words[at] == "," && at + 1 < words.Count && Determiners.Contains(words[at + 1]) && words.Skip(at).Contains("and");

    // The first noun phrase, if its noun fits and it is not "the big one".
    private static IReadOnlyList<IReadOnlyList<string>> Named(List<string> words, Predicate<string> fits, bool described = false)
    {
        if (words.Count == 0 || NounPhrase.Find(words).HeadNoun is var noun && (!fits(words[noun]) || IsOne(words, noun + 1)))
        {
            return [];
        }

        var end = described ? EndOfDescription(words, noun) : noun;
        return [[.. words.Take(end + 1).Skip(Articles.Contains(words[0]) ? 1 : 0)]];
    }

    // The last word of "the woman on the right", "the man in a blue shirt"; the noun of "the dog in front of her".
    private static int EndOfDescription(List<string> words, int noun)
    {
        var end = words.FindIndex(noun + 1, Ends.Contains);
        if (end - noun is not (>= 2 and <= 4) || words[noun + 1] is not ("on" or "in" or "at"))
        {
            return noun;
        }

        while (end + 1 < words.Count && Ends.Contains(words[end + 1]))
        {
            end++;
        }

        return end + 1 < words.Count && words[end + 1] == "of" ? noun : end;
    }

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
