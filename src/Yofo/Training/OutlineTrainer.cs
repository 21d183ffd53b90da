using Yofo.Data;
using Yofo.Modeling;
using Yofo.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Yofo.Training;

/// <summary>Second stage: the outline of a given box, on pictures whose objects have masks of their own.</summary>
/// <param name="run">Log and checkpoints.</param>
/// <param name="options">Steps, batch, rate.</param>
/// <param name="pictures">Draws the pictures.</param>
internal sealed class OutlineTrainer(TrainingRun run, TrainingOptions options, OutlineSource pictures)
{
    private const string Stage = "outline";
    private const int BoxesPerPicture = 4;

    /// <summary>Trains the head in place; goes on from the stage's checkpoint where there is one.</summary>
    public void Train(OutlineHead head, CancellationToken cancellation)
    {
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
                var loss = Learn(head, pictures.Draw(BoxesPerPicture, random), random, running) / (options.OutlineBatch / BoxesPerPicture);
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

    private Tensor Learn(OutlineHead head, OutlinePicture picture, Random random, RunningMean running)
    {
        var found = TrainingBoxes.Of(picture.Image.Candidates);
        var rows = Enumerable.Range(0, BoxesPerPicture).Select(row => row % picture.Boxes.Count).ToList();
        var boxes = rows.ConvertAll(row => Box(picture.Boxes[row], found, random));
        var sides = tensor(boxes.SelectMany(box => new[] { (float)box.X, (float)box.Y, (float)box.Right, (float)box.Bottom }).ToArray()).reshape(-1, 4).to(pictures.Device);
        var sampled = Grid.SampleBoxes(picture.Masks.to(pictures.Device), Grid.Widen(sides, OutlineHead.Widening), OutlineHead.Points, 1); // [R, O, 64, 64]
        var truth = stack([.. rows.Select((thing, row) => sampled[row, thing])]).unsqueeze(1);                          // [R, 1, 64, 64]
        var logits = head.Outline(picture.Image, sides);
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
