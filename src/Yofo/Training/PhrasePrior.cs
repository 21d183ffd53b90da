using TorchSharp;
using Yofo.Modeling;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Yofo.Training;

/// <summary>
/// How far words alone tell whether a phrase fits: whoever writes a phrase that is to fit nothing writes it otherwise than one that does, and a network that learns of both
/// learns to tell them by that. What the words alone say is therefore added to what the network says in training, and left out in prediction, so that the network has to say
/// what the picture adds (Clark et al., "Don't Take the Easy Way Out", EMNLP 2019) [ours for phrases].
/// Two small networks, each of which judges the phrases that the other one learned from.
/// </summary>
internal sealed class PhrasePrior
{
    private const int Steps = 1500;    // this and the next four [ours]
    private const int Pairs = 256;     // a step
    private const int Width = 64;
    private const double Rate = 1e-3;
    private const double Most = 4;     // logits

    private readonly Tensor logits;    // [P]
    private readonly double usual;     // logit of a pair to fit, whatever its words

    private PhrasePrior(Tensor logits, double usual, double loss, double plain)
    {
        (this.logits, this.usual) = (logits, usual);
        (Loss, PlainLoss) = (loss, plain);
    }

    /// <summary>Mean cross-entropy of the words' say, over pairs that it did not learn from.</summary>
    public double Loss { get; }

    /// <summary>The same of a say that is the same for all.</summary>
    public double PlainLoss { get; }

    /// <summary>Learns it.</summary>
    /// <param name="samples">Pairs; those that judge presence count.</param>
    /// <param name="phrases">Features of their phrases.</param>
    /// <param name="seed">Seed of everything that is drawn.</param>
    /// <param name="device">Where to compute.</param>
    public static PhrasePrior Learn(ChoiceSamples samples, PhraseBank phrases, int seed, Device device)
    {
        using var scope = NewDisposeScope();
        manual_seed(seed); // the same whenever it is learned: a run that goes on must have what it began with
        var judged = samples.Judged(phrases);
        var random = new Random(seed);
        var half = Enumerable.Range(0, phrases.Count).Select(_ => random.Next(2)).ToArray();
        var fit = judged.Count(pair => pair.Fits);
        var usual = Math.Log((fit + 1.0) / (judged.Count - fit + 1.0));
        var all = Enumerable.Repeat((float)usual, phrases.Count).ToArray();
        for (var part = 0; part < 2; part++)
        {
            using var inner = NewDisposeScope();
            var taught = judged.Where(pair => half[pair.Phrase] == part).ToArray();
            if (taught.Length == 0)
            {
                continue;
            }

            using var network = Sequential(Linear(4L * phrases.Channels, Width), GELU(), Dropout(0.3), Linear(Width, 1));
            network.to(device);
            Fit(network, taught, phrases, random, device);
            using var frozen = no_grad();
            network.eval();
            foreach (var chunk in Enumerable.Range(0, phrases.Count).Where(phrase => half[phrase] != part).Chunk(2048))
            {
                using var step = NewDisposeScope();
                var said = network.call(Words(phrases, chunk, device)).squeeze(1).clamp(usual - Most, usual + Most).cpu().data<float>().ToArray();
                foreach (var (index, phrase) in chunk.Index())
                {
                    all[phrase] = said[index];
                }
            }
        }

        return new PhrasePrior(
            tensor(all).DetachFromDisposeScope(), usual,
            judged.Select(pair => Entropy(all[pair.Phrase], pair.Fits)).DefaultIfEmpty().Average(), judged.Select(pair => Entropy(usual, pair.Fits)).DefaultIfEmpty().Average());
    }

    /// <summary>What presence gains: 0 where the words say what is usual.</summary>
    /// <param name="phrases">[B] numbers.</param>
    /// <param name="device">Where the answer goes.</param>
    /// <returns>[B] logits.</returns>
    public Tensor Presence(Tensor phrases, Device device) => (logits.index_select(0, phrases) - usual).to(device);

    /// <summary>What each candidate's membership gains.</summary>
    /// <param name="phrases">[B] numbers.</param>
    /// <param name="device">Where the answer goes.</param>
    /// <returns>[B, 1] logits.</returns>
    public Tensor Member(Tensor phrases, Device device) =>
        (functional.logsigmoid(logits.index_select(0, phrases)) - Math.Log(1 / (1 + Math.Exp(-usual)))).unsqueeze(1).to(device);

    private static void Fit(Module<Tensor, Tensor> network, (int Phrase, bool Fits)[] pairs, PhraseBank phrases, Random random, Device device)
    {
        using var optimiser = new AdamW(network.named_parameters());
        network.train();
        for (var step = 0; step < Steps; step++)
        {
            using var scope = NewDisposeScope();
            var drawn = Enumerable.Range(0, Pairs).Select(_ => pairs[random.Next(pairs.Length)]).ToList();
            var said = network.call(Words(phrases, [.. drawn.Select(pair => pair.Phrase)], device)).squeeze(1);
            var loss = functional.binary_cross_entropy_with_logits(said, tensor([.. drawn.Select(pair => pair.Fits ? 1f : 0f)], device: device));
            loss.backward();
            optimiser.Step(TrainingRun.Rate(step, Steps, Rate));
        }

        optimiser.UseAverages();
    }

    // Sentence, noun, the words' mean and their greatest: [B, 4 D].
    private static Tensor Words(PhraseBank phrases, int[] numbers, Device device)
    {
        var language = phrases.Batch(tensor([.. numbers.Select(number => (long)number)]), device);
        var words = language.Words * LanguageScaling.Words;
        var mask = language.WordMask.unsqueeze(2);
        return cat(
            [
                language.Sentence * LanguageScaling.Sentence, language.NounPhrase * LanguageScaling.Words,
                (words * mask).sum(1) / mask.sum(1), (words + ((mask - 1) * 1e4)).amax([1]),
            ], 1) / 2;
    }

    private static double Entropy(double logit, bool fits) => Math.Log(1 + Math.Exp(fits ? -logit : logit));
}
