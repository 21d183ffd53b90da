namespace Yofo.Explaining;

/// <summary>What a network did with one phrase in chosen frames of a video.</summary>
/// <param name="Video">The video as it was named.</param>
/// <param name="Phrase">The phrase.</param>
/// <param name="Model">Name of the network's configuration.</param>
/// <param name="Words">The L words as the language encoder reads them.</param>
/// <param name="Frames">The chosen frames, in order.</param>
internal sealed record Explanation(
    string Video, string Phrase, string Model, IReadOnlyList<string> Words, IReadOnlyList<FrameExplanation> Frames) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var frame in Frames)
        {
            frame.Dispose();
        }
    }
}
