using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>The language encoder of Figure 2: phrases in, their three scales out.</summary>
/// <param name="name">Name of the module.</param>
internal abstract class LanguageEncoder(string name) : nn.Module<IReadOnlyList<string>, LanguageFeatures>(name)
{
    /// <summary>Length D of every state.</summary>
    public abstract int Channels { get; }

    /// <summary>The L words of a phrase as the encoder reads them, in the order of <see cref="LanguageFeatures.Words"/>.</summary>
    public abstract IReadOnlyList<string> WordsOf(string phrase);

    /// <summary>Unit vectors of names, in the space of the words: [count, D].</summary>
    /// <param name="names">The names.</param>
    /// <param name="after">A word that stands after each name while it is read, such as "thing" after a colour; or nothing.</param>
    public abstract Tensor Names(IReadOnlyList<string> names, string after = "");
}
