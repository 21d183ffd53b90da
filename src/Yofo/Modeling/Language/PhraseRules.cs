using System.Globalization;
using System.Text;

namespace Yofo.Modeling.Language;

/// <summary>What a phrase must be before it is encoded: the one place where a phrase is refused.</summary>
internal static class PhraseRules
{
    /// <summary>Longest phrase in characters (UTF-16 units) [ours]: the longest of 46,549 real ones takes 39 pieces of the 254 that are read.</summary>
    public const int MaximumCharacters = 1000;

    /// <summary>Returns the phrase as it came, or refuses it.</summary>
    /// <exception cref="YofoException">The phrase is missing, has nothing to read, or is longer than <see cref="MaximumCharacters"/>.</exception>
    public static string Check(string? phrase)
    {
        if (string.IsNullOrEmpty(phrase))
        {
            throw new YofoException("The phrase is empty: say in a few words which object to follow, such as 'the dog on the left'.");
        }

        if (phrase.Length > MaximumCharacters)
        {
            throw new YofoException(string.Create(
                CultureInfo.InvariantCulture,
                $"The phrase has {phrase.Length:N0} characters and at most {MaximumCharacters:N0} are read: keep the words that tell the object from the others."));
        }

        if (!phrase.EnumerateRunes().Any(IsReadable))
        {
            throw new YofoException(
                $"The phrase has {phrase.Length} blank or invisible characters and no word: say in a few words which object to follow, such as 'the dog on the left'.");
        }

        return phrase;
    }

    // What the tokenizer neither drops nor takes for a space. Broken surrogates arrive as U+FFFD, which it drops.
    private static bool IsReadable(Rune rune) => rune.Value != 0xFFFD && Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.NonSpacingMark
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
