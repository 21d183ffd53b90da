using Yofo.Modeling.Language;
using static TorchSharp.torch;

namespace Yofo.Modeling.Tiny;

/// <summary>
/// The language encoder of the tiny configuration: every word has a fixed random vector, drawn from a hash of its letters. Equal
/// words are equal, nothing else is known of them; it needs no base weights.
/// </summary>
internal sealed class HashedLanguageEncoder : LanguageEncoder
{
    private const int Width = 48;

    /// <summary>Creates the encoder.</summary>
    public HashedLanguageEncoder()
        : base(nameof(HashedLanguageEncoder)) => RegisterComponents();

    /// <inheritdoc/>
    public override int Channels => Width;

    /// <inheritdoc/>
    public override IReadOnlyList<string> WordsOf(string phrase)
    {
        var words = phrase.ToLowerInvariant().Split([' ', ',', '.'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? [""] : words;
    }

    /// <inheritdoc/>
    public override Tensor Names(IReadOnlyList<string> names, string after = "")
    {
        var rows = stack([.. names.Select(name => Words(name).mean([0]))]);
        return rows / rows.norm(1, keepdim: true);
    }

    /// <inheritdoc/>
    public override LanguageFeatures forward(IReadOnlyList<string> phrases)
    {
        if (training)
        {
            return Read(phrases);
        }

        var questions = PhraseQuestions.Of([.. phrases.Select(WordsOf)]);
        return Read([.. phrases, .. questions.Texts]).With(questions);
    }

    private LanguageFeatures Read(IReadOnlyList<string> phrases)
    {
        var words = phrases.Select(Words).ToList();
        var (states, mask) = Pad(words);
        var (windows, windowMask) = Pad([.. words.Select(Windows)]);
        var mean = stack([.. words.Select(own => own.mean([0]))]);
        return new LanguageFeatures(states, mask, windows, windowMask, mean / mean.norm(1, keepdim: true), mean);
    }

    private static (Tensor Rows, Tensor Mask) Pad(List<Tensor> phrases)
    {
        var longest = phrases.Max(rows => rows.shape[0]);
        return (
            stack([.. phrases.Select(rows => nn.functional.pad(rows, [0, 0, 0, longest - rows.shape[0]]))]),
            stack([.. phrases.Select(rows => nn.functional.pad(ones(rows.shape[0]), [0, longest - rows.shape[0]]))]));
    }

    // Means of every 2 and every 3 neighbouring words; a lone word is its own window.
    private static Tensor Windows(Tensor words)
    {
        var count = (int)words.shape[0];
        return count == 1 ? words : cat([.. Enumerable.Range(2, Math.Min(count, 3) - 1).Select(size => words.unfold(0, size, 1).mean([2]))], 0);
    }

    private Tensor Words(string phrase) => stack([.. WordsOf(phrase).Select(Vector)]);

    // string.GetHashCode differs from run to run; FNV-1a does not.
    private static Tensor Vector(string word)
    {
        var hash = word.Aggregate(2166136261u, (state, letter) => unchecked((state ^ letter) * 16777619u));
        var random = new Random((int)(hash & 0x7fffffff));
        return tensor(Enumerable.Range(0, Width).Select(_ => (float)((random.NextDouble() * 1.46) - 0.73)).ToArray()); // rms 0.42, as MiniLM's
    }
}
