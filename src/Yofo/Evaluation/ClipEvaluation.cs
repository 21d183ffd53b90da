using System.Buffers;
using System.Globalization;
using Yofo.Data;
using Yofo.Inference;
using Yofo.Modeling;
using Yofo.Output;
using Yofo.Video;
using static TorchSharp.torch;

namespace Yofo.Evaluation;

/// <summary>
/// Runs a network over clips with their phrases and with phrases of other clips (the wrong-phrase control), each phrase in a
/// session of its own; the frames are encoded once for all of them, and once more for those that look finer.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="device">Where it computes.</param>
/// <param name="options">Memory and presence.</param>
/// <param name="every">Every how many frames one is taken, and scored.</param>
/// <param name="keyframes">Every how many of those the network sees one; masks are carried to the others, as in <c>segment</c>.</param>
internal sealed class ClipEvaluation(YofoNetwork network, Device device, SessionOptions options, int every = 1, int keyframes = 1)
{
    /// <summary>Asks every clip.</summary>
    /// <param name="clips">The clips; wrong phrases come from the others among them.</param>
    /// <param name="wrong">Wrong phrases a clip.</param>
    /// <param name="blind">A phrase that stands for every phrase (the word-blind twin), or null.</param>
    /// <param name="journal">Keeps what is answered.</param>
    /// <param name="progress">Told of every clip that is done.</param>
    /// <param name="cancellation">Stops between frames.</param>
    public IReadOnlyList<ClipReport> Run(
        IReadOnlyList<DavisClip> clips, int wrong, string? blind, EvaluationJournal journal, Action<ClipReport> progress, CancellationToken cancellation)
    {
        var reports = new List<ClipReport>();
        foreach (var clip in clips)
        {
            var others = clips.Where(other => other.VideoPath != clip.VideoPath).SelectMany(other => other.Phrases).ToList();
            var random = new Random(clip.Name.Sum(letter => letter)); // the same wrong phrases in every run
            var asked = clip.Phrases.Concat(others.OrderBy(_ => random.Next()).Take(wrong).Select(phrase => phrase with { ObjectId = 0 })).ToList();
            reports.Add(journal.Get($"clip {clip.Name}", () => Ask(clip, asked, blind, cancellation)));
            progress(reports[^1]);
        }

        return reports;
    }

    private ClipReport Ask(DavisClip clip, List<DavisPhrase> asked, string? blind, CancellationToken cancellation)
    {
        var sessions = asked.Select(phrase => new VideoSession(network, device, [blind ?? phrase.Phrase], options)).ToList();
        var late = sessions.Select(session => new LateVerdicts<(Frame Frame, byte[] Labels)>(session)).ToList();
        var tallies = asked.Select(_ => new Tally()).ToList();
        var (everything, ellipse) = (new List<double>(), new List<double>());
        using var chain = new FrameChain(sessions, keyframes > 1 ? FrameChain.MostAhead : 0);
        using var source = FrameSource.Open(clip.VideoPath);
        var taken = source.Read(cancellation).Take(clip.Frames).Where(frame => frame.Index % every == 0);
        foreach (var (work, isKey) in new KeyframePlan(keyframes).Over(taken.Select(Own)))
        {
            if (!isKey)
            {
                chain.Wait(work);
                continue;
            }

            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            using var sight = FrameSight.Of(network.ImageEncoder, device, work.Frame);
            chain.See(work, (index, before, motion) => sessions[index].Look(sight, work.Frame.Index, before, motion));
            Score(all: false);
        }

        Score(all: true);

        void Score(bool all)
        {
            foreach (var frame in chain.Take(all: all))
            {
                var labels = Labels(clip, frame.Frame.Frame);
                for (var index = 0; index < asked.Count; index++)
                {
                    frame.Frame.Failure?.Throw();
                    late[index].Add((frame.Frame.Frame with { Rgb = default }, labels), frame.Logits[index], frame.Look);
                }

                AddBlind(asked, labels, frame.Frame.Frame, everything, ellipse);
                ArrayPool<byte>.Shared.Return(frame.Frame.Pixels);
            }

            for (var index = 0; index < asked.Count; index++)
            {
                foreach (var ((frame, labels), logits, verdicts) in late[index].Take(all))
                {
                    tallies[index].Add(sessions[index].Show(logits!, frame, verdicts), asked[index].ObjectId, labels);
                }
            }
        }

        late.ForEach(frames => frames.Dispose());
        sessions.ForEach(session => session.Dispose());
        var scores = asked.Select((phrase, index) => tallies[index].Score(phrase)).ToList();
        var subjects = asked.Select((phrase, index) => (phrase, tally: tallies[index])).Where(pair => pair.phrase.ObjectId > 0).Select(pair => pair.tally.Subject(clip, pair.phrase)).ToList();
        return new ClipReport(clip.Name, (clip.Frames + every - 1) / every, scores, everything.Average(), ellipse.Average()) { Subjects = subjects };
    }

