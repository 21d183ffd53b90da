using Yofo.Modeling;
using static TorchSharp.torch;

namespace Yofo.Benchmarks;

/// <summary>States of MiniLM's size for any phrase: seeded noise, one state a word.</summary>
internal sealed class CompactWords : LanguageEncoder
{
    public CompactWords()
        : base(nameof(CompactWords)) => RegisterComponents();

    public override int Channels => 384;

    public override IReadOnlyList<string> WordsOf(string phrase) => phrase.Split(' ');

    public override Tensor Names(IReadOnlyList<string> names, string after = "")
    {
        var rows = randn(names.Count, Channels);
        return rows / rows.norm(1, keepdim: true);
    }

    public override LanguageFeatures forward(IReadOnlyList<string> phrases)
    {
        var (count, words) = (phrases.Count, phrases.Max(phrase => WordsOf(phrase).Count));
        var windows = Math.Max(1, (2 * words) - 3); // of two and of three neighbours
        return new LanguageFeatures(
            randn(count, words, Channels), ones(count, words), randn(count, windows, Channels), ones(count, windows), randn(count, Channels), randn(count, Channels));
    }
}
