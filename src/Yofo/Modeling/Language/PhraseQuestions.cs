namespace Yofo.Modeling.Language;

/// <summary>
/// What is asked beside some phrases, in prediction: the bare noun of each ("dog" for "the black dog on the left"), what a phrase names
/// together with its object ("rider" for "a white horse and its rider"), what is left of it without what its object has with it ("the
/// woman" for "the woman with a yellow backpack"), the object alone where another follows ("the girl on the right" for "the girl on the
/// right and the boy on the left"), what a phrase rules out, a phrase without the colour that it says of its object, and its landmarks ("bench").
/// </summary>
internal sealed class PhraseQuestions
{
    private PhraseQuestions(IReadOnlyList<IReadOnlyList<string>> whole)
    {
        var read = whole.Select(PhraseExclusions.Of).ToList();
        var phrases = read.ConvertAll(phrase => phrase.Kept);
        Several = [.. phrases.Select(NounPhrase.NamesSeveral)];
        Moving = [.. phrases.Select(PhraseMotion.IsSaid)];
        Bare = [.. phrases.Select(IsBare)];
        Still = [.. phrases.Select(PhraseMotion.IsStill)];
        Companions = Parts(phrases, PhraseParts.Companions);
        Cores = Parts(phrases, PhraseParts.Cores);
        Subjects = Parts(read, Subject);
        Excluded = Parts(read, phrase => phrase.Excluded);
        var coloured = phrases.Select(PhraseColours.Of).ToList();
        Coloured = [.. coloured.Index().Where(pair => pair.Item is not null).Select(pair => new ColouredPhrase(pair.Index, pair.Item!.Colours, pair.Item.IsWorn))];
        Plain = Parts(coloured, phrase => phrase is null ? [] : [phrase.Plain]);
        Landmarks = [.. phrases.SelectMany((phrase, index) => PhraseLandmarks.Of(phrase).Select(found => new Landmark(index, found.Noun, found.IsAlike)))];
        var nouns = phrases.ConvertAll(BareNoun.Of);
        Classes = nouns.ConvertAll(NounClasses.Of);
        Texts =
        [
            .. nouns.Select(NounClasses.Plain), .. Companions.Concat(Cores).Concat(Subjects).Concat(Excluded).Concat(Plain).Select(part => part.Text),
            .. Landmarks.Select(landmark => landmark.Noun),
        ];
    }

    /// <summary>The classes that the noun of each phrase surely names, none of some (<see cref="NounClasses.Of"/>).</summary>
    public IReadOnlyList<IReadOnlyList<string>> Classes { get; }

    /// <summary>Which of the phrases mean more than one of a kind ("two dogs", "the people").</summary>
    public IReadOnlyList<bool> Several { get; }

    /// <summary>Which of the phrases say how their object moves (<see cref="PhraseMotion"/>).</summary>
    public IReadOnlyList<bool> Moving { get; }

    /// <summary>Which of the phrases say nothing but what a thing is, by a name of a known class ("the bottle", "a tennis racket"); people are no things.</summary>
    public IReadOnlyList<bool> Bare { get; }

    /// <summary>Which of the phrases say that their object stays where it is (<see cref="PhraseMotion.IsStill"/>).</summary>
    public IReadOnlyList<bool> Still { get; }

    /// <summary>What is named together with an object, in the order of the phrases.</summary>
    public IReadOnlyList<PhrasePart> Companions { get; }

    /// <summary>Phrases without what their object has with it, where it has something.</summary>
    public IReadOnlyList<PhrasePart> Cores { get; }

    /// <summary>What is read in the place of some phrases: the object alone where another follows, the words that rule nothing out.</summary>
    public IReadOnlyList<PhrasePart> Subjects { get; }

    /// <summary>What phrases rule out.</summary>
    public IReadOnlyList<PhrasePart> Excluded { get; }

    /// <summary>Phrases that say which colour their object has or wears.</summary>
    public IReadOnlyList<ColouredPhrase> Coloured { get; }

    /// <summary>The same phrases without their colours, in the same order.</summary>
    public IReadOnlyList<PhrasePart> Plain { get; }

    /// <summary>Things beside which phrases place their objects.</summary>
    public IReadOnlyList<Landmark> Landmarks { get; }

    /// <summary>
    /// The questions as phrases of their own: for each phrase its noun (<see cref="NounClasses.Plain"/>), then the companions, the cores, the subjects, what is ruled out, the
    /// phrases without their colours, and the landmarks.
    /// </summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>Whether every phrase means a single object.</summary>
    public bool AllSingle => Companions.Count == 0 && !Several.Contains(true);

    /// <summary>Reads the words of phrases, at least one each.</summary>
    public static PhraseQuestions Of(IReadOnlyList<IReadOnlyList<string>> phrases) => new(phrases);

    private static IReadOnlyList<IReadOnlyList<string>> Subject(PhraseExclusions phrase) =>
        PhraseParts.Subjects(phrase.Kept) is { Count: > 0 } subject ? subject : phrase.Excluded.Count > 0 ? [phrase.Kept] : [];

    private static bool IsBare(IReadOnlyList<string> phrase) =>
        NounClasses.Of(string.Join(' ', phrase.SkipWhile(word => word is "the" or "a" or "an"))) is [not NounClasses.Person, ..];

    private static PhrasePart[] Parts<T>(IReadOnlyList<T> phrases, Func<T, IReadOnlyList<IReadOnlyList<string>>> find) =>
        [.. phrases.SelectMany((phrase, index) => find(phrase).Select(part => new PhrasePart(index, string.Join(' ', part), NounPhrase.NamesSeveral(part))))];
}
