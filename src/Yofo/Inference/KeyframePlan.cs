using Yofo.Motion;

namespace Yofo.Inference;

/// <summary>
/// Which frames the network sees: every few, the first and the last, and those on both sides of a cut. The masks of the others are
/// carried to them by motion, from both sides [ours; docs/performance.md says what that costs and gains].
/// </summary>
/// <param name="every">Every how many frames at least; 1 for all.</param>
internal sealed class KeyframePlan(int every)
{
    /// <summary>Every how many frames, where nobody says otherwise [ours].</summary>
    public const int DefaultEvery = 5;

    /// <summary>The most that can be asked for: over a second, nothing is carried well [ours].</summary>
    public const int MostEvery = 30;

    private const double Cut = 30; // gray levels that two frames differ by on average; a fast pan reaches 20 [ours]

    private bool begins = true;
    private int between;

    /// <summary>Whether the network is to see a frame; asked once for each, in order.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="next">The frame after it, or null where it is the last.</param>
    public bool IsKey(IHasLuminance frame, IHasLuminance? next)
    {
        if (every == 1)
        {
            return true;
        }

        var ends = next is null || IsCut(frame.Luminance, next.Luminance);
        var key = begins || ends || between == every - 1;
        between = key ? 0 : between + 1;
        begins = ends;
        return key;
    }

    /// <summary>The same for all frames of a source that are there to stay.</summary>
    public IEnumerable<(T Frame, bool IsKey)> Over<T>(IEnumerable<T> frames)
        where T : class, IHasLuminance
    {
        T? held = null;
        foreach (var frame in frames)
        {
            if (held is not null)
            {
                yield return (held, IsKey(held, frame));
            }

            held = frame;
        }

        if (held is not null)
        {
            yield return (held, IsKey(held, null));
        }
    }

    /// <summary>Whether two frames are of different shots.</summary>
    public static bool IsCut(Luminance one, Luminance other) =>
        one.Width != other.Width || one.Height != other.Height || one.DifferenceTo(other) > Cut;
}
