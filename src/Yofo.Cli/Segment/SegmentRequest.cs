using Yofo.Inference;

namespace Yofo.Cli.Segment;

/// <summary>What one call of <c>yofo segment</c> asks for.</summary>
/// <param name="Video">A video file, a folder of frames, or one picture.</param>
/// <param name="Phrases">What to find.</param>
/// <param name="Folder">Where to write.</param>
/// <param name="Start">First second of the video to do.</param>
/// <param name="End">Second of the video to stop before.</param>
/// <param name="Overlay">Whether to write the overlay video.</param>
/// <param name="Overwrite">Whether to replace finished work.</param>
/// <param name="Keyframes">Every how many frames the network sees one.</param>
/// <param name="Options">How to load the network.</param>
internal sealed record SegmentRequest(
    string Video, IReadOnlyList<string> Phrases, string Folder, double Start, double End, bool Overlay, bool Overwrite, int Keyframes, SegmenterOptions Options)
{
    /// <summary>The folder to write to where none is named: the video's name, in the current folder.</summary>
    public static string DefaultFolder(string video)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(video.Length == 0 ? "." : video));
        var name = Directory.Exists(full) ? Path.GetFileName(full) : Path.GetFileNameWithoutExtension(full);
        return (name.Length == 0 ? "frames" : name) + ".yofo";
    }

    /// <summary>Checks what can be checked before anything is loaded.</summary>
    /// <exception cref="UsageException">A value is none.</exception>
    public void Check()
    {
        if (string.IsNullOrWhiteSpace(Video))
        {
            throw new UsageException("VIDEO is empty: name a video file or a folder of frames.");
        }

        if (string.IsNullOrWhiteSpace(Folder))
        {
            throw new UsageException("'--output' is empty: name a folder, or leave it out.");
        }

        if (!(Start >= 0 && End > Start))
        {
            throw new UsageException(FormattableString.Invariant($"'--start {Start} --end {End}' is no span of time: give seconds from 0, the end after the start."));
        }

        if (Keyframes is < 1 or > KeyframePlan.MostEvery)
        {
            throw new UsageException($"'--keyframes {Keyframes}' is not possible: use 1 (every frame) to {KeyframePlan.MostEvery}.");
        }

        if (Options.Device is not ("cpu" or "cuda"))
        {
            throw new UsageException($"'--device {Options.Device}' is not known: use cpu or cuda.");
        }

        if (Options.Threads is < 0 or > 1024)
        {
            throw new UsageException($"'--threads {Options.Threads}' is not possible: use 1 to 1024, or leave it out.");
        }
    }
}
