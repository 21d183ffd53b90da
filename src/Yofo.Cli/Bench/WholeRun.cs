using System.Diagnostics;
using System.Globalization;
using Yofo.Output;
using Yofo.Video;

namespace Yofo.Cli.Bench;

/// <summary>Runs <c>yofo segment</c> as a person does, and watches it.</summary>
/// <param name="folder">A folder for clips and masks.</param>
/// <param name="video">The video that clips are made of.</param>
/// <param name="precision">What the network computes in, by its name.</param>
internal sealed class WholeRun(string folder, string video, string precision)
{
    private static readonly int[] Marks = [100, 1000, 5000];

    /// <summary>Runs it.</summary>
    /// <param name="name">What to call the run.</param>
    /// <param name="height">Height of the frames.</param>
    /// <param name="frames">Number of frames.</param>
    /// <param name="phrases">The phrases.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="overlay">Whether the overlay is written.</param>
    /// <exception cref="YofoException">ffmpeg or the tool failed.</exception>
    public WholeTimes Measure(string name, int height, int frames, IReadOnlyList<string> phrases, int threads, bool overlay)
    {
        var clip = Clip(height, frames);
        var output = Path.Combine(folder, "out");
        if (Directory.Exists(output))
        {
            Directory.Delete(output, recursive: true);
        }

        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "Yofo.Cli.dll"), "segment", clip, "-o", output, "-q", "--threads", threads.ToString(CultureInfo.InvariantCulture), "--precision", precision,
            .. phrases.SelectMany(phrase => new[] { "-p", phrase }), .. overlay ? Array.Empty<string>() : ["--no-overlay"],
        ];
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var (first, resident) = (0.0, new List<ResidentMemory>());
        foreach (var mark in Marks.Where(mark => mark <= frames).Prepend(1))
        {
            WaitFor(Path.Combine(output, "masks", $"{mark - 1:00000}.png"), process);
            first = first > 0 ? first : Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (mark > 1 && Resident(process.Id) is { } megabytes)
            {
                resident.Add(new ResidentMemory(mark, megabytes));
            }
        }

        process.WaitForExit();
        return process.ExitCode == ExitCode.Done && SegmentSummary.Read(output) is { } summary
            ? new WholeTimes(name, summary.Frames, summary.Frames / summary.Seconds, first, resident)
            : throw new YofoException($"The run '{name}' ended with exit code {process.ExitCode}; try the same with 'yofo segment'.");
    }

    // The video begun again and again, at the height that is asked for.
    private string Clip(int height, int frames)
    {
        var clip = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{height}-{frames}.mp4"));
        if (!File.Exists(clip))
        {
            using var run = new FfmpegRun(Ffmpeg.Find().Program,
            [
                "-nostdin", "-loglevel", "level+error", "-stream_loop", "-1", "-i", Path.GetFullPath(video), "-an", "-vf", $"scale=-2:{height}",
                "-frames:v", frames.ToString(CultureInfo.InvariantCulture), "-c:v", "libx264", "-preset", "veryfast", "-crf", "18", clip,
            ]);
            if (run.Wait() != 0)
            {
                throw new YofoException($"ffmpeg cannot make a clip of '{video}' ({run.LastError}); give another video.");
            }
        }

        return clip;
    }

    private static void WaitFor(string file, Process process)
    {
        while (!File.Exists(file) && !process.HasExited)
        {
            Thread.Sleep(5);
        }
    }

    private static double? Resident(int process)
    {
        var status = $"/proc/{process}/status";
        var line = File.Exists(status) ? File.ReadLines(status).FirstOrDefault(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)) : null;
        return line is null ? null : double.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
