using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Yofo.Cli.Doctor;

/// <summary>The system around the tool: ffmpeg, memory, the folder for temporary files.</summary>
internal static class SystemChecks
{
    private const double EnoughMemory = 2.0; // GB; the compact network takes about one [ours]

    /// <summary>All checks of the system.</summary>
    public static IEnumerable<Finding> All()
    {
        yield return new Finding(Verdict.Ok, "system", $"{RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.FrameworkDescription}");
        yield return Ffmpeg();
        yield return Memory(AvailableMemory());
        yield return Temporary(Path.GetTempPath());
    }

    /// <summary>Whether there is memory enough.</summary>
    /// <param name="gigabytes">Memory that a program can still have.</param>
    public static Finding Memory(double gigabytes)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{gigabytes:0.0} GB free");
        return gigabytes >= EnoughMemory
            ? new Finding(Verdict.Ok, "memory", text)
            : new Finding(Verdict.Warn, "memory", text, "Close other programs: a run takes one to two GB.");
    }

    /// <summary>Whether temporary files can be written; the engine's cure on older systems needs one.</summary>
    public static Finding Temporary(string folder)
    {
        var probe = Path.Combine(folder, $"yofo-{Guid.NewGuid():N}.probe");
        try
        {
            File.WriteAllBytes(probe, [1]);
            File.Delete(probe);
            return new Finding(Verdict.Ok, "temporary", $"'{folder}' can be written");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new Finding(Verdict.Warn, "temporary", $"'{folder}' cannot be written", "Set TMPDIR to a folder that can.");
        }
    }

    private static Finding Ffmpeg()
    {
        const string Mend = "Type 'apt-get install ffmpeg' (macOS: 'brew install ffmpeg'). Folders of frames work without it.";
        if (FirstLine("ffmpeg", "-version") is not { } version || FirstLine("ffprobe", "-version") is null)
        {
            return new Finding(Verdict.Warn, "ffmpeg", "not found: videos cannot be read, and no overlay video is written", Mend);
        }

        var name = string.Join(' ', version.Split(' ').Take(3)); // 'ffmpeg version 5.1.9-0+deb12u1 Copyright ...'
        return FirstLine("ffmpeg", "-hide_banner -h encoder=libx264")?.StartsWith("Encoder libx264", StringComparison.Ordinal) == true
            ? new Finding(Verdict.Ok, "ffmpeg", $"{name}, with H.264")
            : new Finding(Verdict.Warn, "ffmpeg", $"{name}, without libx264: no overlay video is written", "Install an ffmpeg that has libx264, or pass --no-overlay.");
    }

    private static string? FirstLine(string program, string arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return text.Split('\n')[0].Trim();
        }
        catch (Win32Exception)
        {
            return null; // not installed
        }
    }

    private static double AvailableMemory()
    {
        const string Source = "/proc/meminfo";
        var line = File.Exists(Source) ? File.ReadLines(Source).FirstOrDefault(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal)) : null;
        return line is null
            ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9
            : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e9;
    }
}
