namespace Yofo.Cli;

/// <summary>What a phrase must be before anything is loaded for it.</summary>
internal static class PhraseCheck
{
    /// <summary>Characters of a phrase at most: far beyond what the language encoder reads, short of a pasted text. [ours]</summary>
    public const int Longest = 1000;

    /// <summary>Phrases at most: index 0 of the mask is the background, a byte holds the rest.</summary>
    public const int Most = 255;

    /// <summary>Checks the phrases of a command line and trims them.</summary>
    /// <exception cref="UsageException">None, too many, an empty one or one that is too long.</exception>
    public static IReadOnlyList<string> Apply(IReadOnlyList<string> phrases)
    {
        if (phrases.Count == 0)
        {
            throw new UsageException("No phrase given: say what to find, as in -p \"the white bird\".");
        }

        if (phrases.Count > Most)
        {
            throw new UsageException($"{phrases.Count} phrases are too many: at most {Most} fit into one mask; use several runs.");
        }

        foreach (var phrase in phrases)
        {
            if (string.IsNullOrWhiteSpace(phrase))
            {
                throw new UsageException("A phrase is empty: say what to find, as in -p \"the white bird\".");
            }

            if (phrase.Length > Longest)
            {
                throw new UsageException($"A phrase has {phrase.Length} characters ('{phrase[..20]}...'): shorten it to {Longest} or less.");
            }
        }

        return [.. phrases.Select(phrase => phrase.Trim())];
    }
}
