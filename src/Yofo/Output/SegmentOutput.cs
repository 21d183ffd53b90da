using System.Diagnostics;
using System.Text.RegularExpressions;
using Yofo.Engine;
using Yofo.Video;

namespace Yofo.Output;

/// <summary>
/// Owns the folder of one run: <c>masks/00000.png</c>, <c>frames.jsonl</c>, <c>overlay.mp4</c> and <c>summary.json</c>. Whatever
/// happens on the way, each file in it is whole: a mask is there or not, the last line ends, the video plays.
/// </summary>
internal sealed partial class SegmentOutput : IDisposable
{
    /// <summary>Name of the overlay video.</summary>
    public const string OverlayName = "overlay.mp4";

    private readonly string folder;
    private readonly FrameLines lines;
    private readonly Overlay? overlay;
    private readonly OverlayVideo? video;
    private readonly byte[] picture = [];
    private readonly HashSet<int> seen = [];
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private SegmentSummary summary;

    /// <summary>Makes the folder, removes what an earlier run left in it, and proves that it can be written.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="phrases">The phrases.</param>
    /// <param name="model">Name of the model.</param>
    /// <param name="fingerprint">Of the input, see <see cref="InputFingerprint"/>.</param>
    /// <param name="info">Of the input.</param>
    /// <param name="withOverlay">Whether to write the overlay video, which needs ffmpeg.</param>
    /// <param name="soundFrom">The input file for the sound of the overlay; null for none.</param>
    /// <param name="rate">Rate of the overlay where it is not that of the input.</param>
    /// <exception cref="YofoException">The folder cannot be written or holds masks of somebody else; ffmpeg is missing.</exception>
    public SegmentOutput(string folder, IReadOnlyList<string> phrases, string model, string fingerprint, VideoInfo info, bool withOverlay = true, string? soundFrom = null, FrameRate? rate = null)
    {
        this.folder = folder;
        summary = new SegmentSummary(phrases, model, fingerprint, 0, info.FramesPerSecond.Value, 0, phrases, Complete: false);
        try
        {
            StartOver();
            summary.Write(folder);
            lines = new FrameLines(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new YofoException($"The output folder '{folder}' cannot be written ({error.Message.TrimEnd('.')}). Choose another folder or free this one.", error);
        }

        if (withOverlay)
        {
            try
            {
                video = new OverlayVideo(Path.Combine(folder, OverlayName), info, soundFrom, rate);
            }
            catch
            {
                lines.Dispose();
                throw;
            }

            overlay = new Overlay(phrases, info.Width, info.Height);
            picture = new byte[info.Width * info.Height * 3];
        }
    }

    /// <summary>Why the overlay has no sound, in one sentence; null where it has, or the input has none.</summary>
    public string? Warning => video?.Warning;

    private string Masks => Path.Combine(folder, "masks");

    /// <summary>Whether a folder holds the finished work of the same phrases, model and input.</summary>
    public static bool IsComplete(string folder, IReadOnlyList<string> phrases, string model, string fingerprint, bool withOverlay = true) =>
        SegmentSummary.Read(folder) is { Complete: true } done
        && done.Phrases.SequenceEqual(phrases, StringComparer.Ordinal) && done.Model == model && done.Input == fingerprint
        && (!withOverlay || File.Exists(Path.Combine(folder, OverlayName)))
        && File.Exists(Path.Combine(folder, FrameLines.FileName))
        && Directory.Exists(Path.Combine(folder, "masks")) && OwnMasks(Path.Combine(folder, "masks")).Count(file => file.EndsWith("png", StringComparison.Ordinal)) == done.Frames;

    /// <summary>Adds a frame and what was found in it.</summary>
    /// <exception cref="YofoException">The disk is full or the folder is gone.</exception>
    public void Add(Frame frame, FrameMask mask)
    {
        try
        {
            // The line comes after the mask that it speaks of.
            WriteMask(mask);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new YofoException($"The output folder '{folder}' took {summary.Frames} frames and no more ({error.Message.TrimEnd('.')}). Free space on that disk and run again; what is there is valid.", error);
        }

        summary = summary with { Frames = summary.Frames + 1 };
        seen.UnionWith(mask.Objects.Where(item => item.Present).Select(item => item.Phrase));
        if (video is not null)
        {
            using var stage = StageClock.Measure("overlay");
            overlay!.Draw(frame.Rgb.Span, mask.Indices.Span, mask.Objects, picture);
            video.Write(frame.Time, picture);
        }
    }

    /// <summary>Finishes the overlay and the summary. After a cancel, call it with false: what was done is kept and marked as a part.</summary>
    /// <exception cref="YofoException">The disk is full.</exception>
    public void Complete(bool whole)
    {
        try
        {
            video?.Complete();
            WriteSummary(whole);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new YofoException($"The output folder '{folder}' cannot be finished ({error.Message.TrimEnd('.')}). Free space on that disk and run again; what is there is valid.", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lines.Dispose();
        video?.Dispose();
        overlay?.Dispose();
        if (clock.IsRunning)
        {
            try
            {
                WriteSummary(whole: false);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // The summary of the start is still there, and says "not complete".
            }
        }
    }

    private void WriteMask(FrameMask mask)
    {
        using var stage = StageClock.Measure("mask and record");
        PalettePng.Write(Path.Combine(Masks, $"{mask.Index:00000}.png"), mask.Indices.Span, mask.Width, mask.Height);
        lines.Add(mask);
    }

    private static IEnumerable<string> OwnMasks(string masks) =>
        Directory.EnumerateFiles(masks).Where(file => MaskName().IsMatch(Path.GetFileName(file)));

    private void WriteSummary(bool whole)
    {
        clock.Stop();
        var absent = summary.Phrases.Where((_, index) => !seen.Contains(index + 1)).ToList();
        summary = summary with { Seconds = Math.Round(clock.Elapsed.TotalSeconds, 3), Absent = absent, Complete = whole };
        summary.Write(folder);
    }

    private void StartOver()
    {
        Directory.CreateDirectory(Masks);
        var ours = File.Exists(Path.Combine(folder, SegmentSummary.FileName)) || File.Exists(Path.Combine(folder, FrameLines.FileName));
        if (!ours && Directory.EnumerateFileSystemEntries(Masks).Any())
        {
            throw new YofoException($"'{Masks}' holds files that Yofo did not write. Choose another output folder, so that they are not lost.");
        }

        // The summary goes first: were it to stay, a stop in between would leave a finished summary beside half the masks.
        foreach (var name in new[] { SegmentSummary.FileName, OverlayName })
        {
            File.Delete(Path.Combine(folder, name));
        }

        foreach (var file in OwnMasks(Masks).ToList())
        {
            File.Delete(file);
        }
    }

    [GeneratedRegex(@"^\d{5,}\.png(\.partial)?$")]
    private static partial Regex MaskName();
}
