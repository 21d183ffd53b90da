namespace Yofo.Data;

/// <summary>
/// Phrases that were written to fit nothing in their picture, lent to other pictures which they fit: "the woman in a red coat" is true where somebody wrote "woman in a red coat and a
/// hat". Such phrases are written in a manner of their own, and a network that only ever met them where they are wrong would know them by it; so each is met where it is right
/// as well. One fits what another phrase means where that has the same noun and all of its words in their order [ours].
/// </summary>
internal sealed class LentPhrases
{
    private readonly ILookup<WrittenPhrase, string> lent;

    /// <summary>Finds who may be lent what.</summary>
    /// <param name="scenes">The pictures.</param>
    /// <param name="written">What was written of all of them.</param>
    /// <param name="wordsOf">The words of a phrase, lower case.</param>
    /// <param name="times">How often each phrase is lent at most, for each time that it was written.</param>
    /// <param name="random">Draws among those that it fits.</param>
    public LentPhrases(IReadOnlyList<Scene> scenes, WrittenPhrases written, Func<string, IReadOnlyList<string>> wordsOf, int times, Random random)
    {
        var all = times > 0 ? scenes.SelectMany(scene => written.Of(scene).Select(phrase => ToldPhrase.Read(scene, phrase, wordsOf))).ToList() : [];
        var byNoun = all.Where(phrase => phrase.Written.Thing is not null).ToLookup(phrase => phrase.Noun);
        lent = all.Where(phrase => phrase.Written.Thing is null).GroupBy(phrase => phrase.Written.Phrase, StringComparer.Ordinal)
            .SelectMany(wrong =>
            {
                var one = wrong.First();
                var fits = byNoun[one.Noun].Where(right => Fits(one, right)).ToArray();
                random.Shuffle(fits);
                return fits.Take(times * wrong.Count()).Select(right => (right.Written, Text: wrong.Key));
            })
            .ToLookup(pair => pair.Written, pair => pair.Text);
    }

    /// <summary>Number of loans.</summary>
    public int Count => lent.Sum(group => group.Count());

    /// <summary>What also fits the thing that a phrase means.</summary>
    public IEnumerable<string> To(WrittenPhrase phrase) => lent[phrase];

    private static bool Fits(ToldPhrase wrong, ToldPhrase right)
    {
        var isElsewhere = (wrong.Written.Source, wrong.Written.Picture) != (right.Written.Source, right.Written.Picture);
        return isElsewhere && (wrong with { IsOnly = right.IsOnly }).IsTelling && IsWithin(wrong.Words, right.Words);
    }

    // All words of the one in the other, in their order.
    private static bool IsWithin(IReadOnlyList<string> few, IReadOnlyList<string> many)
    {
        var met = 0;
        foreach (var word in many)
        {
            met += met < few.Count && few[met] == word ? 1 : 0;
        }

        return met == few.Count;
    }
}
