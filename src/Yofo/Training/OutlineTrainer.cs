using Yofo.Data;
using Yofo.Engine;
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
    private const double GuessShare = 0.3; // of what the coarser scales guess in the loss [ours]

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
        var parameters = head.parameters().ToList<Tensor>();
        var running = new RunningMean();
        for (var step = optimiser.Steps; step < options.OutlineSteps && !cancellation.IsCancellationRequested; step++)
        {
            var random = new Random((options.Seed * 1_000_003) + step);
            foreach (var figures in Learn(head, parameters, [.. Enumerable.Range(0, options.OutlineBatch / BoxesPerPicture).Select(_ => random.Next())]))
            {
                running.Add("loss", figures.Loss);
                running.Add("overlap", figures.Overlap);
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

    // A step's pictures are learned side by side, a thread each; their gradients are added in order, so that the same seed gives the same weights.
    private (double Loss, double Overlap)[] Learn(OutlineHead head, List<Tensor> parameters, int[] seeds)
    {
        var (learned, gradients) = (new (double, double)[seeds.Length], new IList<Tensor>[seeds.Length]);
        Compute.ForEach(
            Enumerable.Range(0, seeds.Length),
            (index, _) =>
            {
                using var scope = NewDisposeScope();
                var random = new Random(seeds[index]);
                (var loss, learned[index]) = Learn(head, pictures.Draw(BoxesPerPicture, random), random);
                gradients[index] = [.. autograd.grad([loss / seeds.Length], parameters).Select(gradient => gradient.DetachFromDisposeScope())];
            },
            CancellationToken.None);
        foreach (var gradient in gradients)
        {
            for (var index = 0; index < parameters.Count; index++)
            {
                Add(parameters[index], gradient[index]);
            }
        }

        return learned;
    }

    private (Tensor Loss, (double Loss, double Overlap) Figures) Learn(OutlineHead head, OutlinePicture picture, Random random)
    {
        var found = TrainingBoxes.Of(picture.Image.Candidates);
        var rows = Enumerable.Range(0, BoxesPerPicture).Select(row => row % picture.Boxes.Count).ToList();
        var boxes = rows.ConvertAll(row => Box(picture.Boxes[row], found, random));
        var sides = tensor(boxes.SelectMany(box => new[] { (float)box.X, (float)box.Y, (float)box.Right, (float)box.Bottom }).ToArray()).reshape(-1, 4).to(pictures.Device);
        var sampled = Grid.SampleBoxes(picture.Masks.to(pictures.Device), Grid.Widen(sides, OutlineHead.Widening), OutlineHead.Points, 1); // [R, O, 64, 64]
        var truth = stack([.. rows.Select((thing, row) => sampled[row, thing])]).unsqueeze(1);                          // [R, 1, 64, 64]
        var (coarse, middle, fine) = head.Guess(head.Project(picture.Image), sides);
        var shares = fine.sigmoid();
        var shared = (shares * truth).sum([1, 2, 3]);
        var dice = 1 - (((2 * shared) + 1) / (shares.sum([1, 2, 3]) + truth.sum([1, 2, 3]) + 1));
        var outline = binary_cross_entropy_with_logits(fine, truth) + dice.mean();
        var guesses = binary_cross_entropy_with_logits(coarse, avg_pool2d(truth, 4)) + binary_cross_entropy_with_logits(middle, avg_pool2d(truth, 2));
        var (hit, real) = (fine.gt(0), truth.gt(0.5));
        var overlap = ((hit & real).sum([1, 2, 3]).to_type(ScalarType.Float32) / (hit | real).sum([1, 2, 3]).clamp_min(1)).mean();
        return (outline + (guesses * GuessShare), (outline.item<float>(), overlap.item<float>()));
    }

    // Gives the gradient away: the parameter keeps it, or adds it to what it has.
    private static void Add(Tensor parameter, Tensor gradient)
    {
        if (parameter.grad is not { } sum)
        {
            parameter.grad = gradient;
            return;
        }

        using var frozen = no_grad();
        sum.add_(gradient);
        gradient.Dispose();
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
