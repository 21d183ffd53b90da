using Yofo.Engine;

namespace Yofo.Video;

/// <summary>A video file, decoded by ffmpeg into a pipe. ffmpeg works ahead as far as its own queues and the pipe hold.</summary>
internal sealed class VideoFile : IFrameSource
{
    private readonly string path;
    private readonly Ffmpeg ffmpeg;
    private FfmpegRun? current;
    private volatile bool disposed;

    /// <summary>Looks into the file; decodes nothing yet.</summary>
    public VideoFile(string path, Ffmpeg ffmpeg)
    {
        this.path = path;
        this.ffmpeg = ffmpeg;
        Info = VideoProbe.Read(path, ffmpeg);
    }

    /// <inheritdoc/>
    public VideoInfo Info { get; }

    /// <inheritdoc/>
    public IEnumerable<Frame> Read(CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        cancellation.ThrowIfCancellationRequested();
        var size = Info.Width * Info.Height * 3;
        var buffer = GC.AllocateUninitializedArray<byte>(size);
        var times = new FrameTimes(Info.FramesPerSecond);
        using var run = new FfmpegRun(ffmpeg.Program, Arguments(), listener: times.Hear);
        using var registration = cancellation.Register(run.Kill);
        current = run;

        var (count, last, filled) = (0, 0.0, 0);
        while ((filled = Fill(run.Output, buffer, cancellation)) == size)
        {
            last = times.Next();
            yield return new Frame(count++, last, Info.Width, Info.Height, buffer);
        }

        CheckEnd(run, count, last, cutFrame: filled > 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        disposed = true;
        current?.Kill();
    }

    private string[] Arguments() =>
    [
        // Errors are told from other lines by their level; "showinfo" speaks at level info.
        "-hide_banner", "-nostdin", "-nostats", "-loglevel", "level+info", .. VideoProbe.Safe,
        "-i", Path.GetFullPath(path), "-map", "0:V:0", .. ffmpeg.EveryFrame,
        // The size is set though it is mostly the same: a stream may change it on the way, and the pipe has no header to say so.
        "-vf", $"showinfo=checksum=0,scale={Info.Width}:{Info.Height}", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1",
    ];

    /// <summary>Reads one frame; a cancel ends the process, which ends the pipe.</summary>
    private int Fill(Stream output, byte[] buffer, CancellationToken cancellation)
    {
        using var stage = StageClock.Measure("decode (waiting for ffmpeg)");
        var filled = output.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        cancellation.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(disposed, this);
        return filled;
    }

    private void CheckEnd(FfmpegRun run, int count, double last, bool cutFrame)
    {
        var code = run.Wait();
        if (run.Interrupted)
        {
            throw new OperationCanceledException("ffmpeg was interrupted.");
        }

        var reason = run.LastError is { } error ? $" ({error})" : "";
        if (count == 0)
        {
            throw new YofoException($"'{path}' holds no frame that ffmpeg can decode{reason}. Use another file, or convert it with ffmpeg first.");
        }

        // ffmpeg ends with 0 also where the file is cut. Fewer frames than stated are no proof either (an edit list hides some),
        // and neither is an error line (one bad frame amid good ones): both together are.
        var missing = Info.FrameCount is { } stated ? stated - count : ((Info.Duration ?? 0) - last) * Info.FramesPerSecond.Value > 2 ? 1 : 0;
        if (cutFrame || code != 0 || (run.LastError is not null && missing > 0))
        {
            var of = Info.FrameCount is { } all ? $" of {all}" : "";
            throw new YofoException($"'{path}' is damaged or cut short: decoding ended after {count}{of} frames{reason}. What was read is valid; copy the file again for the rest.");
        }
    }
}
