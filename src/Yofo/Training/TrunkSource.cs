using Yofo.Data;
using Yofo.Video;
using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>Draws the pictures of the fifth stage, seen anew each time (<see cref="LitView"/>): here the trunk learns, so nothing is cached.</summary>
internal sealed class TrunkSource
{
    private readonly FrameStore frames;
    private readonly List<Scene> scenes;
    private readonly List<(TrainingVideo Video, int Frame)> stills; // frames of clips with truth
    private readonly double clipShare;

    /// <summary>Prepares what pictures are drawn from.</summary>
    /// <param name="frames">Where the clips' frames are.</param>
    /// <param name="scenes">Stills.</param>
    /// <param name="videos">Clips.</param>
    /// <param name="clipShare">Share of the pictures that are frames of clips.</param>
    public TrunkSource(FrameStore frames, IReadOnlyList<Scene> scenes, IReadOnlyList<TrainingVideo> videos, double clipShare)
    {
        this.frames = frames;
        this.scenes = [.. scenes.Where(scene => OutlineSource.Outlined(scene).Count > 0)];
        stills = [.. videos.Where(video => video.Phrases.Count > 0).SelectMany(video => Enumerable.Range(0, video.Frames)
            .Where(frame => frames.Contains(video, frame)).Select(frame => (video, frame)))];
        this.clipShare = this.scenes.Count == 0 ? 1 : clipShare;
    }

    /// <summary>Draws a picture with at least one thing in sight; its tensors belong to the caller's dispose scope.</summary>
    /// <exception cref="YofoException">There is none.</exception>
    public TrunkPicture Draw(Random random)
    {
        for (var tries = 0; tries < 50 && scenes.Count + stills.Count > 0; tries++)
        {
            var isClip = stills.Count > 0 && random.NextDouble() < clipShare;
            var drawn = isClip ? Of(stills[random.Next(stills.Count)], random) : scenes.Count > 0 ? Of(scenes[random.Next(scenes.Count)], random) : null;
            if (drawn is not null)
            {
                return drawn;
            }
        }

        throw new YofoException("The trunk cannot learn: none of the training pictures shows a single thing with a mask of its own. Check what is given with --data and --dataset.");
    }

    private static TrunkPicture? Of(Scene scene, Random random)
    {
        var things = OutlineSource.Outlined(scene).OrderBy(_ => random.Next()).Take(2 * OutlineLesson.Boxes).ToList(); // a view may lose some of them
        return Seen(Picture.Load(scene.Path), MaskImage.Of([.. things.Select(thing => thing.Mask!)]), things.ConvertAll(thing => thing.Box), random);
    }

    private TrunkPicture? Of((TrainingVideo Video, int Frame) still, Random random)
    {
        var planes = still.Video.Phrases.SelectMany(phrase => phrase.Objects).Distinct().Select(thing => still.Video.Mask(still.Frame, [thing])).ToList();
        if (planes.Count == 0 || planes.Exists(plane => plane is null))
        {
            return null;
        }

        var frame = frames.Load(still.Video, still.Frame);
        var masks = stack([.. planes.Select(plane => MaskImage.Plane(plane!.Value.Pixels, plane.Value.Width, plane.Value.Height))]).unsqueeze(0).to_type(ScalarType.Float32);
        masks = MaskImage.Resize(masks, frame.Height, frame.Width); // videos may be smaller than their truth
        var boxes = Enumerable.Range(0, (int)masks.shape[1]).Select(thing => MaskImage.Box(masks[0, thing])).Where(box => box.Area > 0)
            .Select(box => new ObjectBox(box.X * frame.Width, box.Y * frame.Height, box.Width * frame.Width, box.Height * frame.Height)).ToList();
        return boxes.Count == 0 ? null : Seen(frame, masks, boxes, random);
    }

    // Null where nothing of it is left in sight.
    private static TrunkPicture? Seen(Frame frame, Tensor masks, List<ObjectBox> things, Random random)
    {
        var view = LitView.Draw(frame.Width, frame.Height, things, random);
        var moved = view.Masks(masks);
        var boxes = Enumerable.Range(0, (int)moved.shape[1]).Select(thing => MaskImage.Box(moved[0, thing])).ToList();
        var visible = Enumerable.Range(0, boxes.Count).Where(thing => boxes[thing].Area > OutlineSource.LeastArea).ToList();
        if (visible.Count == 0)
        {
            return null;
        }

        var (rgb, plain) = view.Picture(frame);
        return new TrunkPicture(rgb, plain, moved.index_select(1, tensor(visible.ConvertAll(thing => (long)thing))), visible.ConvertAll(thing => boxes[thing]));
    }
}
