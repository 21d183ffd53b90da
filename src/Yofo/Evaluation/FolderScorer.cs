using Yofo.Output;

namespace Yofo.Evaluation;

/// <summary>Scores a folder of predicted masks against a folder of true ones; no model takes part.</summary>
public static class FolderScorer
{
    /// <summary>Scores every sequence of the truth. Both folders hold palette PNG (pixel = object id) as sequence/frame.png.</summary>
    /// <param name="truth">The folder of true masks; its sequences and frames are what is scored.</param>
    /// <param name="predictions">The folder of predicted masks. Sequences and frames that the truth has not are passed over.</param>
    /// <param name="mode">Which frames count and how ids are matched.</param>
    /// <param name="threads">How many frames are scored at once; 0 (the default) for one a processor.</param>
    /// <param name="wrapQuarters">True repeats a fault of the official decay past 256 frames, see <see cref="SequenceStatistics.Of"/>; false by default.</param>
    /// <param name="finished">Told of each sequence when it is scored.</param>
    /// <param name="cancellation">Stops the scoring.</param>
    /// <returns>The scores of all sequences, in the order of their names.</returns>
    /// <exception cref="YofoException">
    /// A folder is missing or empty, a frame has no prediction, a mask is damaged or of another size, or an id has no object where the mode asks for one.
    /// </exception>
    public static FolderReport Score(
        string truth,
        string predictions,
        ScoreMode mode,
        int threads = 0,
        bool wrapQuarters = false,
        IProgress<SequenceScore>? finished = null,
        CancellationToken cancellation = default)
    {
        var sequences = Names(truth, Directory.GetDirectories, "sequence folders");
        Names(predictions, Directory.GetDirectories, "sequence folders");
        // Everything is looked for before anything is scored: a missing frame shows at once, not after an hour.
        var frames = sequences.ConvertAll(name => Pair(Path.Combine(truth, name), Path.Combine(predictions, name), mode));
        var scores = new List<SequenceScore>(sequences.Count);
        for (var k = 0; k < sequences.Count; k++)
        {
            var (name, files) = (sequences[k], frames[k]);
            var score = SequenceScore.Of(
                name,
                mode,
                files.Count,
                frame => Read(Path.Combine(truth, name, files[frame])),
                frame => Read(Path.Combine(predictions, name, files[frame])),
                threads > 0 ? threads : Environment.ProcessorCount,
                wrapQuarters,
                cancellation);
            scores.Add(score);
            finished?.Report(score);
        }

        return FolderReport.Of(mode, scores);
    }

    private static LabelMap Read(string path)
    {
        var (width, height, labels) = PalettePng.Read(path);
        return new(width, height, labels, path);
    }

    /// <summary>The names of a sequence's true masks, once each that counts was found to have a prediction.</summary>
    private static List<string> Pair(string truth, string predictions, ScoreMode mode)
    {
        var frames = Names(truth, folder => Directory.GetFiles(folder, "*.png"), "PNG masks");
        if (!Directory.Exists(predictions))
            throw new YofoException($"The folder '{predictions}' does not exist, but the truth has this sequence; predict every sequence of the truth.");

        var counted = mode == ScoreMode.SemiSupervised ? frames.Skip(1).SkipLast(1) : frames;
        var missing = counted.Where(name => !File.Exists(Path.Combine(predictions, name))).ToList();
        return missing.Count == 0
            ? frames
            : throw new YofoException($"The folder '{predictions}' lacks {missing.Count} of the {frames.Count} frames of the truth, first '{missing[0]}'; write a mask for every frame, empty where the object is not seen.");
    }

    /// <summary>Names in a folder in the order of their letters, as the official evaluator sorts them, without hidden ones.</summary>
    private static List<string> Names(string folder, Func<string, string[]> list, string what)
    {
        try
        {
            List<string> names = [.. list(folder).Select(path => Path.GetFileName(path)).Where(name => name[0] != '.')];
            names.Sort(string.CompareOrdinal);
            return names.Count > 0
                ? names
                : throw new YofoException($"The folder '{folder}' holds no {what}; pass a folder whose masks lie as <sequence>/<frame>.png.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new YofoException($"The folder '{folder}' cannot be read ({error.Message.TrimEnd('.')}); pass a folder whose masks lie as <sequence>/<frame>.png.", error);
        }
    }
}
