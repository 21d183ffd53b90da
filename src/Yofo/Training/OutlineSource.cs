using Yofo.Data;
using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>Draws the pictures of the second stage, with the masks of single things in them.</summary>
internal sealed class OutlineSource
{
    /// <summary>Share of the picture from which on an object teaches an outline [ours].</summary>
    public const double LeastArea = 0.004;

    private readonly TrainingOptions options;
    private readonly FeatureCache cache;
    private readonly List<Scene> scenes;
    private readonly List<TrainingVideo> videos;
    private readonly double clipShare;

    /// <summary>Prepares what pictures are drawn from: whatever of it is in the cache.</summary>
    /// <param name="options">Views.</param>
    /// <param name="cache">Features.</param>
    /// <param name="scenes">Stills.</param>
    /// <param name="videos">Clips.</param>
    /// <param name="clipShare">Share of the pictures that are frames of clips, where there are both; null: as many as there are clips among all.</param>
    public OutlineSource(TrainingOptions options, FeatureCache cache, IReadOnlyList<Scene> scenes, IReadOnlyList<TrainingVideo> videos, double? clipShare)
    {
        this.options = options;
        this.cache = cache;
        this.scenes = [.. scenes.Where(scene => Outlined(scene).Count > 0 && cache.Contains(PictureFeatures.Key(scene, 0)))];
        this.videos = [.. videos.Where(video => video.Phrases.Count > 0 && cache.Contains(video.Key(0)))];
        this.clipShare = clipShare ?? (this.videos.Count / (double)Math.Max(1, this.videos.Count + this.scenes.Count));
    }

    /// <summary>Where pictures are drawn to.</summary>
    public Device Device => cache.Device;

    /// <summary>Draws a picture with at most so many things; its tensors belong to the caller's dispose scope.</summary>
    public OutlinePicture Draw(int most, Random random)
    {
        for (var tries = 0; tries < 50 && scenes.Count + videos.Count > 0; tries++)
        {
            var isClip = videos.Count > 0 && (scenes.Count == 0 || random.NextDouble() < clipShare);
            var drawn = isClip ? Of(videos[random.Next(videos.Count)], most, random) : Of(scenes[random.Next(scenes.Count)], most, random);
            if (drawn is not null)
            {
                return drawn;
            }
        }

        throw new YofoException("No outline can be learned: none of the training pictures shows a single thing with a mask of its own. Check what is given with --data and --dataset.");
    }

    /// <summary>Objects of a scene that teach an outline: single, with a mask, not too small to see.</summary>
    public static List<SceneObject> Outlined(Scene scene) =>
        [.. scene.Objects.Where(thing => thing.IsSingle && thing.HasMask && thing.Area >= LeastArea * scene.Width * scene.Height)];

    private OutlinePicture? Of(Scene scene, int most, Random random)
    {
        var view = View(random, number => PictureFeatures.Key(scene, number));
        var objects = Outlined(scene).OrderBy(_ => random.Next()).Take(most).ToList();
        var masks = MaskImage.Of([.. objects.Select(thing => thing.Mask!)]);                                     // [1, O, h, w]
        return view == 0
            ? new OutlinePicture(cache.Load(PictureFeatures.Key(scene, 0)), masks, objects.ConvertAll(thing => TrainingBoxes.Share(thing.Box, scene.Width, scene.Height)))
            : Warped(PictureFeatures.Key(scene, view), PictureFeatures.Warp(scene, view), masks);
    }

    private OutlinePicture? Of(TrainingVideo video, int most, Random random)
    {
        var frame = random.Next(video.Frames) / options.ClipStride * options.ClipStride;
        if (!cache.Contains(video.Key(frame)) || video.Mask(frame, []) is null)
        {
            return null;
        }

        var things = video.Phrases.SelectMany(phrase => phrase.Objects).Distinct().OrderBy(_ => random.Next()).Take(most);
        var planes = things.Select(thing => video.Mask(frame, [thing])!.Value).ToList();
        var masks = stack([.. planes.Select(plane => MaskImage.Plane(plane.Pixels, plane.Width, plane.Height))]).unsqueeze(0).to_type(ScalarType.Float32);
        var view = video.IsPhoto ? View(random, number => video.Key(0, number)) : 0;
        return Warped(video.Key(frame, view), view == 0 ? null : PictureFeatures.Warp(video, view), masks);
    }

    private int View(Random random, Func<int, string> key)
    {
        var view = random.NextDouble() < options.OutlineWarped && options.WarpedViews > 0 ? 1 + random.Next(options.WarpedViews) : 0;
        return cache.Contains(key(view)) ? view : 0;
    }

    // Null where nothing of it is left in sight.
    private OutlinePicture? Warped(string key, PictureWarp? warp, Tensor masks)
    {
        var image = cache.Load(key);
        var moved = warp is null ? masks : warp.Masks(MaskImage.Resize(masks, image.Fine.shape[2] * 4, image.Fine.shape[3] * 4));
        var boxes = Enumerable.Range(0, (int)moved.shape[1]).Select(index => MaskImage.Box(moved[0, index])).ToList();
        var visible = Enumerable.Range(0, boxes.Count).Where(index => boxes[index].Area > LeastArea).ToList();
        return visible.Count == 0
            ? null
            : new OutlinePicture(image, moved.index_select(1, tensor(visible.ConvertAll(index => (long)index))), visible.ConvertAll(index => boxes[index]));
    }
}
