using Yofo.Data;

namespace Yofo.Training;

/// <summary>What written phrases teach of stills: as they were written, without and with a place, lent and borrowed.</summary>
internal sealed class WrittenLessons
{
    private readonly TrainingOptions options;
    private readonly WrittenPhrases written;
    private readonly Func<string, IReadOnlyList<string>> wordsOf;
    private readonly Random random;
    private readonly BorrowedPhrases borrowed;
    private readonly LentPhrases lent;

    /// <summary>Sees which pictures have phrases for one another.</summary>
    /// <param name="options">What is asked for, and how often.</param>
    /// <param name="scenes">The stills.</param>
    /// <param name="written">What was written of stills; that of others than these is left out.</param>
    /// <param name="wordsOf">The words of a phrase, lower case.</param>
    /// <param name="random">Draws.</param>
    public WrittenLessons(TrainingOptions options, IReadOnlyList<Scene> scenes, WrittenPhrases written, Func<string, IReadOnlyList<string>> wordsOf, Random random)
    {
        (this.options, this.written, this.wordsOf, this.random) = (options, written, wordsOf, random);
        borrowed = new BorrowedPhrases(options.BorrowedPhrases > 0 ? scenes.SelectMany(written.Of) : [], wordsOf);
        lent = new LentPhrases(scenes, written, wordsOf, options.LentPhrases, random);
    }

    /// <summary>Loans among the lessons (<see cref="LentPhrases"/>).</summary>
    public int Lent => lent.Count;

    /// <summary>Right phrases that lost their place so far (<see cref="PlacedPhrases"/>), twice each among the lessons.</summary>
    public int Placeless { get; private set; }

    /// <summary>The lessons of a still; of each kind every second one goes to the mirrored picture, where its words can be mirrored.</summary>
    /// <returns>Phrase, what it means by its place among the still's objects (none: nothing), and whether both are to be mirrored.</returns>
    public IEnumerable<(string Phrase, IReadOnlyList<int> Targets, bool Mirrored)> Of(Scene scene)
    {
        var own = written.Of(scene).ToList();
        foreach (var phrase in own)
        {
            IReadOnlyList<int> targets = WrittenPhrases.Target(scene, phrase) is { } target ? [target] : [];
            foreach (var (number, text) in Drawn(phrase).Index().Concat(Unplaced(scene, phrase).Index()).Concat(lent.To(phrase).Index()))
            {
                yield return (text, targets, PhraseMirror.IsMirrored(number, text));
            }
        }

        foreach (var (number, text) in borrowed.Draw(scene, own, random).Take(options.BorrowedPhrases).Index())
        {
            yield return (text, [], PhraseMirror.IsMirrored(number, text));
        }
    }

    private IEnumerable<string> Drawn(WrittenPhrase phrase) => Enumerable.Range(0, options.WrittenDraws)
        .Select(_ => options.PlacedPhrases && phrase.Thing is null && random.Next(2) == 0 ? PlacedPhrases.Place(phrase.Phrase, random) : phrase.Phrase);

    private string[] Unplaced(Scene scene, WrittenPhrase phrase)
    {
        if (!options.PlacedPhrases || phrase.Thing is null || PlacedPhrases.Unplace(phrase.Phrase) is not { } plain
            || !ToldPhrase.Read(scene, phrase with { Phrase = plain }, wordsOf).IsTelling)
        {
            return [];
        }

        Placeless++;
        return [plain, plain];
    }
}
