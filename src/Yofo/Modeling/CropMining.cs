using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Yofo.Modeling;

/// <summary>
/// Feature mining at the word's scale inside each candidate: every word, and the sentence, looks for itself in the cells of the candidate's own crop, and
/// says how well what it finds there fits; the words' say is weighed by the words [ours]. It knows nothing of where the candidate is or what else the
/// frame holds, for that <see cref="CandidateMining"/> knows; it is a second opinion beside that, learned on its own.
/// </summary>
internal sealed class CropMining : Module
{
    private const int Width = 192;        // this and the next two [ours]
    private const int Heads = 6;
    private const double Dropout = 0.2;

    private readonly int cells;
    private readonly LayerNorm norm_in;
    private readonly Linear embed;
    private readonly LayerNorm norm;
    private readonly Parameter places;
    private readonly Linear key;
    private readonly Linear value;
    private readonly Linear embed_word;
    private readonly Linear embed_sentence;
    private readonly Linear weigh;
    private readonly Linear hidden;
    private readonly Linear output;

    /// <summary>Creates the module.</summary>
    /// <param name="image">Gives the crops' cells and channels.</param>
    /// <param name="language">Gives the length of the states.</param>
    public CropMining(ImageEncoder image, LanguageEncoder language)
        : base(nameof(CropMining))
    {
        var (side, channels) = image.Crops;
        cells = (side * side) + 1; // and their mean
        norm_in = LayerNorm(channels);
        embed = Linear(channels, Width);
        norm = LayerNorm(Width);
        places = Parameter(randn(cells, Width) * 0.1);
        key = Linear(Width, Width);
        value = Linear(Width, Width);
        embed_word = Linear(language.Channels, Width);
        embed_sentence = Linear(language.Channels, Width);
        weigh = Linear(Width, 1);
        hidden = Linear(2 * Width, Width);
        output = Linear(Width, 1);
        RegisterComponents();
    }

    /// <summary>Mines a batch of pairs, each with candidates of its own.</summary>
    /// <param name="crops">[N, K, S, L], or [1, K, S, L] for one frame with N phrases.</param>
    /// <param name="language">N phrases.</param>
    /// <returns>[N, K]: logits, over the candidates of a frame, to be the one that is meant, and of each to be what is meant at all.</returns>
    public Tensor Mine(Tensor crops, LanguageFeatures language)
    {
        var (count, choices) = (language.Count, crops.shape[1]);
        var seen = functional.dropout(norm_in.call(crops), Dropout, training);
        seen = embed.call(seen);                                                                               // [B, K, S, D]
        seen = norm.call(cat([seen, seen.mean([2], keepdim: true)], 2) + places);                              // [B, K, S + 1, D]
        var words = cat([embed_word.call(language.Words * LanguageScaling.Words), embed_sentence.call(language.Sentence * LanguageScaling.Sentence).unsqueeze(1)], 1);
        words = functional.dropout(words, Dropout, training);                                                  // [N, L + 1, D]
        var mask = cat([language.WordMask, ones(count, 1, device: words.device)], 1);                          // [N, L + 1]
        var asked = Split(words.unsqueeze(1));                                                                 // [N, 1, heads, L + 1, d]
        var scores = asked.matmul(Split(key.call(seen)).transpose(-1, -2)) / Math.Sqrt(Width / (double)Heads);
        var found = scores.softmax(-1).matmul(Split(value.call(seen))).transpose(2, 3).reshape(count, choices, -1, Width);
        var told = words.unsqueeze(1);                                                                         // [N, 1, L + 1, D]
        var fits = functional.gelu(hidden.call(cat([found * told, found], 3)));
        var said = output.call(functional.dropout(fits, Dropout, training)).squeeze(3);                        // [N, K, L + 1]
        var weights = (weigh.call(words).squeeze(2) + ((mask - 1) * 1e4)).softmax(1) * mask.sum(1, keepdim: true).sqrt() * 2;
        return (said * weights.unsqueeze(1)).sum(2);
    }

    /// <summary>The same as answers to learn from: presence is what the likeliest candidate has.</summary>
    /// <param name="candidates">[N, K, ...], with their crops.</param>
    /// <param name="language">N phrases.</param>
    public CandidateAnswer Answer(CandidateFeatures candidates, LanguageFeatures language)
    {
        var logits = Mine(candidates.Crops!, language) + ((candidates.Valid - 1) * 1e4);
        return new CandidateAnswer(logits, logits, logits.amax([1]));
    }

    // [..., T, D] to [..., heads, T, d]
    private static Tensor Split(Tensor states) => states.reshape([.. states.shape[..^1], Heads, Width / Heads]).transpose(-2, -3);
}
