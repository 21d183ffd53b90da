using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Yofo.Video;

/// <summary>One running ffmpeg or ffprobe: its pipe, and what it says on standard error. Disposing it ends the process.</summary>
internal sealed partial class FfmpegRun : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2); // [ours]

    private readonly Process process;
    private readonly bool input;
    private readonly Action<string>? listener;
    private readonly Thread errors;
    private volatile string? lastError;
    private volatile bool interrupted;

    /// <summary>Starts a program.</summary>
    /// <param name="program">Path of the program.</param>
    /// <param name="arguments">Its arguments, not quoted.</param>
    /// <param name="input">True to write to its standard input, false to read its standard output.</param>
    /// <param name="listener">Hears every line of standard error, on another thread.</param>
    public FfmpegRun(string program, IEnumerable<string> arguments, bool input = false, Action<string>? listener = null)
    {
        this.input = input;
        this.listener = listener;
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = input,
            RedirectStandardOutput = !input,
            RedirectStandardError = true,
        };
        process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception error)
        {
            process.Dispose();
            throw new YofoException($"'{program}' cannot be started ({error.Message}). Install ffmpeg again.", error);
        }

        // A thread of its own: the library's way holds a thread of the pool for as long as the process lives, and a few videos
        // at once on a small machine would then starve the pool.
        errors = new Thread(HearAll) { IsBackground = true, Name = "ffmpeg" };
        errors.Start();
    }

    /// <summary>Number of the process.</summary>
    public int Id => process.Id;

    /// <summary>What it writes.</summary>
    public Stream Output => process.StandardOutput.BaseStream;

    /// <summary>What it reads.</summary>
    public Stream Input => process.StandardInput.BaseStream;

    /// <summary>The last line it marked as an error, without its prefixes; null where there was none.</summary>
    public string? LastError => lastError;

    /// <summary>Whether it ended because of a signal, as Ctrl+C in a terminal sends to the whole group. It then closes its files properly.</summary>
    public bool Interrupted => interrupted;

    /// <summary>Waits for the end of the process and of its standard error.</summary>
    /// <returns>The exit code.</returns>
    public int Wait()
    {
        process.WaitForExit();
        errors.Join();
        return process.ExitCode;
    }

    /// <summary>Ends the process at once.</summary>
    public void Kill()
    {
        try
        {
            process.Kill();
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception)
        {
            // It ended by itself meanwhile.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        try
        {
            (input ? Input : Output).Dispose();
        }
        catch (IOException)
        {
            // Nobody reads the other end any more.
        }

        errors.Join(Patience);
        process.Dispose();
    }

    private void HearAll()
    {
        try
        {
            while (process.StandardError.ReadLine() is { } line)
            {
                Hear(line);
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The process was given up: a child of it (where "ffmpeg" is a script) may keep the pipe open after its end.
        }
    }

    private void Hear(string line)
    {
        if (line.Contains("[error]", StringComparison.Ordinal) || line.Contains("[fatal]", StringComparison.Ordinal))
        {
            lastError = Prefixes().Replace(line, "").Trim().TrimEnd('.');
        }

        interrupted |= line.Contains("Exiting normally, received signal", StringComparison.Ordinal);
        listener?.Invoke(line);
    }

    [GeneratedRegex(@"^(\[[^\]]*\] *)+")]
    private static partial Regex Prefixes();
}
