using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>Pairs of picture and phrase for the first stage, one row each.</summary>
internal sealed class ChoiceSamples
{
    private readonly List<Row> rows = [];
    private readonly int candidates;

    /// <summary>Starts with none.</summary>
    /// <param name="candidates">K, candidates a picture.</param>
    public ChoiceSamples(int candidates) => this.candidates = candidates;

    /// <summary>Number of pairs.</summary>
    public int Count => rows.Count;

    /// <summary>Adds a pair.</summary>
    /// <param name="picture">Row of the picture in the candidate bank.</param>
    /// <param name="phrase">The phrase.</param>
    /// <param name="mirrored">Whether the picture is mirrored.</param>
    /// <param name="overlaps">For each target object the overlap (IoU) of each candidate's box with its box; none: the phrase is absent.</param>
    /// <param name="judgePresence">Whether the pair may teach presence.</param>
    public void Add(int picture, string phrase, bool mirrored, IReadOnlyList<float[]> overlaps, bool judgePresence = true)
    {
        var best = new float[candidates];
        foreach (var overlap in overlaps)
        {
            for (var index = 0; index < Math.Min(candidates, overlap.Length); index++)
            {
                best[index] = Math.Max(best[index], overlap[index]);
            }
        }

        // The choice is spread over all candidates that fit, the closest most.
        var share = best.Select(value => value >= 0.5f ? value * value * value * value : 0).ToArray();
        var total = share.Sum();
        rows.Add(new Row(
            picture, phrase, mirrored,
            [.. share.Select(value => total > 0 ? value / total : 0)],
            [.. best.Select(value => value >= 0.5f ? 1 : value < 0.4f ? 0 : -1f)],
            judgePresence ? overlaps.Count > 0 ? 1 : 0 : -1,
            overlaps.Count == 0 || total > 0));
    }

    /// <summary>All different phrases.</summary>
    public IEnumerable<string> Phrases => rows.Select(row => row.Phrase).Distinct(StringComparer.Ordinal);

    /// <summary>The pairs that teach presence: the number of the phrase, and whether it fits.</summary>
    public IReadOnlyList<(int Phrase, bool Fits)> Judged(PhraseBank phrases) =>
        [.. rows.Where(row => row.Presence >= 0).Select(row => (phrases.Number(row.Phrase), row.Presence > 0))];

    /// <summary>The same pairs with one constant phrase: what the word-blind twin learns from.</summary>
    public ChoiceSamples WithPhrase(string phrase)
    {
        var blind = new ChoiceSamples(candidates);
        blind.rows.AddRange(rows.Select(row => row with { Phrase = phrase }));
        return blind;
    }

    /// <summary>The pairs of some pictures.</summary>
    /// <param name="pictures">Which, by their rows in the candidate bank.</param>
    public ChoiceSamples Where(Predicate<int> pictures)
    {
        var some = new ChoiceSamples(candidates);
        some.rows.AddRange(rows.Where(row => pictures(row.Picture)));
        return some;
    }

    /// <summary>
    /// Rows in order of their phrases' lengths: batches of like length hold little padding, and a step takes half the time.
    /// </summary>
    public int[] ByLength(PhraseBank phrases)
    {
        var lengths = rows.Select(row => row.Phrase).Distinct(StringComparer.Ordinal).ToDictionary(phrase => phrase, phrase => phrases.Length(phrases.Number(phrase)));
        var mixed = Enumerable.Range(0, rows.Count).ToArray();
        new Random(rows.Count).Shuffle(mixed); // else neighbours of equal length would be of one picture
        return [.. mixed.OrderBy(index => lengths[rows[index].Phrase])];
    }

    /// <summary>A batch.</summary>
    /// <param name="indices">Rows of the batch.</param>
    /// <param name="phrases">Gives the phrases' numbers.</param>
    public ChoiceBatch Batch(IReadOnlyList<int> indices, PhraseBank phrases)
    {
        var drawn = indices.Select(index => rows[index]).ToList();
        return new ChoiceBatch(
            tensor(drawn.Select(row => (long)row.Picture).ToArray()),
            tensor(drawn.Select(row => (long)phrases.Number(row.Phrase)).ToArray()),
            tensor(drawn.Select(row => row.Mirrored ? 1f : 0f).ToArray()),
            tensor(drawn.SelectMany(row => row.Choice).ToArray()).reshape(drawn.Count, candidates),
            tensor(drawn.SelectMany(row => row.Member).ToArray()).reshape(drawn.Count, candidates),
            tensor(drawn.Select(row => row.Presence).ToArray()),
            tensor(drawn.Select(row => row.Boxed ? 1f : 0f).ToArray()));
    }

    private sealed record Row(int Picture, string Phrase, bool Mirrored, float[] Choice, float[] Member, float Presence, bool Boxed);
}
