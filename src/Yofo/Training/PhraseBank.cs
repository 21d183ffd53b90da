using System.Text.Json;
using Yofo.Modeling;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>The features of all training phrases in memory, in half precision: the language encoder sees each phrase once.</summary>
internal sealed class PhraseBank
{
    /// <summary>Words beyond this many are cut off here, in training only; a longer phrase is rare (mean 4) [ours].</summary>
    public const int MostWords = 12;

    private const int Chunk = 2048;

    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly Tensor words;      // [P, L, D]
    private readonly Tensor lengths;    // [P]
    private readonly Tensor sentences;  // [P, D]
    private readonly Tensor nouns;      // [P, D]

    private PhraseBank(IReadOnlyList<string> phrases, Tensor words, Tensor lengths, Tensor sentences, Tensor nouns)
    {
        for (var index = 0; index < phrases.Count; index++)
        {
            numbers[phrases[index]] = index;
        }

        (this.words, this.lengths, this.sentences, this.nouns) = (words, lengths, sentences, nouns);
    }

    /// <summary>Encodes phrases, equal ones once.</summary>
    /// <param name="encoder">The language encoder.</param>
    /// <param name="phrases">The phrases.</param>
    /// <param name="file">Where the features are kept, or null; phrases that are there already are not encoded again.</param>
    public static PhraseBank Encode(LanguageEncoder encoder, IEnumerable<string> phrases, string? file = null)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var wanted = phrases.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var known = file is not null && File.Exists(file) ? Open(file, encoder) : null;
        var missing = known is null ? wanted : [.. wanted.Where(phrase => !known.numbers.ContainsKey(phrase))];
        var bank = missing.Count == 0 ? known! : Join(known, EncodeAll(encoder, missing));
        if (file is not null && missing.Count > 0)
        {
            bank.Save(file, encoder);
        }

        return bank;
    }

    /// <summary>Number of phrases.</summary>
    public int Count => numbers.Count;

    /// <summary>D, channels of a state.</summary>
    public long Channels => sentences.shape[1];

    /// <summary>Words of a phrase, as far as they are kept.</summary>
    public int Length(int phrase) => (int)lengths[phrase].item<float>();

    private IEnumerable<string> InOrder => numbers.OrderBy(pair => pair.Value).Select(pair => pair.Key);

    /// <summary>Number of a phrase.</summary>
    public int Number(string phrase) => numbers[phrase];

    /// <summary>Features of a batch of phrases.</summary>
    /// <param name="phrases">[B] numbers, in main memory.</param>
    /// <param name="device">Where the features go.</param>
    public LanguageFeatures Batch(Tensor phrases, Device device)
    {
        var counts = lengths.index_select(0, phrases);                                                        // [B]
        var longest = (long)counts.max().item<float>();
        var states = words.index_select(0, phrases).narrow(1, 0, longest).to_type(ScalarType.Float32);       // [B, L, D]
        var mask = Mask(counts, longest);
        var (windows, windowMask) = Windows(states, counts, longest);
        return new LanguageFeatures(
            states, mask, windows, windowMask,
            sentences.index_select(0, phrases).to_type(ScalarType.Float32), nouns.index_select(0, phrases).to_type(ScalarType.Float32))
            .Map(values => values.to(device));
    }

    // Means of every 2 and every 3 neighbouring words; a lone word is its own window.
    private static (Tensor Windows, Tensor Mask) Windows(Tensor states, Tensor counts, long longest)
    {
        if (longest == 1)
        {
            return (states, Mask(counts, 1));
        }

        var pairs = (states.narrow(1, 0, longest - 1) + states.narrow(1, 1, longest - 1)) / 2;
        var pairCount = counts - 1;
        var lone = counts.le(1).to_type(ScalarType.Float32);
        var first = cat([states.narrow(1, 0, 1), zeros_like(pairs.narrow(1, 0, longest - 2))], 1);
        pairs = where(lone.reshape(-1, 1, 1).gt(0.5), first, pairs);
        var parts = new List<Tensor> { pairs };
        var masks = new List<Tensor> { Mask(pairCount + lone, longest - 1) };
        if (longest > 2)
        {
            parts.Add((states.narrow(1, 0, longest - 2) + states.narrow(1, 1, longest - 2) + states.narrow(1, 2, longest - 2)) / 3);
            masks.Add(Mask(counts - 2, longest - 2));
        }

        return (cat(parts, 1), cat(masks, 1));
    }

    private static PhraseBank EncodeAll(LanguageEncoder encoder, List<string> phrases)
    {
        var bank = new PhraseBank(
            phrases,
            Keep(zeros([phrases.Count, MostWords, encoder.Channels], ScalarType.Float16)), Keep(zeros([phrases.Count], ScalarType.Float32)),
            Keep(zeros([phrases.Count, encoder.Channels], ScalarType.Float16)), Keep(zeros([phrases.Count, encoder.Channels], ScalarType.Float16)));
        foreach (var part in phrases.Chunk(Chunk).Select((chunk, number) => (Phrases: chunk, Start: number * Chunk)))
        {
            using var step = NewDisposeScope();
            bank.Fill(encoder.call(part.Phrases), part.Start, part.Phrases.Length);
        }

        return bank;
    }

    // Both are of no use afterwards.
    private static PhraseBank Join(PhraseBank? first, PhraseBank second) => first is null
        ? second
        : new PhraseBank(
            [.. first.InOrder, .. second.InOrder],
            Join(first.words, second.words), Join(first.lengths, second.lengths), Join(first.sentences, second.sentences), Join(first.nouns, second.nouns));

    private static Tensor Join(Tensor first, Tensor second)
    {
        using (first)
        using (second)
        {
            return Keep(cat([first, second], 0));
        }
    }

    private static PhraseBank? Open(string file, LanguageEncoder encoder)
    {
        var kept = Safetensors.Open(file);
        return kept.Metadata.GetValueOrDefault("encoder") == Origin(encoder) && kept.Metadata.TryGetValue("phrases", out var phrases)
            ? new PhraseBank(
                JsonSerializer.Deserialize<string[]>(phrases)!, Keep(kept.Read("words")), Keep(kept.Read("lengths")), Keep(kept.Read("sentences")), Keep(kept.Read("nouns")))
            : null;
    }

    private static string Origin(LanguageEncoder encoder) => $"{encoder.GetName()}, {MostWords} words";

    private static Tensor Keep(Tensor tensor) => tensor.DetachFromDisposeScope();

    private void Save(string file, LanguageEncoder encoder)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        Safetensors.Write(
            file,
            new Dictionary<string, Tensor> { ["words"] = words, ["lengths"] = lengths, ["sentences"] = sentences, ["nouns"] = nouns },
            new Dictionary<string, string> { ["encoder"] = Origin(encoder), ["phrases"] = JsonSerializer.Serialize(InOrder) });
    }

    private void Fill(LanguageFeatures features, int start, int count)
    {
        var length = Math.Min(MostWords, features.Words.shape[1]);
        words.narrow(0, start, count).narrow(1, 0, length).copy_(features.Words.narrow(1, 0, length));
        lengths.narrow(0, start, count).copy_(features.WordMask.sum(1).clamp_max(MostWords));
        sentences.narrow(0, start, count).copy_(features.Sentence);
        nouns.narrow(0, start, count).copy_(features.NounPhrase);
    }

    private static Tensor Mask(Tensor counts, long length) =>
        arange(length, dtype: ScalarType.Float32).unsqueeze(0).lt(counts.unsqueeze(1)).to_type(ScalarType.Float32);
}
