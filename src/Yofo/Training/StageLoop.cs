using Yofo.Weights;

namespace Yofo.Training;

/// <summary>The steps of a stage that learns: begun where its checkpoint left off, logged, saved, and ended with the averaged weights.</summary>
/// <param name="run">Log and checkpoints.</param>
/// <param name="options">Seed, and steps between checkpoints.</param>
/// <param name="stage">Name of the stage.</param>
/// <param name="steps">All steps.</param>
/// <param name="rate">Highest learning rate.</param>
internal sealed class StageLoop(TrainingRun run, TrainingOptions options, string stage, int steps, double rate)
{
    /// <summary>Steps between two lines of the log [ours].</summary>
    public int LogSteps { get; init; } = 50;

    /// <summary>Takes the steps that are left.</summary>
    /// <param name="optimiser">What learns.</param>
    /// <param name="learn">Adds a step's gradients, and its figures for the log. What it draws from is the same after a restart.</param>
    /// <param name="cancellation">Stops after the current step, with a checkpoint.</param>
    public void Run(AdamW optimiser, Action<Random, RunningMean> learn, CancellationToken cancellation)
    {
        var checkpoint = run.PathOf($"{stage}.checkpoint.safetensors");
        if (File.Exists(checkpoint))
        {
            optimiser.Load(Safetensors.Open(checkpoint));
        }

        var running = new RunningMean();
        for (var step = optimiser.Steps; step < steps && !cancellation.IsCancellationRequested; step++)
        {
            learn(new Random((options.Seed * 1_000_003) + step), running);
            running.Add("norm", optimiser.Step(TrainingRun.Rate(step, steps, rate)));
            if ((step + 1) % LogSteps == 0)
            {
                run.Log(stage, step + 1, steps, running.Take());
            }

            if ((step + 1) % options.CheckpointSteps == 0)
            {
                optimiser.Save(checkpoint, new Dictionary<string, string>());
            }
        }

        optimiser.Save(checkpoint, new Dictionary<string, string>());
        optimiser.UseAverages();
    }
}
