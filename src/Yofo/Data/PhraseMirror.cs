using System.Text.RegularExpressions;

namespace Yofo.Data;

/// <summary>Swaps left and right in a phrase, to go with a mirrored picture.</summary>
internal static partial class PhraseMirror
{
    /// <summary>The phrase with every left made right and every right left. Applied twice it gives the phrase back.</summary>
    public static string Mirror(string phrase) => Sides().Replace(phrase, side => side.Value switch
    {
        "left" => "right",
        "Left" => "Right",
        "LEFT" => "RIGHT",
        "right" => "left",
        "Right" => "Left",
        _ => "LEFT",
    });

    /// <summary>
    /// False where swapping would change more than sides: "right" as "exactly" (right behind), hands of a clock, writing.
    /// </summary>
    public static bool CanMirror(string phrase) => !Fixed().IsMatch(phrase);

    /// <summary>Whether the phrase of a number, counted from 0, goes to the mirrored picture: every second one, where it can be mirrored.</summary>
    public static bool IsMirrored(int number, string phrase) => number % 2 == 1 && CanMirror(phrase);

    [GeneratedRegex(@"(?<![A-Za-z])(left|Left|LEFT|right|Right|RIGHT)(?=(most|ish|side|hand|er|ers|s)?(?![A-Za-z]))")]
    private static partial Regex Sides();

    [GeneratedRegex(@"\bright (in front|behind|next|above|below|beneath|under|beside|by|at|before|after|there|here|now|up|against|between)\b|o'? ?clock|\b(letters?|numbers?|words?|says|reads)\b|\bleft (over|alone|out|behind)\b|leftover", RegexOptions.IgnoreCase)]
    private static partial Regex Fixed();
}
