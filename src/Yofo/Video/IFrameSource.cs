namespace Yofo.Video;

/// <summary>A video that gives its frames one by one, in constant memory.</summary>
public interface IFrameSource : IDisposable
{
    /// <summary>Size, rate and length.</summary>
    VideoInfo Info { get; }

    /// <summary>Reads the frames from the first; may be called again.</summary>
    /// <param name="cancellation">Ends the reading, also while it waits for a frame.</param>
    /// <returns>The frames in order of time. They share one buffer: each is valid until the next one is asked for.</returns>
    /// <exception cref="YofoException">
    /// The source is damaged or cut short. It comes after the frames that could be decoded, so those are valid.
    /// </exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    IEnumerable<Frame> Read(CancellationToken cancellation = default);
}
