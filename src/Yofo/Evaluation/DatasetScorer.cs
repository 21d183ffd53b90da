using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Yofo.Data.Datasets;

namespace Yofo.Evaluation;

/// <summary>Scores the masks that a run over a data set left in its folder, as peers score that set.</summary>
/// <param name="set">The set, with its truth.</param>
/// <param name="folder">The run's folder; every video is done.</param>
/// <param name="threads">Videos scored at once.</param>
internal sealed class DatasetScorer(ReferringDataset set, DatasetFolder folder, int threads)
{
    /// <summary>Scores every phrase.</summary>
    public DatasetScores Score(CancellationToken cancellation)
    {
        var videos = set.Videos.Where(video => video.Masks is not null).ToList();
        var found = new ConcurrentDictionary<int, (List<PhraseScore> Scores, List<(long, long)> Counts)>();
        try
        {
            Parallel.For(0, videos.Count, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellation }, index =>
            {
                var counts = new List<(long, long)>();
                found[index] = ([.. videos[index].Phrases.Select(phrase => OfPhrase(videos[index], phrase, counts)).OfType<PhraseScore>()], counts);
            });
        }
        catch (AggregateException failure)
        {
            ExceptionDispatchInfo.Throw(failure.InnerExceptions[0]);
        }

        var phrases = Enumerable.Range(0, videos.Count).SelectMany(index => found[index].Scores).ToList();
        var unscored = set.Videos.Sum(video => video.Phrases.Count) - phrases.Count;
        if (phrases.Count == 0) throw new YofoException($"No phrase of {set.Title}'s split '{set.Split}' has a true mask; fetch its annotations anew.");
        if (!set.HasSets)
        {
            var pictures = set.IsPictures ? PhraseGroundingScore.Of(Enumerable.Range(0, videos.Count).SelectMany(index => found[index].Counts)) : null;
            return new(phrases, [], pictures, unscored);
        }

        var matched = new Dictionary<(string Video, string Phrase), ObjectScore>();
        var sets = RefDavis17.Sets.Select((_, part) => OfSet(part, videos, matched, cancellation)).ToList();
        return new([.. phrases.Select(phrase => matched.TryGetValue((phrase.Video, phrase.Id), out var score)
            ? phrase with { MatchedJ = score.J.Statistics.Mean, MatchedF = score.F.Statistics.Mean }
            : phrase)], sets, null, unscored);
    }

    /// <summary>One phrase over the frames that have its truth; null where none has.</summary>
    private PhraseScore? OfPhrase(ReferringVideo video, ReferringPhrase phrase, List<(long Intersection, long Union)> counts)
    {
        var answered = folder.Answers(video)!.Phrases.First(answer => answer.Id == phrase.Id);
        var (j, f, everything, ellipse) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var extremes = new FrameExtremes();
        using var blind = BitMask.NonZero(BlindMasks.Ellipse(video.Width, video.Height), video.Width, video.Height);
        for (var frame = 0; frame < video.Frames.Count; frame++)
        {
            if (video.Mask(frame, phrase) is not { } truth) continue;
            using var real = BitMask.NonZero(truth, video.Width, video.Height);
            using var predicted = Predicted(video, phrase, frame);
            var (intersection, union) = RegionSimilarity.Count(predicted, real);
            counts.Add((intersection, union));
            j.Add(union == 0 ? 1 : (double)intersection / union);
            extremes.Add(frame, j[^1], union > 0);
            if (!set.IsPictures) f.Add(Contours(predicted, real));
            everything.Add(real.Count() / ((double)video.Width * video.Height));
            ellipse.Add(RegionSimilarity.Score(blind, real));
        }

        return j.Count == 0 ? null : new(
            video.Name, phrase.Id, phrase.Text, set.KindOf(phrase), j.Count,
            j.Average(), set.IsPictures ? null : f.Average(), answered.Empty, everything.Average(), ellipse.Average())
        {
            Extremes = extremes,
        };
    }

    private BitMask Predicted(ReferringVideo video, ReferringPhrase phrase, int frame)
    {
        var path = set.HasSets ? folder.SetMask(RefDavis17.SetOf(phrase), video, frame) : folder.PhraseMask(video, phrase, frame);
        var map = DatasetFolder.Read(path, video);
        return set.HasSets ? BitMask.Equal(map.Labels, map.Width, map.Height, (byte)phrase.Objects[0]) : BitMask.NonZero(map.Labels, map.Width, map.Height);
    }

    private static double Contours(BitMask prediction, BitMask truth)
    {
        var radius = ContourAccuracy.Radius(truth.Width, truth.Height);
        using var predicted = ContourMap.Of(prediction, radius);
        using var real = ContourMap.Of(truth, radius);
        return ContourAccuracy.Score(predicted, real);
    }

    /// <summary>One of the four sets, by the official evaluator's rules, matched and by id.</summary>
    private SetScore OfSet(int part, List<ReferringVideo> videos, Dictionary<(string Video, string Phrase), ObjectScore> matched, CancellationToken cancellation)
    {
        List<FolderReport> reports = [.. new[] { ScoreMode.Unsupervised, ScoreMode.ById }.Select(mode => FolderReport.Of(mode, [.. videos.Select(video => SequenceScore.Of(
            video.Name,
            mode,
            video.Frames.Count,
            frame => DatasetFolder.Read(video.MaskPaths![frame], video),
            frame => DatasetFolder.Read(folder.SetMask(part, video, frame), video),
            threads,
            cancellation: cancellation))]))];
        foreach (var sequence in reports[0].Sequences)
        {
            foreach (var entry in sequence.Objects)
                matched[(sequence.Name, (((entry.Id - 1) * RefDavis17.Sets.Count) + part).ToString(System.Globalization.CultureInfo.InvariantCulture))] = entry;
        }

        return new(RefDavis17.Sets[part], reports[0].Sequences.Sum(sequence => sequence.Objects.Count), reports[0].MeanJ, reports[0].MeanF, reports[1].MeanJ, reports[1].MeanF);
    }
}
