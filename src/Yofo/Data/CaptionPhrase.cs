namespace Yofo.Data;

/// <summary>What a person wrote of a photo, where it names one thing in it.</summary>
/// <param name="Text">The words, lower case, no full stop: "man in a red shirt holding a bat".</param>
/// <param name="Target">Index of the object in its scene.</param>
/// <param name="Subject">The word for it.</param>
/// <param name="Sex">Which people the subject is a word for; <see cref="PersonWords.Any"/> also for things.</param>
/// <param name="Mentions">What else is named.</param>
internal sealed record CaptionPhrase(string Text, int Target, Noun Subject, PersonWords Sex, IReadOnlyList<Noun> Mentions)
{
    /// <summary>True where a scene (not its own) certainly shows nothing that the phrase would fit.</summary>
    public bool IsAbsentFrom(SceneView other) =>
        other.IsAbsent(Subject)
        || (Sex, other.People) is (PersonWords.Men, PersonWords.Women) or (PersonWords.Women, PersonWords.Men)
        || Mentions.Any(other.IsAbsent);
}
