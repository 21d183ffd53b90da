using Yofo.Modeling.Language;
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
    /// The N phrases and what is asked beside them (<see cref="PhraseQuestions.Texts"/>), each read as a phrase of its own, so that all
    /// are asked in one go. Null in training.
    /// </summary>
    public LanguageFeatures? Asked { get; init; }

    /// <summary>What is asked beside the phrases; null in training.</summary>
    public PhraseQuestions? Questions { get; init; }

    /// <summary>All tensors.</summary>
    public IEnumerable<Tensor> Tensors =>
        [Words, WordMask, Neighbours, NeighbourMask, Sentence, NounPhrase, .. Asked?.Tensors ?? []];

    /// <summary>Number of phrases.</summary>
    public long Count => Words.shape[0];

    /// <summary>Applies a function to every tensor.</summary>
    public LanguageFeatures Map(Func<Tensor, Tensor> function) =>
        new(function(Words), function(WordMask), function(Neighbours), function(NeighbourMask), function(Sentence), function(NounPhrase))
        {
            Asked = Asked?.Map(function),
            Questions = Questions,
        };

    /// <summary>Some of the phrases, without what is asked beside them, in the order given.</summary>
    /// <param name="phrases">Their indices, long, [M].</param>
    public LanguageFeatures Rows(Tensor phrases) => (this with { Asked = null, Questions = null }).Map(values => values.index_select(0, phrases));

    /// <summary>What an encoder gives that read the questions behind the phrases: the first rows, together with all.</summary>
    /// <param name="questions">What was read behind the phrases.</param>
    public LanguageFeatures With(PhraseQuestions questions) => Map(values => values.narrow(0, 0, questions.Several.Count)) with
    {
        Asked = this,
        Questions = questions,
    };
}
