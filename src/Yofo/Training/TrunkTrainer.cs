using TorchSharp.Modules;
using Yofo.Modeling;
using Yofo.Modeling.Vision;
using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>
/// Fifth stage: the segmentation trunk learns outlines, with the head that draws them, on pictures as they are. All else was trained on what
/// the trunk saw before; so drift from that costs, and what the words choose by keeps its last layers [ours].
/// </summary>
/// <param name="run">Log and checkpoints.</param>
/// <param name="options">Steps, rates.</param>
/// <param name="pictures">Draws the pictures.</param>
/// <param name="device">Where to compute.</param>
internal sealed class TrunkTrainer(TrainingRun run, TrainingOptions options, TrunkSource pictures, Device device)
{
    private const int PicturesPerStep = 4; // [ours]

    /// <summary>Trains trunk and head in place; goes on from the stage's checkpoint where there is one.</summary>
    public void Train(CompactImageEncoder encoder, OutlineHead head, CancellationToken cancellation)
    {
        using var original = encoder.LoadBaseTrunk();
        original.To(device);
        var trunk = encoder.Learn();
        var shares = trunk.ToDictionary(pair => pair.Name, pair => Size(pair.Parameter) * options.TrunkRate / options.TrunkHeadRate);
        using var optimiser = new AdamW([.. trunk, .. head.named_parameters()], share: name => shares.GetValueOrDefault(name, 1));
        head.train();
        var parameters = trunk.Select(pair => (Tensor)pair.Parameter).Concat(head.parameters()).ToList();
        new StageLoop(run, options, "trunk", options.TrunkSteps, options.TrunkHeadRate).Run(
            optimiser,
            (random, running) =>
            {
                int[] seeds = [.. Enumerable.Range(0, PicturesPerStep).Select(_ => random.Next())];
                foreach (var (outline, overlap, drift) in SideBySide.Learn(seeds, parameters, drawn => Learn(encoder, head, original, drawn)))
                {
                    running.Add("loss", outline);
                    running.Add("overlap", overlap);
                    running.Add("drift", drift);
                }
            },
            cancellation);
        encoder.Settle();
        head.eval();
    }

    private (Tensor Loss, (double Outline, double Overlap, double Drift) Figures) Learn(CompactImageEncoder encoder, OutlineHead head, DeepLab original, Random random)
    {
        var picture = pictures.Draw(random);
        var (image, drift) = encoder.Study(picture.Rgb.to(device), picture.Plain.to(device), original);
        var (loss, figures) = OutlineLesson.Of(head, new OutlinePicture(image, picture.Masks, picture.Boxes), device, random);
        return (loss + drift, (figures.Loss, figures.Overlap, drift.item<float>()));
    }

    // Batch norms are folded into the weights, whose sizes differ a hundredfold: each layer moves by a share of its own.
    private static double Size(Parameter parameter)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        return Math.Min(1, parameter.square().mean().sqrt().item<float>());
    }
}
