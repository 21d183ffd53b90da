using Yofo.Inference;

namespace Yofo;

/// <summary>The face of the library: loads a model once and starts a session for each video.</summary>
public sealed class Segmenter : IDisposable
{
    private readonly string model = "compact";

    private Segmenter()
    {
    }

    /// <summary>Loads the network and its weights.</summary>
    /// <exception cref="YofoException">Weights missing, damaged or of another configuration; device not available.</exception>
    public static Segmenter Load(SegmenterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new Segmenter();
    }

    /// <summary>Name of the model for summaries, such as <c>compact</c>.</summary>
    public string Model => model;

    /// <summary>Starts a session: one video, a fixed list of phrases.</summary>
    /// <exception cref="YofoException">A phrase is empty or too long.</exception>
    public VideoSession Start(IReadOnlyList<string> phrases)
    {
        ArgumentNullException.ThrowIfNull(phrases);
        return new VideoSession(phrases, model);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
