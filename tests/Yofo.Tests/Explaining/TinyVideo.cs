using Yofo.Tests.Modeling.Tiny;
using Yofo.Video;

namespace Yofo.Tests.Explaining;

/// <summary>The bright square that moves, as a video.</summary>
internal sealed class TinyVideo(int frames) : IFrameSource
{
    public VideoInfo Info { get; } = new(TinyNetwork.Width, TinyNetwork.Height, new FrameRate(25, 1), frames, frames / 25.0, HasAudio: false);

    public IEnumerable<Frame> Read(CancellationToken cancellation = default)
    {
        for (var index = 0; index < frames; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return TinyNetwork.Frame(index);
        }
    }

    public void Dispose()
    {
    }
}
