using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>What a language encoder gives for N phrases: three scales of each, padded to the longest.</summary>
/// <param name="Words">[N, L, D]: word scale, a state for each word.</param>
/// <param name="WordMask">[N, L]: 1 for a word, 0 for padding.</param>
/// <param name="Neighbours">[N, M, D]: phrase scale, means over neighbouring words.</param>
/// <param name="NeighbourMask">[N, M]: 1 for a window, 0 for padding.</param>
/// <param name="Sentence">[N, D]: sentence scale.</param>
/// <param name="NounPhrase">[N, D]: the first noun phrase, what the phrase calls its object.</param>
internal sealed record LanguageFeatures(
    Tensor Words, Tensor WordMask, Tensor Neighbours, Tensor NeighbourMask, Tensor Sentence, Tensor NounPhrase)
{
    /// <summary>
    /// The N phrases and then their N bare nouns ("dog" for "the black dog on the left"), each noun read as a phrase of its own: 2 N
    /// rows, so that both are asked in one go. Null in training.
    /// </summary>
    public LanguageFeatures? WithNouns { get; init; }

    /// <summary>[N]: 1 where the noun means more than one ("two dogs", "the people"), else 0. Null in training.</summary>
    public Tensor? Several { get; init; }

    /// <summary>All tensors.</summary>
    public IEnumerable<Tensor> Tensors =>
        [Words, WordMask, Neighbours, NeighbourMask, Sentence, NounPhrase, .. WithNouns?.Tensors ?? [], .. Several is null ? [] : new[] { Several }];

    /// <summary>Number of phrases.</summary>
    public long Count => Words.shape[0];

    /// <summary>Applies a function to every tensor.</summary>
    public LanguageFeatures Map(Func<Tensor, Tensor> function) =>
        new(function(Words), function(WordMask), function(Neighbours), function(NeighbourMask), function(Sentence), function(NounPhrase))
        {
            WithNouns = WithNouns?.Map(function),
            Several = Several is null ? null : function(Several),
        };

    /// <summary>What an encoder gives that read the nouns behind the phrases: the first half, together with all.</summary>
    /// <param name="several">Which phrases name several; as many as there are phrases.</param>
    public LanguageFeatures Halved(IReadOnlyList<bool> several) => Map(values => values.narrow(0, 0, several.Count)) with
    {
        WithNouns = this,
        Several = tensor([.. several.Select(more => more ? 1f : 0f)], device: Words.device),
    };
}
