using Yofo.Video;

namespace Yofo.Inference;

/// <summary>The only place with time: one video and its phrases, stepped frame by frame.</summary>
public sealed class VideoSession : IDisposable
{
    private readonly IReadOnlyList<string> phrases;

    internal VideoSession(IReadOnlyList<string> phrases, string model)
    {
        this.phrases = phrases;
        Model = model;
    }

    /// <summary>Name of the model.</summary>
    public string Model { get; }

    /// <summary>Segments the next frame.</summary>
    public FrameMask Step(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return new FrameMask(frame.Index, frame.Time, frame.Width, frame.Height, new byte[frame.Width * frame.Height], [.. phrases.Select((_, index) => new FrameObject(index + 1, false, 0, 0, default))]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
