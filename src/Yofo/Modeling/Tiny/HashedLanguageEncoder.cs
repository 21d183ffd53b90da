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
    public override Tensor Names(IReadOnlyList<string> names, string after = "")
    {
        var rows = stack([.. names.Select(name => Words(name).mean([0]))]);
        return rows / rows.norm(1, keepdim: true);
    }

    /// <inheritdoc/>
    public override LanguageFeatures forward(IReadOnlyList<string> phrases)
    {
        var words = phrases.Select(Words).ToList();
        var longest = words.Max(states => states.shape[0]);
        var padded = stack([.. words.Select(states => nn.functional.pad(states, [0, 0, 0, longest - states.shape[0]]))]);
        var mask = stack([.. words.Select(states => nn.functional.pad(ones(states.shape[0]), [0, longest - states.shape[0]]))]);
        var mean = stack([.. words.Select(states => states.mean([0]))]);
        return new LanguageFeatures(padded, mask, padded, mask, mean / mean.norm(1, keepdim: true), mean);
    }

    private static Tensor Words(string phrase)
    {
        var words = phrase.ToLowerInvariant().Split([' ', ',', '.'], StringSplitOptions.RemoveEmptyEntries);
        return stack([.. (words.Length == 0 ? [""] : words).Select(Vector)]);
    }

    // string.GetHashCode differs from run to run; FNV-1a does not.
    private static Tensor Vector(string word)
    {
        var hash = word.Aggregate(2166136261u, (state, letter) => unchecked((state ^ letter) * 16777619u));
        var random = new Random((int)(hash & 0x7fffffff));
        return tensor(Enumerable.Range(0, Width).Select(_ => (float)((random.NextDouble() * 1.46) - 0.73)).ToArray()); // rms 0.42, as MiniLM's
    }
}
