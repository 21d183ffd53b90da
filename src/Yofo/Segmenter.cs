using Yofo.Engine;
using Yofo.Inference;
using Yofo.Modeling;
using Yofo.Video;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo;

/// <summary>The face of the library: loads a model once and starts a session for each video.</summary>
public sealed class Segmenter : IDisposable
{
    private readonly YofoNetwork network;
    private readonly Device device;
    private readonly int threads;

    private Segmenter(YofoNetwork network, Device device, int threads)
    {
        this.network = network;
        this.device = device;
        this.threads = threads;
    }

    /// <summary>Name of the model for summaries, such as <c>compact</c>.</summary>
    public string Model => network.Options.Name;

    /// <summary>Loads the network and its weights.</summary>
    /// <param name="options">Which weights, where to compute.</param>
    /// <exception cref="YofoException">Weights missing, damaged or of another configuration; device not available; precision not known.</exception>
    public static Segmenter Load(SegmenterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var device = Compute.Use(options.Device, options.Threads);
        var folder = options.ModelFolder is { } path ? new ModelFolder(path) : ModelFolder.Find();
        TorchLoader.KeepMemory();
        return new Segmenter(folder.Load(options.Weights ?? folder.DefaultWeights, device, options.Precision), device, options.Threads);
    }

    /// <summary>
    /// Segments a whole video as <c>yofo segment</c> does: several frames at once, the network sees every few, and masks are carried
    /// to those between by motion, and a frame in which a phrase seems absent is held back until two more are seen. Where frames come
    /// one at a time (a camera), use <see cref="Start(IReadOnlyList{string})"/> instead.
    /// </summary>
    /// <param name="frames">The frames in order; read as they are needed, at most a few ahead.</param>
    /// <param name="phrases">One to 254 phrases; the k-th is number k in every mask.</param>
    /// <param name="keyframes">The network sees every so many frames, 1 (all) to 30; default 5 [ours].</param>
    /// <returns>One answer a frame, in order. Its pixels are only valid until the next is asked for: the buffer is used again.</returns>
    /// <exception cref="YofoException">A phrase is empty or too long, or there are too many.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="keyframes"/> is below 1 or above 30.</exception>
    public IEnumerable<FrameMask> Run(IEnumerable<Frame> frames, IReadOnlyList<string> phrases, int keyframes = KeyframePlan.DefaultEvery)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentOutOfRangeException.ThrowIfLessThan(keyframes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keyframes, KeyframePlan.MostEvery);
        return Run(Start(phrases), frames, keyframes);
    }

    /// <summary>Starts a session: one video, a fixed list of phrases.</summary>
    /// <param name="phrases">One to 254 phrases; the k-th is number k in every mask.</param>
    /// <exception cref="YofoException">A phrase is empty or too long, or there are too many.</exception>
    public VideoSession Start(IReadOnlyList<string> phrases)
    {
        ArgumentNullException.ThrowIfNull(phrases);
        return Start(phrases, new SessionOptions());
    }

    /// <summary>A network that is built already, on the CPU; the segmenter takes care of it.</summary>
    internal static Segmenter Of(YofoNetwork network, int threads)
    {
        var device = Compute.Use("cpu", threads);
        TorchLoader.KeepMemory();
        return new Segmenter(network, device, threads);
    }

    /// <summary>Starts a session that sees frames in another size.</summary>
    internal VideoSession Start(IReadOnlyList<string> phrases, SessionOptions options) => new(network, device, phrases, options);

    /// <inheritdoc/>
    public void Dispose() => network.Dispose();

    private IEnumerable<FrameMask> Run(VideoSession session, IEnumerable<Frame> frames, int keyframes)
    {
        using (session)
        {
            using var pipeline = new FramePipeline(session, Compute.ShareThreads(threads), keyframes);
            foreach (var (_, mask) in pipeline.Run(frames))
            {
                yield return mask;
            }
        }
    }
}
