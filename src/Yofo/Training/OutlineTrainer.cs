using Yofo.Modeling;
using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>Second stage: the outline of a given box, on pictures whose objects have masks of their own.</summary>
/// <param name="run">Log and checkpoints.</param>
/// <param name="options">Steps, batch, rate.</param>
/// <param name="pictures">Draws the pictures.</param>
internal sealed class OutlineTrainer(TrainingRun run, TrainingOptions options, OutlineSource pictures)
{
    /// <summary>Trains the head in place; goes on from the stage's checkpoint where there is one.</summary>
    public void Train(OutlineHead head, CancellationToken cancellation)
    {
        using var optimiser = new AdamW(head.named_parameters());
        head.train();
        var parameters = head.parameters().ToList<Tensor>();
        new StageLoop(run, options, "outline", options.OutlineSteps, options.OutlineRate).Run(
            optimiser,
            (random, running) =>
            {
                int[] seeds = [.. Enumerable.Range(0, options.OutlineBatch / OutlineLesson.Boxes).Select(_ => random.Next())];
                foreach (var (loss, overlap) in SideBySide.Learn(seeds, parameters, drawn => OutlineLesson.Of(head, pictures.Draw(OutlineLesson.Boxes, drawn), pictures.Device, drawn)))
                {
                    running.Add("loss", loss);
                    running.Add("overlap", overlap);
                }
            },
            cancellation);
        head.eval();
    }
}
