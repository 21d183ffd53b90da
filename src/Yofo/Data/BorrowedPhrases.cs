using Yofo.Modeling.Language;

namespace Yofo.Data;

/// <summary>
/// Phrases that were written of other pictures and surely fit nothing in this one, in the words of whoever wrote them: what is asked of a video and is not in it is seldom the near
/// miss of something there. "Man on the left" is true of many pictures, "the man with a kite under his arm" of few: a phrase is borrowed where its noun names a class that the picture
/// surely lacks, or, of people and of things that no class is of, where it says at least two things that nothing written of this picture says [ours].
/// </summary>
internal sealed class BorrowedPhrases
{
    private const int Fewest = 2; // words that tell: less is soon true by chance [ours]
    private const int Tries = 20; // a phrase that is wanted [ours]

    // What tells nothing of an object that might not be true elsewhere: place, size, order, stance, and words that only join others.
    private static readonly HashSet<string> Common = new(
        ("a an the this that these those his her its their him it he she they who which what whose one ones only other another both all each some any two three four five first second third " +
         "fourth last of in on at to from by with without for and or but not is are was be being been as into onto over under above below beneath near next beside behind between among around " +
         "along across through up down out off away towards toward past against about there here while than too very just also more most left right middle center centre top bottom front back side edge " +
         "corner upper lower far close closer closest nearest farthest furthest leftmost rightmost background foreground picture photo image frame camera us viewer big small large little tall short " +
         "bigger biggest smaller smallest larger largest taller tallest shorter shortest long full whole half part piece end standing sitting stands sits wearing wears holding holds looking looks facing faces " +
         "having has have seen visible partly partially thing things object item someone somebody body hand hands head face arm arms person's man's woman's").Split(' '),
        StringComparer.Ordinal);

    private readonly List<Phrase> pool;
    private readonly Func<string, IReadOnlyList<string>> wordsOf;

    /// <summary>Gathers what may be borrowed.</summary>
    /// <param name="written">What was written of all pictures; what fits nothing in its own is left out.</param>
    /// <param name="wordsOf">The words of a phrase, lower case.</param>
    public BorrowedPhrases(IEnumerable<WrittenPhrase> written, Func<string, IReadOnlyList<string>> wordsOf)
    {
        this.wordsOf = wordsOf;
        pool = [.. written.Where(phrase => phrase.Thing is not null).Select(Read)];
    }

    /// <summary>Phrases that surely fit nothing in a scene, without end, or until none is found.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="own">What was written of it.</param>
    /// <param name="random">Draws.</param>
    public IEnumerable<string> Draw(Scene scene, IReadOnlyCollection<WrittenPhrase> own, Random random)
    {
        var told = own.Where(phrase => phrase.Thing is not null).SelectMany(phrase => Telling(wordsOf(phrase.Phrase)))
            .Concat(scene.Objects.SelectMany(thing => thing.Category.Split(' ')).Select(Singular)).ToHashSet(StringComparer.Ordinal);
        while (true)
        {
            var found = Enumerable.Range(0, pool.Count == 0 ? 0 : Tries).Select(_ => pool[random.Next(pool.Count)]).FirstOrDefault(phrase => IsAbsent(phrase, scene, told, own.Count > 0));
            if (found is null)
            {
                yield break;
            }

            yield return found.Text;
        }
    }

    private static bool IsAbsent(Phrase phrase, Scene scene, HashSet<string> told, bool isTold)
    {
        if (phrase.Classes is { Count: > 0 } classes && classes.All(name => NounWords.IsSurelyAbsent(scene, name)))
        {
            return true;
        }

        // A thing of a class that may be there is a matter of looks, which the picture's own near misses teach.
        return isTold && (phrase.Classes.Count == 0 || phrase.Classes is [NounClasses.Person]) && phrase.Telling.Count >= Fewest && !phrase.Telling.Overlaps(told);
    }

    private Phrase Read(WrittenPhrase written)
    {
        var words = wordsOf(written.Phrase);
        return new Phrase(written.Phrase, NounClasses.Of(BareNoun.Of(words)), Telling(words).ToHashSet(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Telling(IReadOnlyList<string> words) =>
        words.Where(word => word.Length > 1 && !Common.Contains(word) && !PhraseParts.IsPerson(word)).Select(Singular);

    private static string Singular(string word) => word.Length > 3 && word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) ? word[..^1] : word;

    private sealed record Phrase(string Text, IReadOnlyList<string> Classes, HashSet<string> Telling);
}
