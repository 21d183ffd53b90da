using static TorchSharp.torch;

namespace Yofo.Modeling.Language;

/// <summary>
/// A phrase at three scales, as feature mining asks (words, neighbouring words, the whole sentence), and where it names its object.
/// L words, M windows, D = 384. All members are views of <see cref="Rows"/>.
/// </summary>
internal sealed record PhraseFeatures : IDisposable
{
    /// <summary>Rows before the first word: sentence, noun phrase, head noun.</summary>
    internal const int FirstWord = 3;

    /// <summary>Cuts the rows of one phrase.</summary>
    /// <param name="rows">[3 + L + M, D]: sentence, noun phrase, head noun, words, windows. Owned by this record.</param>
    /// <param name="wordTexts">The L words.</param>
    /// <param name="span">Which of them are the first noun phrase.</param>
    public PhraseFeatures(Tensor rows, string[] wordTexts, NounPhrase span)
    {
        Rows = rows;
        WordTexts = wordTexts;
        Span = span;
        Sentence = rows[0];
        NounPhrase = rows[1];
        HeadNoun = rows[2];
        Words = rows.narrow(0, FirstWord, wordTexts.Length);
        Neighbours = rows.narrow(0, FirstWord + wordTexts.Length, rows.shape[0] - FirstWord - wordTexts.Length);
    }

    /// <summary>All of it in one tensor [3 + L + M, D].</summary>
    public Tensor Rows { get; }

    /// <summary>Word scale [L, D]: for each word the mean state of its pieces.</summary>
    public Tensor Words { get; }

    /// <summary>Phrase scale [M, D]: the mean of every 2, then of every 3 neighbouring words (M = 2 L - 3); a lone word itself (M = 1).</summary>
    public Tensor Neighbours { get; }

    /// <summary>Sentence scale [D]: the mean of all tokens, [CLS] and [SEP] too, of unit length.</summary>
    public Tensor Sentence { get; }

    /// <summary>Mean state of the pieces of the first noun phrase [D], not scaled: the class query.</summary>
    public Tensor NounPhrase { get; }

    /// <summary>State of the noun phrase's last word [D].</summary>
    public Tensor HeadNoun { get; }

    /// <summary>The L words as the encoder reads them: lower case, without accents; punctuation characters are words too.</summary>
    public IReadOnlyList<string> WordTexts { get; }

    /// <summary>Which words are the first noun phrase.</summary>
    public NounPhrase Span { get; }

    /// <summary>How many windows a phrase of so many words has.</summary>
    internal static int WindowCount(int words) => words == 1 ? 1 : (2 * words) - 3;

    /// <summary>A copy on a device.</summary>
    public PhraseFeatures To(Device device) => new(Rows.to(device, copy: true), [.. WordTexts], Span);

    /// <summary>Hands the tensors to the scope around the present one; returns itself.</summary>
    public PhraseFeatures MoveToOuterDisposeScope()
    {
        foreach (var tensor in All) tensor.MoveToOuterDisposeScope();
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in All) tensor.Dispose();
    }

    private Tensor[] All => [Rows, Words, Neighbours, Sentence, NounPhrase, HeadNoun];
}
