using Yofo.Data;
using Yofo.Modeling.Vision;
using Yofo.Video;
using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>
/// A clip made of photos [ours]: things cut out of some move over another, before and behind one another, in and out of the frame, growing and
/// shrinking, in a light of their own, while the camera pans. Masks are exact, for they are what the things were cut out by.
/// </summary>
/// <param name="Background">The photo behind.</param>
/// <param name="Pan">How far the camera goes meanwhile, in shares of half a frame.</param>
/// <param name="Things">The things, the farthest first.</param>
/// <param name="Frames">Number of frames.</param>
internal sealed record CompositeClip(Scene Background, (double X, double Y) Pan, IReadOnlyList<CutOut> Things, int Frames)
{
    private const double Half = 0.5; // of a pixel, from which on it belongs to whoever covers it

    /// <summary>A frame at the working size, and the visible masks of all objects: first the background's, then the things.</summary>
    /// <returns>[1, 3, H, W], 0 to 255, and [1, O, H, W], 0 or 1.</returns>
    public (Tensor Rgb, Tensor Masks) Draw(int frame)
    {
        using var scope = NewDisposeScope();
        var time = Frames == 1 ? 0 : frame / (Frames - 1.0);
        var (height, width) = ImageInput.WorkingSize(Background.Width, Background.Height);
        var warp = new PictureWarp([1, 0, Pan.X * time, 0, 1, Pan.Y * time], 1);
        var rgb = warp.Picture(ImageInput.FromFrame(Picture.Load(Background.Path), height, width));
        var planes = Background.Objects.Count == 0 ? [] : MasksOf(warp, height, width);
        foreach (var thing in Things)
        {
            var (own, cover) = thing.Draw(time, height, width);
            rgb = (own * cover) + (rgb * (1 - cover));
            var mask = cover.gt(Half).to_type(ScalarType.Float32);
            planes = [.. planes.Select(plane => plane * (1 - mask)), mask];
        }

        return (rgb.MoveToOuterDisposeScope(), cat(planes, 1).MoveToOuterDisposeScope());
    }

    /// <summary>What a frame shows, as a scene of its own for the phrase engine.</summary>
    public SceneView Look(int frame)
    {
        using var scope = NewDisposeScope();
        var (rgb, masks) = Draw(frame);
        var (height, width) = ((int)rgb.shape[2], (int)rgb.shape[3]);
        var sources = Background.Objects.Concat(Things.Select(thing => thing.Thing)).ToList();
        var objects = sources.Select((source, index) => Seen(source, masks[0, index], width, height)).ToList();
        var shown = new Scene("composite", 0, "", width, height, objects, Background.Labelled, Background.Uncertain, [], null);
        var bytes = rgb[0].permute(1, 2, 0).round().to_type(ScalarType.Byte).contiguous().bytes.ToArray();
        return new SceneView(shown, ObjectLooks.Of(shown, new Frame(0, 0, width, height, bytes)));
    }

    private Tensor[] MasksOf(PictureWarp warp, int height, int width)
    {
        var whole = Background.Objects.Select(thing => thing.Mask is { } mask
            ? MaskImage.Plane(mask.ToPixels(), mask.Width, mask.Height).to_type(ScalarType.Float32)
            : zeros(Background.Height, Background.Width));
        var sized = warp.Masks(MaskImage.Resize(stack([.. whole]).unsqueeze(0), height, width));
        return [.. Enumerable.Range(0, Background.Objects.Count).Select(index => sized.narrow(1, index, 1))];
    }

    private static SceneObject Seen(SceneObject source, Tensor plane, int width, int height)
    {
        var mask = RunLengthMask.FromPixels(width, height, plane.to_type(ScalarType.Byte).contiguous().bytes);
        var box = mask.Box;
        return source with { Box = new ObjectBox(box.X, box.Y, box.Width, box.Height), Area = mask.Area, Mask = mask };
    }
}
