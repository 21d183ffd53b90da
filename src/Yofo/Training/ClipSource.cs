using Yofo.Data;
using Yofo.Modeling;
using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>
/// Draws the clips of the third stage: pseudo-video of stills by random affine transformation [paper], and the training clips
/// forward, backward and at several speeds.
/// </summary>
internal sealed class ClipSource
{
    private const double ClipShare = 0.5;      // of draws that are real clips, the rest are stills and composites, half and half [ours]
    private const int Speeds = 4;              // of clips, in strides [ours]
    private const double LeastArea = 0.0008;   // of the frame; a smaller mask is out of sight [ours]

    private readonly TrainingOptions options;
    private readonly FeatureCache cache;
    private readonly List<TrainingVideo> videos;
    private readonly SceneView[] stills;
    private readonly PhraseEngine engine;
    private readonly CompositeEngine composites;
    private readonly List<int> numbers;        // of the composite clips
    private readonly Dictionary<TrainingVideo, List<(int Start, int Step)>> runs = new(ReferenceEqualityComparer.Instance); // of frames that can be drawn, looked for once a video

    /// <summary>Prepares what clips are drawn from: whatever of it is in the cache.</summary>
    public ClipSource(TrainingOptions options, FeatureCache cache, IReadOnlyList<TrainingVideo> videos, IReadOnlyList<Scene> scenes, CompositeEngine composites)
    {
        this.composites = composites;
        numbers = [.. Enumerable.Range(0, options.Composites).Where(number => cache.Contains(PictureFeatures.Key(composites, number, composites.Frames - 1)))];
        this.options = options;
        this.cache = cache;
        var views = Enumerable.Range(0, options.WarpedViews + 1).ToList();
        this.videos = [.. videos.Where(video => video.Phrases.Count > 0 && (video.IsPhoto ? views : views[..1]).TrueForAll(view => cache.Contains(video.Key(0, view))))];
        stills = SceneViews.Look([.. scenes.Where(scene => views.All(view => cache.Contains(PictureFeatures.Key(scene, view))))]);
        engine = new PhraseEngine(new PhraseFrequencies(stills.Select(still => still.Scene)));
    }

    /// <summary>What there is to draw from, in words.</summary>
    public string Contents => $"{videos.Count} clips, {stills.Length} stills, {numbers.Count} composites";

    /// <summary>Where clips are drawn to.</summary>
    public Device Device => cache.Device;

    /// <summary>Draws a clip; its tensors belong to the caller's dispose scope.</summary>
    public TrainingClip Draw(Random random)
    {
        for (var tries = 0; tries < 50; tries++)
        {
            var made = numbers.Count > 0 && (random.Next(2) == 0 || stills.Length == 0);
            var real = videos.Count > 0 && (random.NextDouble() < ClipShare || (stills.Length == 0 && !made));
            if (!real && !made && stills.Length == 0)
            {
                break;
            }

            var drawn = real ? FromVideo(videos[random.Next(videos.Count)], random)
                : made ? FromComposite(numbers[random.Next(numbers.Count)], random)
                : FromStill(stills[random.Next(stills.Length)], random);
            if (drawn is not null)
            {
                return drawn;
            }
        }

        throw new YofoException(
            $"No clip could be drawn: hardly any of the training pictures has a mask and a phrase, or hardly any video {options.WholeFrames} frames with masks at even distances (every {options.ClipStride}. frame is seen). " +
            "Check the folders given with --data and --dataset, and 'clipStride' and 'wholeFrames'.");
    }

    private TrainingClip? FromVideo(TrainingVideo video, Random random)
    {
        var numbers = video.IsPhoto ? [0] : FrameNumbers(video, random);
        if (numbers.Count == 0)
        {
            return null;
        }

        var right = video.Phrases.Where(phrase => phrase.WholeVideo || numbers.Max() < video.Frames / 3).ToList();
        right = right.Count > 0 ? right : [.. video.Phrases];
        var phrases = new List<TrainingPhrase>();
        for (var tries = 0; phrases.Count < options.WholePhrases; tries++)
        {
            // Another video's phrase fits nothing here, but what people wrote of a photo is true of many.
            var other = videos[random.Next(videos.Count)];
            var wrong = phrases.Count > 0 && tries < 20 && !video.IsPhoto && random.Next(3) == 0;
            if (!wrong)
            {
                phrases.Add(right[random.Next(right.Count)]);
            }
            else if (!other.IsPhoto && !other.Shares(video))
            {
                phrases.Add(other.Phrases[random.Next(other.Phrases.Count)] with { Objects = [] });
            }
        }

        var views = video.IsPhoto ? Views(random) : [0];
        return new TrainingClip(
            [.. phrases.Select(phrase => phrase.Text)],
            [.. numbers.SelectMany(number => views.Select(view => VideoFrame(video, number, view, phrases)))]);
    }

