using Yofo.Data;
using Yofo.Modeling;
using Yofo.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Yofo.Training;

/// <summary>Second stage: the outline of a given box, on stills whose objects have masks of their own.</summary>
/// <param name="run">Log and checkpoints.</param>
/// <param name="options">Steps, batch, rate.</param>
/// <param name="cache">Features of the pictures.</param>
internal sealed class OutlineTrainer(TrainingRun run, TrainingOptions options, FeatureCache cache)
{
    private const string Stage = "outline";
    private const int BoxesPerPicture = 4;
    private const double LeastArea = 0.004; // of the picture, for an object to have an outline [ours]

    /// <summary>Trains the head in place; goes on from the stage's checkpoint where there is one.</summary>
    public void Train(OutlineHead head, IReadOnlyList<Scene> scenes, CancellationToken cancellation)
    {
        var usable = scenes.Where(scene => Outlined(scene).Count > 0 && cache.Contains(PictureFeatures.Key(scene, 0))).ToList();
        using var optimiser = new AdamW(head.named_parameters());
        var checkpoint = run.PathOf($"{Stage}.checkpoint.safetensors");
        if (File.Exists(checkpoint))
        {
            optimiser.Load(Safetensors.Open(checkpoint));
        }

        head.train();
        var running = new RunningMean();
        for (var step = optimiser.Steps; step < options.OutlineSteps && !cancellation.IsCancellationRequested; step++)
        {
            var random = new Random((options.Seed * 1_000_003) + step);
            for (var picture = 0; picture < options.OutlineBatch / BoxesPerPicture; picture++)
            {
                using var scope = NewDisposeScope();
                var scene = usable[random.Next(usable.Count)];
                var loss = Learn(head, scene, View(scene, random), random, running) / (options.OutlineBatch / BoxesPerPicture);
                loss.backward();
            }

            running.Add("norm", optimiser.Step(TrainingRun.Rate(step, options.OutlineSteps, options.OutlineRate)));
            if ((step + 1) % 50 == 0)
            {
                run.Log(Stage, step + 1, options.OutlineSteps, running.Take());
            }

            if ((step + 1) % options.CheckpointSteps == 0)
            {
                optimiser.Save(checkpoint, new Dictionary<string, string>());
            }
        }

        optimiser.Save(checkpoint, new Dictionary<string, string>());
        optimiser.UseAverages();
        head.eval();
    }

    /// <summary>Objects of a scene that teach an outline: single, with a mask, not too small to see.</summary>
    public static List<SceneObject> Outlined(Scene scene) =>
        [.. scene.Objects.Where(thing => thing.IsSingle && thing.HasMask && thing.Area >= LeastArea * scene.Width * scene.Height)];

    private int View(Scene scene, Random random)
    {
        var view = random.NextDouble() < options.OutlineWarped ? 1 + random.Next(options.WarpedViews) : 0;
        return cache.Contains(PictureFeatures.Key(scene, view)) ? view : 0;
    }

    private Tensor Learn(OutlineHead head, Scene scene, int view, Random random, RunningMean running)
    {
        var image = cache.Load(PictureFeatures.Key(scene, view));
        var objects = Outlined(scene).OrderBy(_ => random.Next()).Take(BoxesPerPicture).ToList();
        var masks = MaskImage.Of([.. objects.Select(thing => thing.Mask!)]);                                     // [1, O, h, w]
        var sizes = objects.ConvertAll(thing => TrainingBoxes.Share(thing.Box, scene.Width, scene.Height));
        if (view > 0)
        {
            masks = PictureFeatures.Warp(scene, view).Masks(MaskImage.Resize(masks, image.Fine.shape[2] * 4, image.Fine.shape[3] * 4));
            sizes = [.. Enumerable.Range(0, objects.Count).Select(index => MaskImage.Box(masks[0, index]))];
        }

        var visible = Enumerable.Range(0, objects.Count).Where(index => sizes[index].Area > LeastArea / 2).ToList();
        if (visible.Count == 0)
        {
            return Learn(head, scene, 0, random, running); // warped out of sight
        }

        var found = TrainingBoxes.Of(image.Candidates);
        var rows = Enumerable.Range(0, BoxesPerPicture).Select(row => visible[row % visible.Count]).ToList();
        var boxes = rows.Select(row => Box(sizes[row], found, random)).ToList();
        var sides = tensor(boxes.SelectMany(box => new[] { (float)box.X, (float)box.Y, (float)box.Right, (float)box.Bottom }).ToArray()).reshape(-1, 4).to(cache.Device);
        var sampled = Grid.SampleBoxes(masks.to(cache.Device), Grid.Widen(sides, OutlineHead.Widening), OutlineHead.Points, 1); // [R, O, 64, 64]
        var truth = stack([.. rows.Select((thing, row) => sampled[row, thing])]).unsqueeze(1);                          // [R, 1, 64, 64]
        var logits = head.Outline(image, sides);
        var shares = logits.sigmoid();
        var overlap = (shares * truth).sum([1, 2, 3]);
        var dice = 1 - (((2 * overlap) + 1) / (shares.sum([1, 2, 3]) + truth.sum([1, 2, 3]) + 1));
        var loss = binary_cross_entropy_with_logits(logits, truth) + dice.mean();
        running.Add("loss", loss.item<float>());
        var (hit, real) = (logits.gt(0), truth.gt(0.5));
        running.Add("overlap", ((hit & real).sum([1, 2, 3]).to_type(ScalarType.Float32) / (hit | real).sum([1, 2, 3]).clamp_min(1)).mean().item<float>());
        return loss;
    }

    // Half the time the best candidate, as in prediction; else the true box, shifted and stretched a little.
    private static ObjectBox Box(ObjectBox truth, ObjectBox[] found, Random random)
    {
        var best = found.Length == 0 ? default : found.MaxBy(box => box.IntersectionOverUnion(truth));
        if (random.Next(2) == 0 && best.IntersectionOverUnion(truth) > 0.5)
        {
            return best;
        }

        double Jitter(double side) => ((random.NextDouble() * 2) - 1) * 0.1 * side;
        var (x, y) = (truth.X + Jitter(truth.Width), truth.Y + Jitter(truth.Height));
        return new ObjectBox(x, y, truth.Right + Jitter(truth.Width) - x, truth.Bottom + Jitter(truth.Height) - y);
    }
}
