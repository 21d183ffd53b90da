using Yofo.Inference;
using Yofo.Modeling;
using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>
/// Third stage: the whole network on clips, end to end through the inner solver. Memory works as in prediction: a frame is
/// written before it is decoded.
/// </summary>
/// <param name="run">Log and checkpoints.</param>
/// <param name="options">Steps, frames, rates.</param>
/// <param name="clips">Draws the clips.</param>
internal sealed class WholeTrainer(TrainingRun run, TrainingOptions options, ClipSource clips)
{
    /// <summary>What the word-blind twin is told instead of every phrase.</summary>
    public const string ConstantPhrase = "the object";

    private const int ClipsPerStep = 2; // gradients of so many clips make a step [ours]

    /// <summary>Trains the network in place; goes on from the stage's checkpoint where there is one.</summary>
    public void Train(YofoNetwork network, CancellationToken cancellation)
    {
        // Outlines see no words and no time; they stay as the stage before left them, which saves a quarter of a step.
        foreach (var parameter in network.OutlineHead.parameters())
        {
            parameter.requires_grad = false;
        }

        using var optimiser = new AdamW(network.named_parameters().Where(pair => !IsOutline(pair.name)), share: Share);
        network.train();
        new StageLoop(run, options, "whole", options.WholeSteps, options.WholeRate) { LogSteps = 25 }.Run(
            optimiser,
            (random, running) =>
            {
                for (var clip = 0; clip < ClipsPerStep; clip++)
                {
                    using var scope = NewDisposeScope();
                    (Learn(network, clips.Draw(random), running) / ClipsPerStep).backward();
                }
            },
            cancellation);
        network.eval();
    }

    private Tensor Learn(YofoNetwork network, TrainingClip clip, RunningMean running)
    {
        var phrases = options.Blind ? [.. clip.Phrases.Select(_ => ConstantPhrase)] : clip.Phrases;
        var language = network.LanguageEncoder.call(phrases).Map(values => values.to(clips.Device));
        using var memory = new TargetMemory(new MemoryOptions { Interval = 1, Decay = 0.05 });
        var losses = new List<Tensor>();
        Tensor? kernel = null;
        foreach (var frame in clip.Frames)
        {
            var mined = network.Mine(frame.Image, language);
            if (mined.Sample is { } sample)
            {
                memory.Write(sample, FrameConfidence.Of(mined.Mined));
            }

            (var decoded, kernel) = network.Decode(mined, mined.Sample is null ? null : memory.Read(), kernel);
            losses.Add(WholeLoss.Of(decoded, mined.Mined, frame, running));
        }

        return stack(losses).mean();
    }

    private static bool IsOutline(string name) => name.StartsWith("outline_head.", StringComparison.Ordinal);

    // The choice comes trained from the first stage.
    private double Share(string name) =>
        name.StartsWith("feature_mining.candidates.", StringComparison.Ordinal) ? options.WholeChoiceShare : 1;
}