    // Forward or backward, at one of several speeds; none where the video has no such frames.
    private List<int> FrameNumbers(TrainingVideo video, Random random)
    {
        if (!runs.TryGetValue(video, out var found))
        {
            runs[video] = found = Runs(video);
        }

        if (found.Count == 0)
        {
            return [];
        }

        var (start, step) = found[random.Next(found.Count)];
        return [.. Enumerable.Range(0, options.WholeFrames).Select(index => start + (index * step))];
    }

    private List<(int Start, int Step)> Runs(TrainingVideo video)
    {
        var usable = Enumerable.Range(0, video.Frames).Where(frame => cache.Contains(video.Key(frame)) && video.Mask(frame, []) is not null).ToHashSet();
        var steps = Enumerable.Range(1, Speeds).SelectMany(speed => new[] { speed * options.ClipStride, -speed * options.ClipStride });
        return [.. steps.SelectMany(step => usable.Order().Select(start => (start, step)))
            .Where(run => Enumerable.Range(0, options.WholeFrames).All(index => usable.Contains(run.start + (index * run.step))))];
    }

    private List<int> Views(Random random) => [.. Enumerable.Range(0, options.WarpedViews + 1).OrderBy(_ => random.Next()).Take(options.WholeFrames)];

    private ClipFrame VideoFrame(TrainingVideo video, int number, int view, List<TrainingPhrase> phrases)
    {
        var image = cache.Load(video.Key(number, view));
        var planes = phrases.ConvertAll(phrase => video.Mask(number, phrase.Objects)!.Value);
        var masks = stack([.. planes.Select(plane => MaskImage.Plane(plane.Pixels, plane.Width, plane.Height))]).unsqueeze(0).to_type(ScalarType.Float32);
        return Finish(image, view == 0 ? masks : PictureFeatures.Warp(video, view).Masks(Sized(masks, image)), [.. phrases.Select(phrase => phrase.Objects.Count == 0)]);
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
        var frames = Views(random).Select(view => StillFrame(still.Scene, view, masks, absent)).ToList();
        return new TrainingClip([.. samples.Select(sample => sample.Phrase)], frames);
    }

    private TrainingClip? FromComposite(int number, Random random)
    {
        var clip = composites.Make(number);
        if (composites.Phrases(clip, options.WholePhrases, options.AbsentShare, random) is not { } samples)
        {
            return null;
        }

        var order = Enumerable.Range(0, clip.Frames);
        var frames = (random.Next(2) == 0 ? order : order.Reverse()).Select(frame => CompositeFrame(clip, number, frame, samples)).ToList();
        return new TrainingClip([.. samples.Select(sample => sample.Phrase)], frames);
    }

    private ClipFrame CompositeFrame(CompositeClip clip, int number, int frame, IReadOnlyList<PhraseSample> samples)
    {
        var image = cache.Load(PictureFeatures.Key(composites, number, frame));
        var all = clip.Draw(frame).Masks;                                                          // [1, O, H, W]
        var masks = cat([.. samples.Select(sample => sample.IsAbsent
            ? zeros_like(all.narrow(1, 0, 1))
            : all.index_select(1, tensor(sample.Targets.Select(target => (long)target).ToArray())).amax([1], keepdim: true))], 1);
        return Finish(image, masks, [.. samples.Select(sample => sample.IsAbsent)]);
    }

    private ClipFrame StillFrame(Scene scene, int view, Tensor masks, bool[] absent)
    {
        var image = cache.Load(PictureFeatures.Key(scene, view));
        var sized = Sized(masks, image);
        return Finish(image, view == 0 ? sized : PictureFeatures.Warp(scene, view).Masks(sized), absent);
    }

    private static Tensor Sized(Tensor masks, ImageFeatures image) => MaskImage.Resize(masks, image.Fine.shape[2] * 4, image.Fine.shape[3] * 4);

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
