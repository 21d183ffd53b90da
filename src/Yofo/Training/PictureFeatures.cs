using Yofo.Data;
using Yofo.Modeling;
using Yofo.Modeling.Vision;
using Yofo.Video;
using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>Sees each training picture once and keeps what the frozen image encoder made of it.</summary>
/// <param name="encoder">The image encoder.</param>
/// <param name="cache">Where features are kept.</param>
internal sealed class PictureFeatures(ImageEncoder encoder, FeatureCache cache)
{
    /// <summary>Key of a still, or of a warped view of it (view 0 is the still itself).</summary>
    public static string Key(Scene scene, int view) => $"stills/{scene.Source}/{scene.Id}-{view}";

    /// <summary>Key of a frame of a video.</summary>
    public static string Key(string videoPath, int frame) => $"videos/{Path.GetFileNameWithoutExtension(videoPath)}/{frame:D5}";

    /// <summary>The warp of a still's view, always the same one for the same still and view.</summary>
    public static PictureWarp Warp(Scene scene, int view) =>
        view == 0 ? PictureWarp.Identity : PictureWarp.Draw(new Random(Seed(scene, view)));

    /// <summary>Encodes a still's views that are not there yet.</summary>
    public void Prepare(Scene scene, IEnumerable<int> views)
    {
        var missing = views.Where(view => !cache.Contains(Key(scene, view))).ToList();
        if (missing.Count == 0)
        {
            return;
        }

        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var rgb = ImageInput.FromFrame(Picture.Load(scene.Path));
        foreach (var view in missing)
        {
            using var step = NewDisposeScope();
            cache.Store(Key(scene, view), encoder.call((view == 0 ? rgb : Warp(scene, view).Picture(rgb)).to(cache.Device)));
        }
    }

    /// <summary>Encodes every <paramref name="stride"/>-th frame of a video that is not there yet.</summary>
    public void Prepare(string videoPath, int frames, int stride, CancellationToken cancellation)
    {
        if (Enumerable.Range(0, frames).All(frame => frame % stride != 0 || cache.Contains(Key(videoPath, frame))))
        {
            return;
        }

        using var source = FrameSource.Open(videoPath);
        using var frozen = no_grad();
        foreach (var frame in source.Read(cancellation))
        {
            var key = Key(videoPath, frame.Index);
            if (frame.Index % stride == 0 && !cache.Contains(key))
            {
                using var step = NewDisposeScope();
                cache.Store(key, encoder.call(ImageInput.FromFrame(frame).to(cache.Device)));
            }
        }
    }

    private static int Seed(Scene scene, int view) => unchecked((int)((scene.Id * 7919) + (view * 104729) + scene.Source.Sum(letter => letter)));
}
