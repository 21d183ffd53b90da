using Yofo.Modeling;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>Second stage: the outline of a given box, on pictures whose objects have masks of their own.</summary>
/// <param name="run">Log and checkpoints.</param>
/// <param name="options">Steps, batch, rate.</param>
/// <param name="pictures">Draws the pictures.</param>
internal sealed class OutlineTrainer(TrainingRun run, TrainingOptions options, OutlineSource pictures)
{
    private const string Stage = "outline";

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
            int[] seeds = [.. Enumerable.Range(0, options.OutlineBatch / OutlineLesson.Boxes).Select(_ => random.Next())];
            foreach (var figures in SideBySide.Learn(seeds, parameters, drawn => OutlineLesson.Of(head, pictures.Draw(OutlineLesson.Boxes, drawn), pictures.Device, drawn)))
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
}
