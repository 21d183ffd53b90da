using Yofo.Cli.Segment;

namespace Yofo.Cli.Explain;

/// <summary>What one call of <c>yofo explain</c> asks for.</summary>
/// <param name="Video">A video file, a folder of frames, or one picture.</param>
/// <param name="Phrase">What to find.</param>
/// <param name="Frames">The chosen frames, or null for some spread over the video.</param>
/// <param name="Folder">Where to write.</param>
/// <param name="Options">How to load the network.</param>
internal sealed record ExplainRequest(string Video, string Phrase, IReadOnlyList<int>? Frames, string Folder, SegmenterOptions Options)
{
    /// <summary>The folder to write to where none is named: the video's name with .explain, in the current folder.</summary>
    public static string DefaultFolder(string video) => Path.ChangeExtension(SegmentRequest.DefaultFolder(video), ".explain");

    /// <summary>Checks what can be checked before anything is loaded.</summary>
    /// <exception cref="UsageException">A value is none.</exception>
    public void Check() =>
        new SegmentRequest(Video, [Phrase], Folder, 0, double.PositiveInfinity, Overlay: false, Overwrite: true, Keyframes: 1, Options).Check(); // as segment has it
}
