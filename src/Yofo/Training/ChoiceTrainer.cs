using Yofo.Modeling;
using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>The words choose among the candidates, on features in memory. Minutes, not hours.</summary>
/// <param name="run">Log and checkpoints.</param>
/// <param name="options">Steps, batch, rate.</param>
/// <param name="device">Where the module is.</param>
internal sealed class ChoiceTrainer(TrainingRun run, TrainingOptions options, Device device)
{
    /// <summary>First stage: the choice itself, in place; goes on from the stage's checkpoint where there is one.</summary>
    /// <param name="mining">What is trained.</param>
    /// <param name="lessons">What it learns from.</param>
    /// <param name="cancellation">Stops after the current step, with a checkpoint.</param>
    public void Train(CandidateMining mining, ChoiceLessons lessons, CancellationToken cancellation) => Train(
        "choice", mining, lessons.Samples, lessons.Phrases, (options.ChoiceSteps, options.ChoiceRate),
        (random, batch) =>
        {
            var shade = Drawn(() => Math.Max(0, (random.NextDouble() * 2) - 1)); // half of them in full light
            var candidates = lessons.Bank.Batch(batch.Pictures, batch.Mirrored, device, (shade, Drawn(random.NextDouble)));
            if (options.ChoiceDisturbance > 0)
            {
                using var frozen = no_grad();
                candidates = CandidateBank.Disturb(candidates, batch.Choice, options.ChoiceDisturbance);
            }

            return candidates;
        },
        mining.Mine,
        cancellation);

    /// <summary>The second opinion from the candidates' crops, as the first stage; of pictures that have crops.</summary>
    /// <param name="mining">What is trained.</param>
    /// <param name="lessons">What it learns from.</param>
    /// <param name="cancellation">Stops after the current step, with a checkpoint.</param>
    public void Train(CropMining mining, ChoiceLessons lessons, CancellationToken cancellation) => Train(
        "crops", mining, lessons.Samples.Where(lessons.Bank.HasCrops), lessons.Phrases, (options.CropSteps, options.CropRate),
        (_, batch) => lessons.Bank.WithCrops(lessons.Bank.Batch(batch.Pictures, batch.Mirrored, device), batch.Pictures, batch.Mirrored),
        mining.Answer,
        cancellation);

    private void Train(
        string stage, nn.Module mining, ChoiceSamples samples, PhraseBank phrases, (int Count, double Rate) steps,
        Func<Random, ChoiceBatch, CandidateFeatures> see, Func<CandidateFeatures, LanguageFeatures, CandidateAnswer> mine, CancellationToken cancellation)
    {
        using var optimiser = new AdamW(mining.named_parameters());
        mining.train();
        var ordered = samples.ByLength(phrases);
        var prior = options.ChoicePrior ? PhrasePrior.Learn(samples, phrases, options.Seed, device) : null;
        if (prior is not null)
        {
            run.Say(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{stage}: words alone tell what fits with a loss of {prior.Loss:0.000}, chance has {prior.PlainLoss:0.000}"));
        }

        new StageLoop(run, options, stage, steps.Count, steps.Rate).Run(
            optimiser,
            (random, running) =>
            {
                using var scope = NewDisposeScope();
                var batch = samples.Batch(Draw(ordered, random), phrases).To(device);
                var candidates = see(random, batch);
                var answer = mine(candidates, phrases.Batch(batch.Phrases, device));
                var loss = ChoiceLoss.Total(answer, batch, candidates.Valid, prior);
                loss.backward();
                running.Add("loss", loss.item<float>());
                AddAccuracy(running, answer, batch);
            },
            cancellation);
        mining.eval();
    }

    private Tensor Drawn(Func<double> draw) => tensor(Enumerable.Range(0, options.ChoiceBatch).Select(_ => (float)draw()).ToArray()); // [B]

    // From a stretch of rows of like length, eight times as long as a batch, so that a batch is still mixed.
    private List<int> Draw(int[] ordered, Random random)
    {
        var stretch = Math.Min(ordered.Length, 8 * options.ChoiceBatch);
        var start = random.Next(ordered.Length - stretch + 1);
        return [.. Enumerable.Range(0, options.ChoiceBatch).Select(_ => ordered[start + random.Next(stretch)])];
    }

    private static void AddAccuracy(RunningMean running, CandidateAnswer answer, ChoiceBatch batch)
    {
        using var frozen = no_grad();
        var boxed = batch.Choice.sum(1).gt(0).to_type(ScalarType.Float32);
        var right = batch.Choice.gather(1, answer.Choice.argmax(1, keepdim: true)).squeeze(1).gt(0).to_type(ScalarType.Float32);
        running.Add("chosen", (right.sum() / boxed.sum().clamp_min(1)).item<float>());
        var judged = batch.Presence.ge(0).to_type(ScalarType.Float32);
        var agreed = answer.Presence.gt(0).eq(batch.Presence.gt(0.5)).to_type(ScalarType.Float32);
        running.Add("presence", ((agreed * judged).sum() / judged.sum().clamp_min(1)).item<float>());
    }
}
