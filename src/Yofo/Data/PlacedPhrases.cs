using System.Text.RegularExpressions;

namespace Yofo.Data;

/// <summary>
/// Puts a place into a phrase and takes it out again. Who points at a thing says where it is; who makes a wrong phrase up says a colour or a deed; so that where something is said of place
/// at all, the phrase is nearly always right. A wrong phrase stays wrong with a place in it, and a right one stays right without [ours].
/// </summary>
internal static partial class PlacedPhrases
{
    private static readonly string[] After =
    [
        " on the left", " on the right", " on left", " on right", " at the left", " at the right", " in the middle", " at the left edge", " at the right edge", " on the far left", " on the far right", " in front",
        " in the front", " at the back", " closest to us", " nearest to us", " at the top", " at the bottom", " to the left", " to the right", " second from the left", " second from the right", " in the center", ", left", ", right",
    ];

    private static readonly string[] Before = ["left", "right", "middle", "leftmost", "rightmost", "far left", "far right", "front", "nearest", "closest", "top", "bottom"];

    /// <summary>The phrase with a place in it.</summary>
    public static string Place(string phrase, Random random)
    {
        var bare = Article().Replace(phrase, "");
        return random.Next(3) switch
        {
            0 => $"{(random.Next(2) == 0 ? "the " : "")}{Before[random.Next(Before.Length)]} {bare}",
            1 => bare + After[random.Next(After.Length)],
            _ => phrase + After[random.Next(After.Length)],
        };
    }

    /// <summary>The phrase without its place, as somebody would write it who makes one up; null where it says none.</summary>
    public static string? Unplace(string phrase)
    {
        var rest = Lead().Replace(Tail().Replace(phrase, ""), "").Trim(' ', ',');
        return rest.Length == phrase.Length || rest.Length == 0 || Any().IsMatch(rest) || Cut().IsMatch(rest) ? null : "the " + Article().Replace(rest, "");
    }

    [GeneratedRegex(@"^(the|a|an)\s+", RegexOptions.IgnoreCase)]
    private static partial Regex Article();

    [GeneratedRegex(@",?\s+((on|at|in|to)\s+(the\s+|our\s+)?)?((far|upper|lower|very|bottom|top)\s+)*(left|right|middle|center|centre|front|back|top|bottom)(\s+(side|edge|corner|of (the )?(picture|image|photo|frame)))*$|,?\s+(closest|nearest)( to (us|the camera|camera))?$", RegexOptions.IgnoreCase)]
    private static partial Regex Tail();

    [GeneratedRegex(@"^(the\s+)?((far|upper|lower|very|bottom|top)\s+)?(left|right|middle|center|centre|leftmost|rightmost|front|top|bottom|nearest|closest)\s+", RegexOptions.IgnoreCase)]
    private static partial Regex Lead();

    [GeneratedRegex(@"^(on|at|in|to)\b|\b(on|at|in|to|the|of|from)$", RegexOptions.IgnoreCase)]
    private static partial Regex Cut();

    // What is left and says a place, an order or a comparison may mean nothing without what was cut off.
    [GeneratedRegex(@"\b(left|right|middle|center|centre|leftmost|rightmost|most|nearest|closest|farthest|furthest|first|second|third|fourth|last|top|bottom|far|one|ones|edge|us)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Any();
}
