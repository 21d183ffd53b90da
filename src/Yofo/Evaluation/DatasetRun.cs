using System.Runtime.InteropServices;
using Yofo.Data;
using Yofo.Data.Datasets;
using Yofo.Inference;
using Yofo.Modeling;
using Yofo.Output;
using Yofo.Video;
using static TorchSharp.torch;

namespace Yofo.Evaluation;

/// <summary>
/// Runs a network over a data set and writes its masks: each frame is encoded once for all phrases of its video, and each phrase has a
/// session of its own, so that phrases do not compete. A video that is done is not done again.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="device">Where it computes.</param>
/// <param name="options">Memory and presence.</param>
internal sealed class DatasetRun(YofoNetwork network, Device device, SessionOptions options)
{
    private const double Rate = 25; // [ours] frames carry no times; only for the records

    /// <summary>Asks every video its phrases, and phrases of other videos.</summary>
    /// <param name="set">The set.</param>
    /// <param name="folder">Where the masks go.</param>
    /// <param name="wrong">Phrases of other videos asked of each (their masks are not kept).</param>
    /// <param name="progress">Told of every frame that is done, or was before.</param>
    /// <param name="cancellation">Stops between frames.</param>
    public void Run(ReferringDataset set, DatasetFolder folder, int wrong, Action<int> progress, CancellationToken cancellation)
    {
        var phrases = set.Videos.SelectMany(video => video.Phrases.Select(phrase => (Video: video.Name, phrase.Text))).ToList();
        foreach (var video in set.Videos)
        {
            if (folder.IsDone(video, set.HasSets))
            {
                progress(video.Frames.Count);
            }
            else
            {
                folder.Finish(video, Ask(set, video, OfOthers(video, phrases, wrong), folder, progress, cancellation));
            }
        }
    }

    /// <summary>Phrases of other videos that this one has not, the same in every run.</summary>
    internal static IReadOnlyList<string> OfOthers(ReferringVideo video, IReadOnlyList<(string Video, string Text)> phrases, int count)
    {
        var random = new Random(video.Name.Aggregate(17, (seed, letter) => unchecked((seed * 31) + letter)));
        var own = video.Phrases.Select(phrase => phrase.Text).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var chosen = new List<string>();
        for (var tries = 0; tries < count * 50 && chosen.Count < count; tries++) // a set of one video has no others
        {
            var (from, text) = phrases[random.Next(phrases.Count)];
            if (from != video.Name && own.Add(text)) chosen.Add(text);
        }

        return chosen;
    }

    private VideoAnswers Ask(
        ReferringDataset set, ReferringVideo video, IReadOnlyList<string> wrong, DatasetFolder folder, Action<int> progress, CancellationToken cancellation)
    {
        var sessions = new List<VideoSession>();
        try
        {
            foreach (var phrase in video.Phrases) sessions.Add(Start(video, phrase.Id, phrase.Text));
            foreach (var phrase in wrong) sessions.Add(Start(video, "", phrase));
            var merges = set.HasSets ? RefDavis17.Sets.Select(_ => new ObjectMerge(video.Width * video.Height)).ToList() : [];
            var empty = new int[sessions.Count];
            for (var index = 0; index < video.Frames.Count; index++)
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                using var frozen = no_grad();
                var frame = Picture.Load(video.Frames[index]);
                if (frame.Width != video.Width || frame.Height != video.Height)
                    throw new YofoException($"The frame '{video.Frames[index]}' is {frame.Width} x {frame.Height} but the first of its video, or what its annotations say, {video.Width} x {video.Height}; fetch the set anew.");

                using var sight = FrameSight.Of(network.ImageEncoder, device, frame);
                merges.ForEach(merge => merge.Clear());
                for (var k = 0; k < sessions.Count; k++)
                {
                    var phrase = k < video.Phrases.Count ? video.Phrases[k] : null;
                    var area = Step(sessions[k], sight, index, video, phrase, merges, folder);
                    if (area == 0) empty[k]++;
                }

                for (var part = 0; part < merges.Count; part++)
                    DatasetFolder.Write(folder.SetMask(part, video, index), PalettePng.Encode(merges[part].Labels, video.Width, video.Height));
                progress(1);
            }

            var frames = (double)video.Frames.Count;
            return new(
                [.. video.Phrases.Select((phrase, k) => new AnsweredPhrase(phrase.Id, phrase.Text, empty[k] / frames))],
                [.. wrong.Select((phrase, k) => new AnsweredPhrase("", phrase, empty[video.Phrases.Count + k] / frames))]);
        }
        finally
        {
            sessions.ForEach(session => session.Dispose());
        }
    }

    private VideoSession Start(ReferringVideo video, string id, string text)
    {
        try
        {
            return new VideoSession(network, device, [text], options);
        }
        catch (YofoException error)
        {
            throw new YofoException($"The phrase '{id}' of the video '{video.Name}' cannot be asked: {error.Message}", error);
        }
    }

    /// <summary>One frame of one phrase: its mask is written, or laid into its set's; a phrase of another video only counts.</summary>
    private static long Step(
        VideoSession session, FrameSight sight, int index, ReferringVideo video, ReferringPhrase? phrase, List<ObjectMerge> merges, DatasetFolder folder)
    {
        using var scope = NewDisposeScope();
        Tensor? probabilities = null;
        session.Observe = phrase is null || merges.Count == 0 ? null : (_, decoded) =>
            probabilities = AtSize(decoded.Mask, video.Width, video.Height).DetachFromDisposeScope(); // the step's own scopes end with it
        var answer = session.Step(sight, new Frame(index, index / Rate, video.Width, video.Height, default));
        using var kept = probabilities;
        var area = answer.Objects[0].Area;
        if (phrase is null) return area;
        if (merges.Count == 0)
        {
            DatasetFolder.Write(folder.PhraseMask(video, phrase, index), GreyPng.Encode(answer.Indices.Span, video.Width, video.Height));
        }
        else if (area > 0)
        {
            // An absent phrase has no pixel, however sure the decoder is of where it would be.
            if (phrase.Objects is not [> 0 and < LabelMap.Void])
                throw new YofoException($"The phrase '{phrase.Id}' of the video '{video.Name}' means {phrase.Objects.Count} objects where Ref-DAVIS17 has one from 1 to 254; convert the set anew.");
            merges[RefDavis17.SetOf(phrase)].Add((byte)phrase.Objects[0], MemoryMarshal.Cast<byte, float>(probabilities!.bytes));
        }

        return area;
    }

    // As VideoSession makes its masks, a step before they are cut at one half.
    private static Tensor AtSize(Tensor mask, int width, int height) =>
        nn.functional.interpolate(Grid.Upsample(mask, 4), [height, width], mode: InterpolationMode.Bilinear, align_corners: false)
            .sigmoid().to_type(ScalarType.Float32).cpu().contiguous();
}
