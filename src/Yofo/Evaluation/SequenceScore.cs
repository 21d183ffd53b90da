using System.Runtime.ExceptionServices;

namespace Yofo.Evaluation;

/// <summary>The scores of the objects of one sequence.</summary>
/// <param name="Name">The sequence's name.</param>
/// <param name="Objects">One entry an object, in the order of their ids in the truth.</param>
public sealed record SequenceScore(string Name, IReadOnlyList<ObjectScore> Objects)
{
    /// <summary>The most ids that an unsupervised prediction may hold [upstream].</summary>
    private const int MostProposals = 20;

    /// <summary>
    /// Scores a sequence of as many frames as the truth has. The readers of the k-th mask are called from several threads, and only for
    /// frames that count; no more frames are held at once than threads run.
    /// </summary>
    internal static SequenceScore Of(
        string name,
        ScoreMode mode,
        int frames,
        Func<int, LabelMap> truth,
        Func<int, LabelMap> prediction,
        int threads = 1,
        bool wrapQuarters = false,
        CancellationToken cancellation = default)
    {
        // The official semi-supervised task gives the first mask away and leaves out the last.
        var (first, count) = mode == ScoreMode.SemiSupervised ? (1, frames - 2) : (0, frames);
        if (count < 1)
            throw new YofoException($"The sequence '{name}' has {frames} frames, of which none counts in this mode; give at least {first + 1 + first}.");

        var declared = mode == ScoreMode.ById ? 0 : truth(0).HighestObject;
        if (mode != ScoreMode.ById && declared == 0)
            throw new YofoException($"The first frame '{truth(0).Source}' of the sequence '{name}' shows no object, and the official evaluator takes the objects from it; use the mode by-id.");

        var scores = new FrameScores[count];
        var highest = new int[count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellation };
        try
        {
            Parallel.For(0, count, options, k =>
            {
                var predicted = prediction(first + k);
                highest[k] = predicted.Values.LastIndexOf(true);
                Refuse(mode, predicted, highest[k], declared);
                scores[k] = FrameScores.Of(predicted, truth(first + k), mode != ScoreMode.Unsupervised, mode != ScoreMode.SemiSupervised);
            });
        }
        catch (AggregateException failure)
        {
            ExceptionDispatchInfo.Throw(failure.InnerExceptions[0]);
        }

        var pairs = mode switch
        {
            ScoreMode.Unsupervised => Match(scores, Math.Max(declared, highest.Max()), declared),
            ScoreMode.SemiSupervised => Enumerable.Range(1, declared).Select(id => (id, id)),
            _ => SameIds(name, scores, prediction),
        };
        return new(name, [.. pairs.Select(pair => Collect(scores, pair.Item1, pair.Item2, wrapQuarters)).OrderBy(entry => entry.Id)]);
    }

    private static void Refuse(ScoreMode mode, LabelMap prediction, int highest, int declared)
    {
        if (mode == ScoreMode.SemiSupervised && highest > declared)
            throw new YofoException($"The mask '{prediction.Source}' holds the id {highest}, but the truth has {declared} objects; write ids from 1 to {declared}.");
        if (mode == ScoreMode.Unsupervised && highest > MostProposals)
            throw new YofoException($"The mask '{prediction.Source}' holds the id {highest}, but at most {MostProposals} proposals are scored; write ids from 1 to {MostProposals}.");
    }

    private static IEnumerable<(int Prediction, int Object)> Match(FrameScores[] scores, int predictions, int objects)
    {
        var total = new double[predictions, objects];
        for (var p = 0; p < predictions; p++)
        {
            for (var o = 0; o < objects; o++)
                total[p, o] = (scores.Average(frame => frame[p + 1, o + 1].J) + scores.Average(frame => frame[p + 1, o + 1].F)) / 2;
        }

        return HungarianAssignment.Greatest(total).Select(pair => (pair.Row + 1, pair.Column + 1));
    }

    private static IEnumerable<(int Prediction, int Object)> SameIds(string name, FrameScores[] scores, Func<int, LabelMap> prediction)
    {
        var objects = scores.SelectMany(frame => frame.Objects).ToHashSet();
        if (objects.Count == 0) throw new YofoException($"No frame of the truth of the sequence '{name}' shows an object; give masks with ids above 0.");
        for (var k = 0; k < scores.Length; k++)
        {
            foreach (var id in scores[k].Predictions.Where(id => !objects.Contains(id)))
                throw new YofoException($"The mask '{prediction(k).Source}' holds the id {id}, which the truth has in no frame; write only the ids {string.Join(", ", objects.Order())}.");
        }

        return objects.Select(id => (id, id));
    }

    private static ObjectScore Collect(FrameScores[] scores, int prediction, int @object, bool wrapQuarters)
    {
        var (j, f) = (new double[scores.Length], new double[scores.Length]);
        for (var k = 0; k < scores.Length; k++) (j[k], f[k]) = scores[k][prediction, @object];
        return new(@object, prediction, new(SequenceStatistics.Of(j, wrapQuarters), j), new(SequenceStatistics.Of(f, wrapQuarters), f));
    }
}
