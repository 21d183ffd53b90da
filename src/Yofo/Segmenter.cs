using Yofo.Engine;
using Yofo.Inference;
using Yofo.Modeling;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo;

/// <summary>The face of the library: loads a model once and starts a session for each video.</summary>
public sealed class Segmenter : IDisposable
{
    private readonly YofoNetwork network;
    private readonly Device device;

    private Segmenter(YofoNetwork network, Device device)
    {
        this.network = network;
        this.device = device;
    }

    /// <summary>Name of the model for summaries, such as <c>compact</c>.</summary>
    public string Model => network.Options.Name;

    /// <summary>Loads the network and its weights.</summary>
    /// <param name="options">Which weights, where to compute.</param>
    /// <exception cref="YofoException">Weights missing, damaged or of another configuration; device not available.</exception>
    public static Segmenter Load(SegmenterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var device = Compute.Use(options.Device, options.Threads);
        var folder = options.ModelFolder is { } path ? new ModelFolder(path) : ModelFolder.Find();
        return new Segmenter(folder.Load(options.Weights ?? folder.DefaultWeights, device), device);
    }

    /// <summary>Starts a session: one video, a fixed list of phrases.</summary>
    /// <param name="phrases">One to 254 phrases; the k-th is number k in every mask.</param>
    /// <exception cref="YofoException">A phrase is empty or too long, or there are too many.</exception>
    public VideoSession Start(IReadOnlyList<string> phrases)
    {
        ArgumentNullException.ThrowIfNull(phrases);
        return new VideoSession(network, device, phrases, new SessionOptions());
    }

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();
}
