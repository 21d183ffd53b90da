using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Modeling.Language;

/// <summary>Names in the language encoder's space: a bridge from a detector's classes to the words of a phrase (N names, D = 384).</summary>
/// <param name="names">The N names.</param>
/// <param name="tokens">[N, D], unit length: the mean state of a name's own tokens. Compare it with a noun phrase.</param>
/// <param name="sentence">[N, D], unit length: the vector of the whole sentence around it. Compare it with a sentence.</param>
internal sealed class ClassNames(IReadOnlyList<string> names, Tensor tokens, Tensor sentence) : IDisposable
{
    /// <summary>The eleven basic colour words of English (Berlin and Kay 1969).</summary>
    public static IReadOnlyList<string> ColourWords { get; } =
        ["black", "white", "gray", "red", "orange", "yellow", "green", "blue", "purple", "pink", "brown"];

    /// <summary>The N names.</summary>
    public IReadOnlyList<string> Names { get; } = names;

    /// <summary>[N, D], unit length: the mean state of a name's own tokens.</summary>
    public Tensor Tokens { get; private set; } = tokens.DetachFromDisposeScope();

    /// <summary>[N, D], unit length: the vector of the whole sentence around the name.</summary>
    public Tensor Sentence { get; private set; } = sentence.DetachFromDisposeScope();

    /// <summary>Reads the 80 COCO names, encoded as "a {name}", from <c>minilm-coco80.safetensors</c> in a folder (<c>models/base</c>).</summary>
    /// <exception cref="YofoException">The file is missing, damaged or another one.</exception>
    public static ClassNames LoadCoco(string folder)
    {
        var path = Path.Combine(folder, "minilm-coco80.safetensors");
        var file = Safetensors.Open(path);
        return file.Metadata.TryGetValue("coco.names", out var names)
            ? new ClassNames(names.Split(','), file.ReadFloat("coco.tokens"), file.ReadFloat("coco.sentence"))
            : throw new YofoException($"'{path}' names no classes (no coco.names in its header): use the file as it was published.");
    }

    /// <summary>Encodes names inside a sentence, each as "{before} {name} {after}".</summary>
    /// <param name="encoder">The language encoder; the result stays on its device.</param>
    /// <param name="names">The names.</param>
    /// <param name="before">Words before a name. Default "a", also before a vowel, as the COCO names were encoded.</param>
    /// <param name="after">Words after a name. Default none.</param>
    public static ClassNames Encode(MiniLm encoder, IReadOnlyList<string> names, string before = "a", string after = "")
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var states = encoder.Encode([.. names.Select(name => $"{before} {name} {after}")]);
        var tokens = names.Select((name, index) =>
            states[index].narrow(0, 1 + Pieces(before), Pieces(name)).mean([0])); // a piece more for [CLS]
        return new ClassNames(names, Unit(tokens), Unit(states.Select(state => state.mean([0]))));

        int Pieces(string text) => encoder.Tokenizer.Tokenize(text).Ids.Length - 2;
    }

    /// <summary>The eleven colour words, each as "the {colour} thing".</summary>
    public static ClassNames Colours(MiniLm encoder) => Encode(encoder, ColourWords, "the", "thing");

    /// <summary>Moves the vectors to a device; returns itself.</summary>
    public ClassNames To(Device device)
    {
        (Tokens, Sentence) = (Affine.Moved(Tokens, device), Affine.Moved(Sentence, device));
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Tokens.Dispose();
        Sentence.Dispose();
    }

    private static Tensor Unit(IEnumerable<Tensor> rows) => nn.functional.normalize(stack(rows), dim: 1); // [N, D]
}
