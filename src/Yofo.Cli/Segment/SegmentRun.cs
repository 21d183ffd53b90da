using System.Globalization;
using Yofo.Engine;
using Yofo.Inference;
using Yofo.Output;
using Yofo.Video;

namespace Yofo.Cli.Segment;

/// <summary>Opens the video, loads the network, steps through the frames, and writes: the main job in its order.</summary>
internal sealed class SegmentRun
{
    private readonly SegmentRequest request;
    private readonly IFrameSource source;
    private readonly EarlyStart<Frame> frames;
    private readonly CancellationTokenSource reading;
    private readonly ProgressLine progress;
    private readonly int[] presence;
    private int done;

    private SegmentRun(SegmentRequest request, IFrameSource source, EarlyStart<Frame> frames, CancellationTokenSource reading, ProgressLine progress)
    {
        this.request = request;
        this.source = source;
        this.frames = frames;
        this.reading = reading;
        this.progress = progress;
        presence = new int[request.Phrases.Count];
    }

    /// <summary>Does what was asked for.</summary>
    /// <param name="request">What.</param>
    /// <param name="error">Where progress goes.</param>
    /// <param name="quiet">No progress.</param>
    /// <exception cref="YofoException">The video, the weights or the output folder is not as it must be.</exception>
    public static SegmentResult Execute(SegmentRequest request, TextWriter error, bool quiet)
    {
        using var reading = new CancellationTokenSource();
        var (source, frames, segmenter) = Open(request, reading.Token);
        using var loaded = segmenter;
        using var begun = frames;
        using var opened = source; // closed first: that ends the reading too
        var progress = new ProgressLine(error, Terminal.Error, quiet, SpanOfFrames(source.Info, request));
        try
        {
            return new SegmentRun(request, source, frames, reading, progress).Execute(segmenter);
        }
        finally
        {
            progress.Clear();
        }
    }

    // The network is loaded while ffprobe looks at the video and ffmpeg decodes its first frame: that much less until the first mask.
    private static (IFrameSource Source, EarlyStart<Frame> Frames, Segmenter Segmenter) Open(SegmentRequest request, CancellationToken cancellation)
    {
        var loading = Task.Run(() => Segmenter.Load(request.Options));
        IFrameSource? source = null;
        EarlyStart<Frame>? frames = null;
        try
        {
            source = FrameSource.Open(request.Video);
            frames = new EarlyStart<Frame>(source.Read(cancellation));
            return (source, frames.Begin(), loading.GetAwaiter().GetResult());
        }
        catch
        {
            source?.Dispose();
            frames?.Dispose();
            Task.WaitAny([loading], CancellationToken.None); // nothing may be left at work in libtorch when the process ends
            if (loading.IsCompletedSuccessfully)
            {
                loading.Result.Dispose();
            }

            throw;
        }
    }

    private SegmentResult Execute(Segmenter segmenter)
    {
        var fingerprint = Fingerprint();
        var overlay = request.Overlay && OverlayIsPossible();
        if (!request.Overwrite && SegmentSummary.Read(request.Folder) is { Complete: true } summary)
        {
            if (SegmentOutput.IsComplete(request.Folder, request.Phrases, segmenter.Model, fingerprint, overlay))
            {
                progress.Say($"{request.Folder}: done before ({summary.Frames} frames); --overwrite does it again.");
                return new SegmentResult(summary.Absent, Interrupted: false);
            }

            if (!summary.Phrases.SequenceEqual(request.Phrases) || summary.Model != segmenter.Model || summary.Input != fingerprint)
            {
                throw new YofoException($"'{request.Folder}' holds the finished masks of another run ('{string.Join("', '", summary.Phrases)}'). Choose another folder with -o, or pass --overwrite.");
            }
        }

        using var session = segmenter.Start(request.Phrases);
        using var output = new SegmentOutput(request.Folder, request.Phrases, segmenter.Model, fingerprint, source.Info, overlay, File.Exists(request.Video) ? request.Video : null);
        using var interruption = new Interruption(() => progress.Say("Finishing the frame at hand; Ctrl+C again stops at once."));
        using var stop = interruption.Token.Register(reading.Cancel);
        var whole = false;
        try
        {
            whole = Step(session, output, interruption.Token);
        }
        catch (YofoException)
        {
            output.Complete(whole: false); // a video that is cut short: what could be read is kept
            throw;
        }

        output.Complete(whole);
        Close(output, whole);
        return new SegmentResult(Absent(), Interrupted: !whole);
    }

