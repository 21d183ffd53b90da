using System.Globalization;

namespace Yofo.Cli;

/// <summary>
/// Progress on stderr: one line that is written over ten times a second where a person looks, a plain line every five
/// seconds where it goes into a file, and none with <c>--quiet</c>.
/// </summary>
internal sealed class ProgressLine
{
    private static readonly TimeSpan Animated = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan Plain = TimeSpan.FromSeconds(5);

    private readonly TextWriter error;
    private readonly Terminal terminal;
    private readonly bool quiet;
    private readonly int? total;
    private readonly TimeProvider clock;
    private readonly long started;
    private long written;
    private bool open;

    /// <summary>Starts the clock.</summary>
    /// <param name="error">Where to write.</param>
    /// <param name="terminal">What may be done there.</param>
    /// <param name="quiet">Write nothing at all.</param>
    /// <param name="total">Frames to do, where it is known.</param>
    /// <param name="clock">The clock; tests bring their own.</param>
    public ProgressLine(TextWriter error, Terminal terminal, bool quiet, int? total, TimeProvider? clock = null)
    {
        this.error = error;
        this.terminal = terminal;
        this.quiet = quiet;
        this.total = total;
        this.clock = clock ?? TimeProvider.System;
        started = written = this.clock.GetTimestamp();
    }

    /// <summary>Time since the start.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(started);

    /// <summary>Says how far it is, where it is time to.</summary>
    public void Report(int done)
    {
        if (quiet || clock.GetElapsedTime(written) < (terminal.Animated ? Animated : Plain))
        {
            return;
        }

        written = clock.GetTimestamp();
        var line = Describe(done, total, Elapsed);
        if (terminal.Animated)
        {
            line = line.Length < terminal.Width ? line : line[..(terminal.Width - 1)];
            error.Write($"\r{line}\x1b[K"); // to the start of the line, and clear what a longer one left behind
            open = true;
        }
        else
        {
            error.WriteLine(line);
        }
    }

    /// <summary>Writes a line of its own: the closing line, or a word in between.</summary>
    public void Say(string line)
    {
        if (!quiet)
        {
            Clear();
            error.WriteLine(line);
        }
    }

    /// <summary>Takes the moving line away, so that an error stands alone.</summary>
    public void Clear()
    {
        if (open)
        {
            error.Write("\r\x1b[K");
            open = false;
        }
    }

    /// <summary>Frames done of all, frames a second, time left.</summary>
    public static string Describe(int done, int? total, TimeSpan elapsed)
    {
        var rate = elapsed > TimeSpan.Zero ? done / elapsed.TotalSeconds : 0;
        var speed = rate.ToString("0.0", CultureInfo.InvariantCulture) + " fps";
        if (total is not { } all || all < done)
        {
            return $"{done} frames, {speed}";
        }

        var left = rate > 0 ? $", {Short(TimeSpan.FromSeconds((all - done) / rate))} left" : "";
        return $"{done}/{all} frames, {speed}{left}";
    }

    /// <summary>A length of time as a person says it: 8 s, 3 min 20 s, 2 h 5 min.</summary>
    public static string Short(TimeSpan time) => Math.Ceiling(time.TotalSeconds) switch
    {
        < 60 and var seconds => $"{seconds} s",
        < 3600 and var seconds => $"{(int)(seconds / 60)} min {seconds % 60} s",
        var seconds => $"{(int)(seconds / 3600)} h {(int)(seconds % 3600 / 60)} min",
    };
}
