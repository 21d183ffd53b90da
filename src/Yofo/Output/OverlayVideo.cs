using Yofo.Video;

namespace Yofo.Output;

/// <summary>
/// Writes an H.264 video that browsers play, with the sound of the input. Until <see cref="Complete"/> it has another name, so the
/// final name is never on half a file; disposed before that, it leaves nothing.
/// </summary>
internal sealed class OverlayVideo : IDisposable
{
    private const int LongestHold = 60; // [ours] seconds that one frame may stand; a longer gap is a broken clock and is skipped

    // What browsers play from mp4 as it is (caniuse; MDN, "Web audio codec guide"); the rest becomes AAC.
    private static readonly string[] PlayableSound = ["aac", "mp3", "opus", "flac"];

    private readonly string path;
    private readonly VideoInfo info;
    private readonly string? soundFrom;
    private readonly FrameRate rate;
    private readonly Ffmpeg ffmpeg;
    private readonly FfmpegRun run;
    private readonly int evenWidth;
    private readonly byte[] picture;
    private double start;
    private int written;
    private bool completed;

    /// <summary>Starts the encoder.</summary>
    /// <param name="path">Where the finished video goes; a file there is replaced.</param>
    /// <param name="info">Size, rate and sound of the input.</param>
    /// <param name="soundFrom">The input file, for its sound; null for none.</param>
    /// <param name="rate">Frames per second of the output; null for those of the input.</param>
    /// <param name="ffmpeg">The programs; null to find them.</param>
    /// <exception cref="YofoException">ffmpeg is not installed.</exception>
    public OverlayVideo(string path, VideoInfo info, string? soundFrom = null, FrameRate? rate = null, Ffmpeg? ffmpeg = null)
    {
        this.path = path;
        this.info = info;
        this.soundFrom = info.HasAudio ? soundFrom : null;
        this.rate = rate ?? info.FramesPerSecond;
        this.ffmpeg = ffmpeg ?? Ffmpeg.Find();
        evenWidth = info.Width + (info.Width % 2);
        picture = new byte[evenWidth * (info.Height + (info.Height % 2)) * 3];
        run = new FfmpegRun(this.ffmpeg.Program, EncoderArguments(), input: true);
    }

    /// <summary>Why the sound is missing, in one sentence; null where it is not.</summary>
    public string? Warning { get; private set; }

    /// <summary>Number of the encoder's process.</summary>
    internal int EncoderId => run.Id;

    private string Partial => path + ".partial";

    private string PartialWithSound => path + ".sound.partial";

    /// <summary>
    /// Adds a frame. The output has a constant rate: a frame that comes late makes the one before stand longer, one that comes
    /// early is left out, so that picture and sound stay together for variable rates too. At a constant rate each is written once.
    /// </summary>
    /// <param name="time">Seconds from the start of the input.</param>
    /// <param name="rgb">The picture, width * height * 3 bytes of the input's size.</param>
    /// <exception cref="YofoException">The encoder failed, as with a full disk.</exception>
    public void Write(double time, ReadOnlySpan<byte> rgb)
    {
        if (written == 0)
        {
            start = time;
        }

        var gap = ((time - start) * rate.Value) - written;
        if (gap > LongestHold * rate.Value)
        {
            start += gap / rate.Value;
            gap = 0;
        }

        for (; gap >= 1 && written > 0; gap--)
        {
            Send();
        }

        MakeEven(rgb);
        if (gap > -1)
        {
            Send();
        }
    }

    /// <summary>Finishes the file with the frames so far, adds the sound of the same span, and gives it its name; without a frame there is no file.</summary>
    /// <exception cref="YofoException">The encoder failed, as with a full disk.</exception>
    public void Complete()
    {
        if (completed)
        {
            return;
        }

        completed = true;
        try
        {
            run.Input.Dispose();
        }
        catch (IOException)
        {
            // The exit code tells.
        }

        if (run.Wait() != 0 && !run.Interrupted)
        {
            throw Failed(null);
        }

        if (written > 0)
        {
            File.Move(AddSound() ? PartialWithSound : Partial, path, overwrite: true);
        }

        DeletePartials();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        run.Kill();
        if (!completed)
        {
            run.Wait();
        }

        run.Dispose();
        DeletePartials();
    }

    private string[] EncoderArguments() =>
    [
        "-hide_banner", "-nostats", "-loglevel", "level+info", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24",
        "-s", $"{evenWidth}x{info.Height + (info.Height % 2)}", "-framerate", rate.ToString(), "-i", "pipe:0",
        // Marked with the matrix that it is converted by: without a mark, players guess by the size.
        "-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p", "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
        // As like the picture as veryfast at 20 (SSIM 0.9935 and 0.9933 on the cockatoo's overlay), in 40% of the processor's time and 1.4 times the bytes [ours].
        "-c:v", "libx264", "-preset", "superfast", "-crf", "21", "-threads", Environment.ProcessorCount > 2 ? "0" : "1", "-movflags", "+faststart", "-f", "mp4", Path.GetFullPath(Partial),
    ];

    private void Send()
    {
        try
        {
            run.Input.Write(picture);
            written++;
        }
        catch (IOException error)
        {
            run.Wait();
            if (!run.Interrupted)
            {
                throw Failed(error);
            }
        }
    }

    /// <summary>H.264 with 4:2:0 has even sizes only: an odd one gets its last column or row twice, which no eye sees.</summary>
    private void MakeEven(ReadOnlySpan<byte> rgb)
    {
        if (picture.Length == rgb.Length)
        {
            rgb.CopyTo(picture);
            return;
        }

        var (row, evenRow) = (info.Width * 3, evenWidth * 3);
        for (var at = 0; at < picture.Length / evenRow; at++)
        {
            var source = rgb.Slice(Math.Min(at, info.Height - 1) * row, row);
            var target = picture.AsSpan(at * evenRow, evenRow);
            source.CopyTo(target);
            source[^3..].CopyTo(target[^3..]);
        }
    }

    private bool AddSound()
    {
        if (soundFrom is null)
        {
            return false;
        }

        var reason = "";
        foreach (var codec in PlayableSound.Contains(info.AudioCodec) ? new[] { "copy", "aac" } : ["aac"])
        {
            var length = (written / rate.Value).ToString("0.######", System.Globalization.CultureInfo.InvariantCulture);
            var from = start.ToString("0.######", System.Globalization.CultureInfo.InvariantCulture);
            using var sound = new FfmpegRun(ffmpeg.Program,
            [
                "-hide_banner", "-nostdin", "-nostats", "-loglevel", "level+info", "-y", .. VideoProbe.Safe, "-i", Path.GetFullPath(Partial),
                .. VideoProbe.Safe, "-ss", from, "-t", length, "-i", Path.GetFullPath(soundFrom),
                "-map", "0:v", "-map", "1:a:0", "-c:v", "copy", "-c:a", codec, "-movflags", "+faststart", "-f", "mp4", Path.GetFullPath(PartialWithSound),
            ]);
            if (sound.Wait() == 0)
            {
                return true;
            }

            reason = sound.LastError ?? "no reason given";
        }

        Warning = $"'{path}' has no sound: that of '{soundFrom}' cannot be added ({reason}).";
        return false;
    }

    private YofoException Failed(Exception? inner) =>
        new($"'{path}' cannot be written (ffmpeg: {run.LastError ?? inner?.Message.TrimEnd('.') ?? "no reason given"}). Check the space on that disk and that ffmpeg has libx264.", inner!);

    private void DeletePartials()
    {
        foreach (var file in new[] { Partial, PartialWithSound }.Where(File.Exists))
        {
            File.Delete(file);
        }
    }
}
