using System.Text.Json;
using TorchSharp;
using Yofo.Engine;
using Yofo.Modeling;
using Yofo.Modeling.Language;
using Yofo.Modeling.Resnet;
using Yofo.Modeling.Tiny;
using Yofo.Modeling.Vision;
using static TorchSharp.torch;

namespace Yofo.Weights;

/// <summary>
/// The files of a model: the frozen base weights (<c>base/</c>, never rewritten) and the trained ones, a safetensors file that
/// carries the options it was made with.
/// </summary>
/// <param name="path">The folder.</param>
internal sealed class ModelFolder(string path)
{
    private const string OptionsKey = "yofo.network";

    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The folder's path.</summary>
    public string Path { get; } = path;

    /// <summary>The frozen base weights.</summary>
    public string BaseFolder => System.IO.Path.Combine(Path, "base");

    /// <summary>The trained weights that are used unless others are named.</summary>
    public string DefaultWeights => System.IO.Path.Combine(Path, "compact.safetensors");

    /// <summary>The nearest folder <c>models</c> with base weights, beside the program or above it; null where there is none.</summary>
    public static ModelFolder? TryFind()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = System.IO.Path.Combine(folder.FullName, "models");
            if (Directory.Exists(System.IO.Path.Combine(candidate, "base")))
            {
                return new ModelFolder(candidate);
            }
        }

        return null;
    }

    /// <summary>As <see cref="TryFind"/>.</summary>
    /// <exception cref="YofoException">There is none.</exception>
    public static ModelFolder Find() => TryFind()
        ?? throw new YofoException($"No folder 'models' with base weights above '{AppContext.BaseDirectory}'. Clone the repository again.");

    /// <summary>Builds a network with fresh weights over the base weights.</summary>
    /// <exception cref="YofoException">An encoder is not known, or its base weights are missing.</exception>
    public YofoNetwork Build(NetworkOptions options)
    {
        var checking = Task.Run(() => OneDnn.IsWrong); // before any of its layers convolves or learns
        var seeing = Task.Run(() => BuildImageEncoder(options)); // meanwhile the language encoder reads names
        LanguageEncoder language = options.LanguageEncoder switch
        {
            "minilm" => new MiniLmLanguageEncoder(BaseFolder),
            "hashed" => new HashedLanguageEncoder(),
            _ => throw new YofoException($"Language encoder '{options.LanguageEncoder}' is not known. Use 'minilm' or 'hashed'."),
        };
        using var frozen = no_grad();
        var colours = language.Names(ColourNames.All, "thing").DetachFromDisposeScope();
        var image = seeing.GetAwaiter().GetResult();
        var names = new NameSpace(language.Names(image.ClassNames).DetachFromDisposeScope(), colours);
        checking.GetAwaiter().GetResult();
        return new YofoNetwork(options, image, language, names);
    }

    private ImageEncoder BuildImageEncoder(NetworkOptions options) => options.ImageEncoder switch
    {
        "compact" => new CompactImageEncoder(BaseFolder, options.Crops),
        "resnet50" => new ResNetImageEncoder(BaseFolder),
        "tiny" => new TinyImageEncoder(options.Crops),
        var name => throw new YofoException($"Image encoder '{name}' is not known. Use 'compact', 'resnet50' or 'tiny'."),
    };

    /// <summary>Builds a network from a file of trained weights.</summary>
    /// <param name="weights">The file.</param>
    /// <param name="device">Where the network will compute.</param>
    /// <param name="precision">In what, by its name (<see cref="Precision.Choose"/>); fp32 unless said: what is measured or trained should not depend on the machine.</param>
    /// <exception cref="YofoException">The file is missing, damaged, or not made by this program; the precision is not known.</exception>
    public YofoNetwork Load(string weights, Device device, string precision = "fp32")
    {
        var type = Precision.Choose(precision, device);
        var file = Safetensors.Open(weights);
        var network = Build(OptionsOf(file, weights));
        Fill(network, file, weights);
        network.ImageEncoder.Tune(file);
        network.eval();
        network.to(device);
        network.ComputeIn(type);
        return network;
    }

    /// <summary>Writes a network's trained weights, in half precision, with its options; whole or not at all.</summary>
    public static void Save(YofoNetwork network, string weights, IReadOnlyDictionary<string, string> metadata)
    {
        using var scope = NewDisposeScope();
        var trained = network.named_parameters().Select(pair => KeyValuePair.Create(pair.name, (Tensor)pair.parameter)).Concat(network.ImageEncoder.Tuned);
        Write(weights, trained.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.detach().to_type(ScalarType.Float16))), network.Options, metadata);
    }

    /// <summary>Writes trained weights with the options of their network; whole or not at all.</summary>
    public static void Write(string weights, IEnumerable<KeyValuePair<string, Tensor>> tensors, NetworkOptions options, IReadOnlyDictionary<string, string> metadata) =>
        Safetensors.Write(weights, tensors, new Dictionary<string, string>(metadata) { [OptionsKey] = JsonSerializer.Serialize(options, Format) }, durable: true);

    /// <summary>Copies a file's weights into a network; every parameter must be there with its shape.</summary>
    /// <param name="network">The network.</param>
    /// <param name="file">The weights.</param>
    /// <param name="weights">The file's name, for errors.</param>
    /// <param name="mayLack">What the names of those begin with that keep what they have where the file holds none of them; null: none may.</param>
    /// <exception cref="YofoException">One is missing, or of another shape.</exception>
    public static void Fill(nn.Module network, Safetensors file, string weights, string? mayLack = null)
    {
        var lacks = mayLack is not null && !file.Names.Any(name => name.StartsWith(mayLack, StringComparison.Ordinal));
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        foreach (var (name, parameter) in network.named_parameters().Where(pair => !lacks || !pair.name.StartsWith(mayLack!, StringComparison.Ordinal)))
        {
            if (!file.Contains(name) || !file.Shape(name).SequenceEqual(parameter.shape))
            {
                throw new YofoException($"'{weights}' does not fit the network: '{name}' should be [{string.Join(", ", parameter.shape)}]. Use weights that were trained with this configuration and version.");
            }

            parameter.copy_(file.ReadFloat(name));
        }
    }

    /// <summary>The options that a file of trained weights carries.</summary>
    /// <exception cref="YofoException">It carries none, or some that this version does not know.</exception>
    public static NetworkOptions OptionsOf(Safetensors file, string weights)
    {
        if (!file.Metadata.TryGetValue(OptionsKey, out var json))
        {
            throw new YofoException($"'{weights}' holds no Yofo network (no '{OptionsKey}' in its header). Use a file written by 'yofo train'.");
        }

        try
        {
            return JsonSerializer.Deserialize<NetworkOptions>(json, Format) ?? new NetworkOptions();
        }
        catch (JsonException error)
        {
            throw new YofoException($"'{weights}' was made with options that this version does not know: {error.Message.Split(" Path:")[0].TrimEnd('.')}. Use the version that trained it.", error);
        }
    }
}
