using System.Globalization;
using Yofo.Video;

namespace Yofo.Cli.Explain;

/// <summary>Which frames of a video are explained.</summary>
internal static class ChosenFrames
{
    /// <summary>Frames where none are named. [ours]</summary>
    public const int Default = 4;

    /// <summary>Rows of a sheet that a person still looks at. [ours]</summary>
    public const int Most = 24;

    /// <summary>Reads a list such as <c>0,10,20</c>; ascending, each once.</summary>
    /// <exception cref="UsageException">It is no such list, or too long.</exception>
    public static IReadOnlyList<int> Parse(string list)
    {
        var frames = new SortedSet<int>();
        foreach (var part in list.Split(','))
        {
            if (!int.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var frame))
            {
                throw new UsageException($"'--frames {(list.Length <= 60 ? list : list[..57] + "...")}' is no list of frame numbers: give them from 0 on, as in --frames 0,10,20.");
            }

            frames.Add(frame);
        }

        return frames.Count <= Most
            ? [.. frames]
            : throw new UsageException($"{frames.Count} frames are too many for one sheet: name {Most} or fewer with --frames.");
    }

    /// <summary>Some frames spread over a video: the middles of its quarters.</summary>
    /// <exception cref="YofoException">The video has no frame, or is damaged.</exception>
    public static IReadOnlyList<int> Spread(IFrameSource source, CancellationToken cancellation = default)
    {
        // The container's count may be a few frames too high; the middle of the last quarter is there all the same.
        var count = source.Info.FrameCount ?? source.Read(cancellation).Count();
        return [.. Enumerable.Range(0, Default).Select(quarter => (int)((long)count * ((2 * quarter) + 1) / (2 * Default))).Distinct()];
    }

    /// <summary>Refuses a frame beyond the end, where the end is known, before the network is loaded.</summary>
    /// <exception cref="UsageException">There is one.</exception>
    public static void Check(IReadOnlyList<int> frames, string video, VideoInfo info)
    {
        if (info.FrameCount is { } count && frames[^1] >= count)
        {
            throw new UsageException($"'{video}' has no frame {frames[^1]}: it has {count}, numbered from 0; name others with --frames.");
        }
    }
}
