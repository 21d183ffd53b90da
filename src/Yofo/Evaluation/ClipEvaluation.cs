using Yofo.Data;
using Yofo.Inference;
using Yofo.Modeling;
using Yofo.Modeling.Vision;
using Yofo.Output;
using Yofo.Video;
using static TorchSharp.torch;

namespace Yofo.Evaluation;

/// <summary>
/// Runs a network over clips with their phrases and with phrases of other clips (the wrong-phrase control), each phrase in a
/// session of its own; the frames are encoded once for all of them.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="device">Where it computes.</param>
/// <param name="options">Memory and presence.</param>
internal sealed class ClipEvaluation(YofoNetwork network, Device device, SessionOptions options)
{
    /// <summary>Asks every clip.</summary>
    /// <param name="clips">The clips; wrong phrases come from the others among them.</param>
    /// <param name="wrong">Wrong phrases a clip.</param>
    /// <param name="blind">A phrase that stands for every phrase (the word-blind twin), or null.</param>
    /// <param name="progress">Told of every clip that is done.</param>
    /// <param name="cancellation">Stops between frames.</param>
    public IReadOnlyList<ClipReport> Run(
        IReadOnlyList<DavisClip> clips, int wrong, string? blind, Action<ClipReport> progress, CancellationToken cancellation)
    {
        var reports = new List<ClipReport>();
        foreach (var clip in clips)
        {
            var others = clips.Where(other => other.VideoPath != clip.VideoPath).SelectMany(other => other.Phrases).ToList();
            var random = new Random(clip.Name.Sum(letter => letter)); // the same wrong phrases in every run
            var asked = clip.Phrases.Select(phrase => (phrase.Phrase, phrase.ObjectId))
                .Concat(others.OrderBy(_ => random.Next()).Take(wrong).Select(phrase => (phrase.Phrase, ObjectId: 0))).ToList();
            reports.Add(Ask(clip, asked, blind, cancellation));
            progress(reports[^1]);
        }

        return reports;
    }

    private ClipReport Ask(DavisClip clip, List<(string Phrase, int ObjectId)> asked, string? blind, CancellationToken cancellation)
    {
        var sessions = asked.Select(pair => new VideoSession(network, device, [blind ?? pair.Phrase], options)).ToList();
        var tallies = asked.Select(_ => new Tally()).ToList();
        var (everything, ellipse) = (new List<double>(), new List<double>());
        using var source = FrameSource.Open(clip.VideoPath);
        foreach (var frame in source.Read(cancellation).Take(clip.Frames))
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            var image = network.ImageEncoder.call(ImageInput.FromFrame(frame).to(device));
            var labels = clip.MaskPaths[frame.Index] is { } path ? PalettePng.Read(path).Indices : new byte[frame.Width * frame.Height];
            for (var index = 0; index < asked.Count; index++)
            {
                var answer = sessions[index].Step(image, frame.Index, frame.Time, frame.Width, frame.Height);
                tallies[index].Add(answer, asked[index].ObjectId, labels);
            }

            foreach (var id in asked.Select(pair => pair.ObjectId).Where(id => id > 0).Distinct())
            {
                var truth = Array.ConvertAll(labels, label => (byte)(label == id ? 1 : 0));
                everything.Add(truth.Sum(value => value) / (double)truth.Length);
                ellipse.Add(RegionSimilarity.Score(BlindMasks.Ellipse(frame.Width, frame.Height), truth, frame.Width, frame.Height));
            }
        }

        sessions.ForEach(session => session.Dispose());
        var scores = asked.Select((pair, index) => tallies[index].Score(pair.Phrase, pair.ObjectId > 0)).ToList();
        return new ClipReport(clip.Name, clip.Frames, scores, everything.Average(), ellipse.Average());
    }

    private sealed class Tally
    {
        private readonly List<double> regions = [];
        private readonly List<double> contours = [];
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
            }
        }

        public ClipScore Score(string phrase, bool right)
        {
            var share = empty / (double)Math.Max(1, frames);
            return right ? new ClipScore(phrase, true, regions.Average(), contours.Average(), share) : new ClipScore(phrase, false, share, 0, share);
        }
    }
}
