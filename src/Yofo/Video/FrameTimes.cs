using System.Globalization;
using System.Text.RegularExpressions;

namespace Yofo.Video;

/// <summary>
/// The true time of each frame, heard from ffmpeg's filter <c>showinfo</c>, which says one line for each frame that passes, before it
/// leaves. One pass over the video, and right for a variable rate too; where a time is missing, the rate gives it.
/// </summary>
internal sealed partial class FrameTimes(FrameRate rate)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30); // [ours] the line was said before its frame came, so only a starved machine waits

    private readonly Queue<double> heard = new();
    private double unit = 1;
    private double last = double.NegativeInfinity;
    private bool deaf;

    /// <summary>Takes note of a line of standard error.</summary>
    public void Hear(string line)
    {
        if (TimeBase().Match(line) is { Success: true } config)
        {
            unit = Number(config.Groups[1].Value) / Number(config.Groups[2].Value);
        }
        else if (Passed().Match(line) is { Success: true } frame)
        {
            lock (heard)
            {
                heard.Enqueue(frame.Groups[1].Value == "NOPTS" ? double.NaN : Number(frame.Groups[1].Value) * unit);
                Monitor.Pulse(heard);
            }
        }
    }

    /// <summary>The time of the next frame in seconds; later than the one before.</summary>
    public double Next()
    {
        // A frame that is shown in the same instant as the last, or before it, cannot be: such times come from damage.
        var known = TryTake(out var time) && !double.IsNaN(time) && time > last;
        last = known ? time : double.IsInfinity(last) ? 0 : last + (1 / rate.Value);
        return last;
    }

    private bool TryTake(out double time)
    {
        lock (heard)
        {
            while (!deaf && heard.Count == 0)
            {
                deaf = !Monitor.Wait(heard, Patience); // once out of step, the lines no longer belong to their frames
            }

            time = 0;
            return !deaf && heard.TryDequeue(out time);
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"showinfo_\d+ .*config in time_base: (\d+)/(\d+)")]
    private static partial Regex TimeBase();

    // The time in seconds stands there too, but with six digits only.
    [GeneratedRegex(@"showinfo_\d+ .*\bn: *\d+ pts: *(-?\d+|NOPTS) pts_time:")]
    private static partial Regex Passed();
}
