using Yofo.Data;
using Yofo.Modeling;
using Yofo.Output;
using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>
/// Draws the clips of the third stage: pseudo-video of stills by random affine transformation [paper], and the training clips
/// forward, backward and at several speeds.
/// </summary>
internal sealed class ClipSource
{
    private const double ClipShare = 0.5;      // of draws that are real clips, the rest are stills [ours]
    private const double LeastArea = 0.0008;   // of the frame; a smaller mask is out of sight [ours]

    private readonly TrainingOptions options;
    private readonly FeatureCache cache;
    private readonly List<DavisClip> clips;
    private readonly SceneView[] stills;
    private readonly PhraseEngine engine;

    /// <summary>Prepares what clips are drawn from: whatever of it is in the cache.</summary>
    public ClipSource(TrainingOptions options, FeatureCache cache, IReadOnlyList<DavisClip> clips, IReadOnlyList<Scene> scenes)
    {
        this.options = options;
        this.cache = cache;
        this.clips = [.. clips.Where(clip => cache.Contains(PictureFeatures.Key(clip.VideoPath, 0)))];
        var views = Enumerable.Range(0, options.WarpedViews + 1);
        stills = SceneViews.Look([.. scenes.Where(scene => views.All(view => cache.Contains(PictureFeatures.Key(scene, view))))]);
        engine = new PhraseEngine(new PhraseFrequencies(stills.Select(still => still.Scene)));
    }

    /// <summary>What there is to draw from, in words.</summary>
    public string Contents => $"{clips.Count} clips, {stills.Length} stills";

    /// <summary>Where clips are drawn to.</summary>
    public Device Device => cache.Device;

    /// <summary>Draws a clip; its tensors belong to the caller's dispose scope.</summary>
    public TrainingClip Draw(Random random)
    {
        for (var tries = 0; tries < 50; tries++)
        {
            var real = clips.Count > 0 && (random.NextDouble() < ClipShare || stills.Length == 0);
            if (!real && stills.Length == 0)
            {
                break;
            }

            var drawn = real
                ? FromClip(clips[random.Next(clips.Count)], random)
                : FromStill(stills[random.Next(stills.Length)], random);
            if (drawn is not null)
            {
                return drawn;
            }
        }

        throw new YofoException("No clip could be drawn: none of the training pictures has a mask and a phrase. Check the folder given with --data.");
    }

    private TrainingClip? FromClip(DavisClip clip, Random random)
    {
        var step = options.ClipStride * (1 + random.Next(4)) * (random.Next(2) == 0 ? 1 : -1);
        var start = random.Next(clip.Frames) / options.ClipStride * options.ClipStride;
        var numbers = Enumerable.Range(0, options.WholeFrames).Select(index => start + (index * step)).ToList();
        if (numbers.Exists(number => number < 0 || number >= clip.Frames || clip.MaskPaths[number] is null || !cache.Contains(PictureFeatures.Key(clip.VideoPath, number))))
        {
            return null;
        }

        var right = clip.Phrases.Where(phrase => phrase.When == "full_video" || numbers.Max() < clip.Frames / 3).ToList();
        if (right.Count == 0)
        {
            right = [.. clip.Phrases];
        }

        var others = clips.Where(other => other.VideoPath != clip.VideoPath).ToList();
        var phrases = new List<(string Phrase, int Id)>();
        while (phrases.Count < options.WholePhrases)
        {
            if (phrases.Count > 0 && random.Next(3) == 0)
            {
                var other = others[random.Next(others.Count)];
                phrases.Add((other.Phrases[random.Next(other.Phrases.Count)].Phrase, -1));
            }
            else
            {
                var phrase = right[random.Next(right.Count)];
                phrases.Add((phrase.Phrase, phrase.ObjectId));
            }
        }

        var frames = numbers.Select(number => ClipFrameOf(clip, number, [.. phrases.Select(phrase => phrase.Id)])).ToList();
        return new TrainingClip([.. phrases.Select(phrase => phrase.Phrase)], frames);
    }

    private ClipFrame ClipFrameOf(DavisClip clip, int number, int[] ids)
    {
        var image = cache.Load(PictureFeatures.Key(clip.VideoPath, number));
        var (width, height, indices) = PalettePng.Read(clip.MaskPaths[number]!);
        var plane = MaskImage.Plane(indices, width, height).reshape(1, 1, height, width).to_type(ScalarType.Float32);
        var masks = cat([.. ids.Select(id => plane.eq(id < 0 ? 256 : id).to_type(ScalarType.Float32))], 1);
        return Finish(image, masks, [.. ids.Select(id => id < 0)]);
    }

    private TrainingClip? FromStill(SceneView still, Random random)
    {
        var samples = new List<PhraseSample>();
        for (var draw = 0; draw < options.WholePhrases; draw++)
        {
            // The first phrase is never absent: a clip without any target teaches little.
            var sample = engine.Draw(still, random, draw == 0 ? 0 : options.AbsentShare);
            if (sample is null || sample.Targets.Any(target => !still.Scene.Objects[target].HasMask))
            {
                return null;
            }

            samples.Add(sample);
        }

        var masks = cat([.. samples.Select(sample => Union(still.Scene, sample))], 1);
        var absent = samples.Select(sample => sample.IsAbsent).ToArray();
        var views = Enumerable.Range(0, options.WarpedViews + 1).OrderBy(_ => random.Next()).Take(options.WholeFrames);
        var frames = views.Select(view => StillFrame(still.Scene, view, masks, absent)).ToList();
        return new TrainingClip([.. samples.Select(sample => sample.Phrase)], frames);
    }

    private ClipFrame StillFrame(Scene scene, int view, Tensor masks, bool[] absent)
    {
        var image = cache.Load(PictureFeatures.Key(scene, view));
        var sized = MaskImage.Resize(masks, image.Fine.shape[2] * 4, image.Fine.shape[3] * 4);
        return Finish(image, view == 0 ? sized : PictureFeatures.Warp(scene, view).Masks(sized), absent);
    }

    private ClipFrame Finish(ImageFeatures image, Tensor masks, bool[] absent)
    {
        var (height, width) = (image.Fine.shape[2] * 4, image.Fine.shape[3] * 4);
        var truth = MaskImage.Resize(masks, height, width)[TensorIndex.Colon, TensorIndex.Colon, TensorIndex.Slice(0, null, 4), TensorIndex.Slice(0, null, 4)]
            .transpose(0, 1).contiguous();                                                         // [N, 1, H/4, W/4]
        var shares = truth.mean([1, 2, 3]);
        var presence = absent.Select((none, row) => none ? 0f : shares[row].item<float>() >= LeastArea ? 1f : -1f).ToArray();
        var candidates = TrainingBoxes.Of(image.Candidates);
        var overlaps = zeros(absent.Length, image.Candidates.Count);
        for (var row = 0; row < absent.Length; row++)
        {
            if (presence[row] > 0)
            {
                var values = TrainingBoxes.Overlaps(candidates, MaskImage.Box(truth[row, 0]));
                overlaps[row].narrow(0, 0, values.Length).copy_(tensor(values));
            }
        }

        return new ClipFrame(image, truth.to(cache.Device), tensor(presence).to(cache.Device), overlaps.to(cache.Device));
    }

    private static Tensor Union(Scene scene, PhraseSample sample) => sample.IsAbsent
        ? zeros(1, 1, scene.Height, scene.Width)
        : MaskImage.Of([.. sample.Targets.Select(target => scene.Objects[target].Mask!)]).amax([1], keepdim: true);
}
