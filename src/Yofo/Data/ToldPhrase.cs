using Yofo.Modeling.Language;

namespace Yofo.Data;

/// <summary>A written phrase as it is read where phrases are handed on to other pictures or changed.</summary>
/// <param name="Written">The phrase.</param>
/// <param name="Noun">What it calls its thing.</param>
/// <param name="Words">Its words without articles and marks.</param>
/// <param name="IsOnly">Whether what it means is the only thing of its category in the picture.</param>
internal sealed record ToldPhrase(WrittenPhrase Written, string Noun, IReadOnlyList<string> Words, bool IsOnly)
{
    private const int FewestTelling = 2; // words beside the noun, where the picture has more of the kind: less is soon true of both [ours]

    private static readonly HashSet<string> Articles = new(["a", "an", "the"], StringComparer.Ordinal);

    /// <summary>Whether it still means one thing where it says less than what somebody wrote to tell that thing apart.</summary>
    public bool IsTelling => IsOnly || Words.Count - Noun.Split(' ').Length >= FewestTelling;

    /// <summary>Reads a phrase.</summary>
    /// <param name="scene">The picture that it was written of.</param>
    /// <param name="written">The phrase.</param>
    /// <param name="wordsOf">The words of a phrase, lower case.</param>
    public static ToldPhrase Read(Scene scene, WrittenPhrase written, Func<string, IReadOnlyList<string>> wordsOf)
    {
        var words = wordsOf(written.Phrase);
        var isOnly = WrittenPhrases.Target(scene, written) is { } target && scene.Objects.Count(other => other.Category == scene.Objects[target].Category) == 1;
        return new ToldPhrase(written, BareNoun.Of(words), [.. words.Where(word => !Articles.Contains(word) && char.IsLetterOrDigit(word[0]))], isOnly);
    }
}