    // The source uses its buffer again.
    private static FrameWork Own(Frame frame)
    {
        var pixels = ArrayPool<byte>.Shared.Rent(frame.Rgb.Length);
        frame.Rgb.Span.CopyTo(pixels);
        return new FrameWork(frame with { Rgb = pixels.AsMemory(0, frame.Rgb.Length) }, pixels);
    }

    private static byte[] Labels(DavisClip clip, Frame frame) =>
        clip.MaskPaths[frame.Index] is { } path ? PalettePng.Read(path).Indices : new byte[frame.Width * frame.Height];

    private static void AddBlind(List<DavisPhrase> asked, byte[] labels, Frame frame, List<double> everything, List<double> ellipse)
    {
        foreach (var id in asked.Select(phrase => phrase.ObjectId).Where(id => id > 0).Distinct())
        {
            var truth = Array.ConvertAll(labels, label => (byte)(label == id ? 1 : 0));
            everything.Add(truth.Sum(value => value) / (double)truth.Length);
            ellipse.Add(RegionSimilarity.Score(BlindMasks.Ellipse(frame.Width, frame.Height), truth, frame.Width, frame.Height));
        }
    }

    private sealed class Tally
    {
        private readonly List<double> regions = [];
        private readonly List<double> contours = [];
        private readonly FrameExtremes extremes = new();
        private RunLengthMask? worst;
        private RunLengthMask? best;
        private int empty;
        private int frames;

        public void Add(FrameMask answer, int objectId, byte[] labels)
        {
            frames++;
            empty += answer.Objects[0].Area == 0 ? 1 : 0;
            if (objectId > 0)
            {
                var truth = Array.ConvertAll(labels, label => (byte)(label == objectId ? 1 : 0));
                regions.Add(RegionSimilarity.Score(answer.Indices.Span, truth, answer.Width, answer.Height));
                contours.Add(ContourAccuracy.Score(answer.Indices.Span, truth, answer.Width, answer.Height));
                Keep(answer, extremes.Add(answer.Index, regions[^1], answer.Objects[0].Area > 0 || truth.AsSpan().Contains((byte)1)));
            }
        }

        public ClipScore Score(DavisPhrase phrase)
        {
            var share = empty / (double)Math.Max(1, frames);
            return phrase.ObjectId > 0
                ? new ClipScore(phrase.Phrase, true, regions.Average(), contours.Average(), share, phrase.Kind, phrase.When)
                : new ClipScore(phrase.Phrase, false, share, 0, share, phrase.Kind, phrase.When);
        }

        /// <summary>What a contact sheet can show: the masks are kept here, the pictures read again when they are wanted.</summary>
        public SheetSubject Subject(DavisClip clip, DavisPhrase phrase) => new(
            clip.Name, phrase.Phrase, extremes, frame => frame.ToString("D5", CultureInfo.InvariantCulture), frame =>
            {
                using var source = FrameSource.Open(clip.VideoPath);
                var picture = source.Read().ElementAt(frame);
                var truth = clip.MaskPaths[frame] is { } path ? Array.ConvertAll(PalettePng.Read(path).Indices, label => (byte)(label == phrase.ObjectId ? 1 : 0)) : new byte[picture.Width * picture.Height];
                var answer = new byte[picture.Width * picture.Height];
                (extremes.Worst?.Frame == frame ? worst : best)!.AddTo(answer, 1);
                return new SheetPicture(picture.Width, picture.Height, picture.Rgb.ToArray(), truth, answer);
            });

        private void Keep(FrameMask answer, (bool Worst, bool Best) place)
        {
            if (!place.Worst && !place.Best) return;
            var mask = RunLengthMask.FromPixels(answer.Width, answer.Height, answer.Indices.Span);
            if (place.Worst) worst = mask;
            if (place.Best) best = mask;
        }
    }
}
