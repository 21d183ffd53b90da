using System.Text.Json;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Modeling.Vision;

/// <summary>
/// The 1000 classes of ImageNet in the order of <see cref="EfficientLite"/>'s scores, and where each lies among the language
/// encoder's sentences: a bridge from a picture to the words of a phrase.
/// </summary>
internal sealed class ImageNetNames : IDisposable
{
    /// <summary>The file in <c>models/base</c>.</summary>
    public const string FileName = "imagenet-names.safetensors";

    private ImageNetNames(IReadOnlyList<string> names, Tensor sentence) => (Names, Sentence) = (names, sentence.DetachFromDisposeScope());

    /// <summary>The names: "tench", "goldfish", "great white shark" and so on. Two occur twice (missile, sunglasses), as in ImageNet.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>[1000, 384], unit length: the sentence vector of "a {name}", always "a", also before a vowel.</summary>
    public Tensor Sentence { get; private set; }

    /// <summary>Reads them from a folder (<c>models/base</c>).</summary>
    /// <exception cref="YofoException">The file is missing, damaged or another one.</exception>
    public static ImageNetNames Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        var file = Safetensors.Open(path);
        var names = ReadNames(file);
        if (names.Length != EfficientLite.ClassCount || !file.Contains("sentence") || file.Shape("sentence") is not [EfficientLite.ClassCount, _])
        {
            throw new YofoException($"'{path}' does not hold the {EfficientLite.ClassCount} classes of ImageNet: use the file as it was published.");
        }

        using var scope = NewDisposeScope();
        return new ImageNetNames(names, nn.functional.normalize(file.ReadFloat("sentence"), dim: 1)); // fp16 in the file: unit but for its rounding
    }

    /// <summary>Moves the vectors to a device; returns itself.</summary>
    public ImageNetNames To(Device device)
    {
        using var scope = NewDisposeScope();
        var old = Sentence;
        Sentence = old.to(device).DetachFromDisposeScope();
        if (!ReferenceEquals(old, Sentence))
        {
            old.Dispose();
        }

        return this;
    }

    /// <inheritdoc/>
    public void Dispose() => Sentence.Dispose();

    private static string[] ReadNames(Safetensors file)
    {
        try
        {
            return file.Metadata.TryGetValue("classes", out var json) ? JsonSerializer.Deserialize<string[]>(json) ?? [] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
