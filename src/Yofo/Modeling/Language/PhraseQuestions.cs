namespace Yofo.Modeling.Language;

/// <summary>
/// What is asked beside some phrases, in prediction: the bare noun of each ("dog" for "the black dog on the left"), what a phrase names
/// together with its object ("rider" for "a white horse and its rider"), and what is left of it without what its object has with it
/// ("the woman" for "the woman with a yellow backpack").
/// </summary>
internal sealed class PhraseQuestions
{
    private PhraseQuestions(IReadOnlyList<IReadOnlyList<string>> phrases)
    {
        Several = [.. phrases.Select(NounPhrase.NamesSeveral)];
        Companions = Parts(phrases, PhraseParts.Companions);
        Cores = Parts(phrases, PhraseParts.Cores);
        Texts = [.. phrases.Select(NounPhrase.Bare), .. Companions.Select(part => part.Text), .. Cores.Select(part => part.Text)];
    }

    /// <summary>Which of the phrases mean more than one of a kind ("two dogs", "the people").</summary>
    public IReadOnlyList<bool> Several { get; }

    /// <summary>What is named together with an object, in the order of the phrases.</summary>
    public IReadOnlyList<PhrasePart> Companions { get; }

    /// <summary>Phrases without what their object has with it, where it has something.</summary>
    public IReadOnlyList<PhrasePart> Cores { get; }

    /// <summary>The questions as phrases of their own: a noun for each phrase, then the companions, then the cores.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>Whether every phrase means a single object.</summary>
    public bool AllSingle => Companions.Count == 0 && !Several.Contains(true);

    /// <summary>Reads the words of phrases, at least one each.</summary>
    public static PhraseQuestions Of(IReadOnlyList<IReadOnlyList<string>> phrases) => new(phrases);

    private static PhrasePart[] Parts(IReadOnlyList<IReadOnlyList<string>> phrases, Func<IReadOnlyList<string>, IReadOnlyList<IReadOnlyList<string>>> find) =>
        [.. phrases.SelectMany((words, index) => find(words).Select(part => new PhrasePart(index, string.Join(' ', part), NounPhrase.NamesSeveral(part))))];
}