    // Returns whether the end was reached.
    private bool Step(VideoSession session, SegmentOutput output, CancellationToken cancellation)
    {
        // A single picture has all threads to itself.
        using var pipeline = new FramePipeline(session, source.Info.FrameCount == 1 ? 1 : Compute.ShareThreads(request.Options.Threads), request.Keyframes);
        try
        {
            var wanted = frames.Items().TakeWhile(frame => frame.Time < request.End).Where(frame => frame.Time >= request.Start);
            foreach (var (frame, mask) in pipeline.Run(wanted))
            {
                Add(frame, mask, output);
                if (cancellation.IsCancellationRequested)
                {
                    return false;
                }
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        return done > 0
            ? true
            : throw new YofoException(FormattableString.Invariant($"'{request.Video}' has no frame from second {request.Start} on. Choose an earlier --start."));
    }

    private void Add(Frame frame, FrameMask mask, SegmentOutput output)
    {
        output.Add(frame, mask);
        foreach (var item in mask.Objects.Where(item => item.Present))
        {
            presence[item.Phrase - 1]++;
        }

        progress.Report(++done);
    }

    private void Close(SegmentOutput output, bool whole)
    {
        if (output.Warning is { } warning)
        {
            progress.Say($"yofo: {warning}");
        }

        var seconds = progress.Elapsed.TotalSeconds;
        var verdicts = request.Phrases.Select((phrase, index) => presence[index] switch
        {
            0 => $"'{phrase}' is not in {(whole ? "this video" : "the part that was done")}",
            var frames => $"'{phrase}' in {frames}",
        });
        var line = string.Create(CultureInfo.InvariantCulture, $"{request.Folder}: {done} frames in {seconds:0.0} s ({done / seconds:0.0} fps); {string.Join(", ", verdicts)}.");
        progress.Say(whole ? line : $"Stopped. {line}");
    }

    private List<string> Absent() => [.. request.Phrases.Where((_, index) => presence[index] == 0)];

    // A folder of frames is done without ffmpeg too, only without the overlay.
    private bool OverlayIsPossible()
    {
        try
        {
            Ffmpeg.Find();
            return true;
        }
        catch (YofoException missing)
        {
            progress.Say($"yofo: no overlay.mp4 is written: {missing.Message}");
            return false;
        }
    }

    // A part of a video is another input than the whole, and so are other key frames and other weights.
    private string Fingerprint()
    {
        var content = InputFingerprint.Of(request.Video);
        if (request.Options.Weights is { } weights)
        {
            content += $", weights {InputFingerprint.Of(weights)}";
        }

        if (request.Options.Precision != Precision.Names[0]) // what the machine chooses is no other work
        {
            content += $", {request.Options.Precision}";
        }

        if (request.Keyframes != KeyframePlan.DefaultEvery)
        {
            content += string.Create(CultureInfo.InvariantCulture, $", key frames every {request.Keyframes}");
        }

        return request.Start > 0 || double.IsFinite(request.End)
            ? string.Create(CultureInfo.InvariantCulture, $"{content}, seconds {request.Start} to {request.End}")
            : content;
    }

    private static int? SpanOfFrames(VideoInfo info, SegmentRequest request)
    {
        if (info.FrameCount is not { } all)
        {
            return null;
        }

        var rate = info.FramesPerSecond.Value;
        return (int)Math.Clamp(Math.Min(request.End * rate, all) - (request.Start * rate), 0, all);
    }
}
