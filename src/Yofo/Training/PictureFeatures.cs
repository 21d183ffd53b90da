using Yofo.Data;
using Yofo.Modeling;
using Yofo.Modeling.Vision;
using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>Sees each training picture once and keeps what the frozen image encoder made of it.</summary>
/// <param name="encoder">The image encoder.</param>
/// <param name="cache">Where features are kept.</param>
internal sealed class PictureFeatures(ImageEncoder encoder, FeatureCache cache)
{
    /// <summary>Key of a still, or of a warped view of it (view 0 is the still itself).</summary>
    public static string Key(Scene scene, int view) => $"stills/{scene.Source}/{scene.Id}-{view}";

    /// <summary>Key of a frame of a composite clip.</summary>
    public static string Key(CompositeEngine engine, int number, int frame) => $"composites/{engine.Name}/{number:D5}-{frame}";

    /// <summary>The warp of a still's view, always the same one for the same still and view.</summary>
    public static PictureWarp Warp(Scene scene, int view) => Warp(scene.Source, scene.Id, view);

    /// <summary>The warp of a photo's view.</summary>
    public static PictureWarp Warp(TrainingVideo photo, int view) => Warp(photo.Name, 0, view);

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
            cache.Store(Key(scene, view), See(view == 0 ? rgb : Warp(scene, view).Picture(rgb)));
        }
    }

    /// <summary>Encodes every <paramref name="stride"/>-th frame of a video that is not there yet; of a photo, warped views too.</summary>
    public void Prepare(TrainingVideo video, int stride, IReadOnlyList<int> views, CancellationToken cancellation)
    {
        views = video.IsPhoto ? views : [0];
        if (Enumerable.Range(0, video.Frames).All(frame => frame % stride != 0 || views.All(view => cache.Contains(video.Key(frame, view)))))
        {
            return;
        }

        using var source = video.Open();
        using var frozen = no_grad();
        foreach (var frame in source.Read(cancellation).Where(frame => frame.Index % stride == 0))
        {
            using var step = NewDisposeScope();
            var rgb = ImageInput.FromFrame(frame);
            foreach (var view in views.Where(view => !cache.Contains(video.Key(frame.Index, view))))
            {
                cache.Store(video.Key(frame.Index, view), See(view == 0 ? rgb : Warp(video, view).Picture(rgb)));
            }
        }
    }

    /// <summary>Encodes the frames of a composite clip that are not there yet.</summary>
    public void Prepare(CompositeEngine engine, int number)
    {
        using var frozen = no_grad();
        var missing = Enumerable.Range(0, engine.Frames).Where(frame => !cache.Contains(Key(engine, number, frame))).ToList();
        var clip = missing.Count == 0 ? null : engine.Make(number);
        foreach (var frame in missing)
        {
            using var step = NewDisposeScope();
            cache.Store(Key(engine, number, frame), See(clip!.Draw(frame).Rgb));
        }
    }

    private ImageFeatures See(Tensor rgb) => encoder.WithCrops(encoder.call(rgb.to(cache.Device)));

    private static PictureWarp Warp(string name, long number, int view) => view == 0
        ? PictureWarp.Identity
        : PictureWarp.Draw(new Random(unchecked((int)((number * 7919) + (view * 104729) + name.Sum(letter => letter)))));
}
