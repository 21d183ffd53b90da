using TorchSharp;
using Yofo.Data;
using Yofo.Inference;
using Yofo.Modeling;
using Yofo.Video;
using static TorchSharp.torch;

namespace Yofo.Evaluation;

/// <summary>Runs a network over phrases of stills, the development ones or others: one frame, one phrase, an empty memory.</summary>
/// <param name="network">The network.</param>
/// <param name="device">Where it computes.</param>
/// <param name="options">Presence.</param>
internal sealed class StillEvaluation(YofoNetwork network, Device device, SessionOptions options)
{
    /// <summary>Asks every phrase.</summary>
    /// <param name="root">The folder of the stills' folders.</param>
    /// <param name="written">What is asked instead of the development phrases; null: those.</param>
    /// <param name="blind">A phrase that stands for every phrase (the word-blind twin), or null.</param>
    /// <param name="journal">Keeps what is answered.</param>
    /// <param name="progress">Told of the number of phrases done and of all.</param>
    /// <param name="cancellation">Stops between pictures.</param>
    public IReadOnlyList<StillAnswer> Run(string root, WrittenPhrases? written, string? blind, EvaluationJournal journal, Action<int, int> progress, CancellationToken cancellation)
    {
        var all = StillsFolder.Folders(root).SelectMany(StillsFolder.Load).ToList();
        var phrases = written?.Of(all) ?? DevPhrases.LoadAll(root);
        var wanted = phrases.Select(phrase => (phrase.Source, phrase.ImageId)).ToHashSet();
        var scenes = all.Where(scene => wanted.Contains((scene.Source, scene.Id))).ToDictionary(scene => (scene.Source, scene.Id));
        var answers = new List<StillAnswer>();
        foreach (var group in phrases.GroupBy(phrase => (phrase.Source, phrase.ImageId)))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!scenes.TryGetValue(group.Key, out var scene))
                throw new YofoException($"A development phrase of '{Path.Combine(root, group.Key.Source)}' names the picture {group.Key.ImageId}, which its instances.json has not; fetch the folder anew.");
            answers.AddRange(journal.Get($"picture {group.Key.Source}/{group.Key.ImageId}", () => AskAll(scene, [.. group], blind)));
            progress(answers.Count, phrases.Count);
        }

        return answers;
    }

    private StillAnswer[] AskAll(Scene scene, IReadOnlyList<DevPhrase> phrases, string? blind)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var sight = FrameSight.Of(network.ImageEncoder, device, Picture.Load(scene.Path));
        return [.. phrases.Select(phrase => Ask(scene, sight, phrase, blind ?? phrase.Phrase))];
    }

    private StillAnswer Ask(Scene scene, FrameSight sight, DevPhrase phrase, string words)
    {
        using var session = new VideoSession(network, device, [words], options);
        RunLengthMask? bare = null;
        ObjectBox? chosen = null;
        session.Observe = (mined, decoded) =>
        {
            bare = Bare(decoded.Mask, scene);
            chosen = Chosen(mined, decoded);
        };
        var answer = session.Step(sight, new Frame(0, 0, scene.Width, scene.Height, default));
        var shown = RunLengthMask.FromPixels(scene.Width, scene.Height, answer.Indices.Span);
        var empty = shown.Area == 0;
        if (phrase.Absent)
        {
            return new StillAnswer(phrase.Set, phrase.Kinds, phrase.UniqueClass, true, answer.Objects[0].Score, 0, 0, empty, false, 0, 0);
        }

        var truth = scene.Objects.FirstOrDefault(thing => thing.Id == phrase.AnnotationId)?.Mask;
        var box = phrase.Box!.Value;
        var share = new ObjectBox(box.X / scene.Width, box.Y / scene.Height, box.Width / scene.Width, box.Height / scene.Height);
        var (width, height) = (scene.Width, scene.Height);
        return new StillAnswer(
            phrase.Set, phrase.Kinds, phrase.UniqueClass, false, answer.Objects[0].Score,
            Overlap(shown, truth, box), Overlap(bare!, truth, box), empty, chosen?.IntersectionOverUnion(share) >= 0.5,
            Overlap(RunLengthMask.FromPixels(width, height, [.. Enumerable.Repeat((byte)1, width * height)]), truth, box),
            Overlap(RunLengthMask.FromPixels(width, height, BlindMasks.Ellipse(width, height)), truth, box));
    }

    private static RunLengthMask Bare(Tensor mask, Scene scene)
    {
        var sized = nn.functional.interpolate(Grid.Upsample(mask, 4), [scene.Height, scene.Width], mode: InterpolationMode.Bilinear, align_corners: false);
        using var pixels = sized.gt(0).to_type(ScalarType.Byte).cpu().contiguous();
        return RunLengthMask.FromPixels(scene.Width, scene.Height, pixels.bytes);
    }

    private static ObjectBox? Chosen(MinedFrame mined, DecodedMask decoded)
    {
        if (decoded.Choice is not { } choice || mined.Image.Candidates.Valid.sum().item<float>() == 0)
        {
            return null;
        }

        var sides = mined.Image.Candidates.Boxes[0, CandidateChoice.ExpectedOverlap(choice, mined.Image.Candidates.Boxes)[0].argmax().item<long>()].cpu().data<float>().ToArray();
        return new ObjectBox(sides[0], sides[1], sides[2] - sides[0], sides[3] - sides[1]);
    }

    private static double Overlap(RunLengthMask answer, RunLengthMask? truth, ObjectBox box)
    {
        if (truth is not null)
        {
            return answer.IntersectionOverUnion(truth);
        }

        var found = answer.Box;
        return new ObjectBox(found.X, found.Y, found.Width, found.Height).IntersectionOverUnion(box);
    }
}
