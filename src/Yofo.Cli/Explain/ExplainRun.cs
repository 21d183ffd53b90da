using Yofo.Engine;
using Yofo.Explaining;
using Yofo.Video;
using Yofo.Weights;

namespace Yofo.Cli.Explain;

/// <summary>Opens the video, loads the network, looks inside, and writes <c>explain.png</c> and <c>explain.json</c>.</summary>
internal static class ExplainRun
{
    /// <summary>Does what was asked for.</summary>
    /// <param name="request">What.</param>
    /// <param name="error">Where progress goes.</param>
    /// <param name="quiet">No progress.</param>
    /// <returns>False where the user stopped it; then nothing was written.</returns>
    /// <exception cref="YofoException">The video, the weights or the output folder is not as it must be.</exception>
    /// <exception cref="UsageException">A chosen frame is beyond the end.</exception>
    public static bool Execute(ExplainRequest request, TextWriter error, bool quiet)
    {
        using var source = FrameSource.Open(request.Video); // before the network: it tells a wrong file in a moment
        using var interruption = new Interruption(() => error.WriteLine("Stopping."));
        if (request.Frames is { } named)
        {
            ChosenFrames.Check(named, request.Video, source.Info);
        }

        var isNew = MakeFolder(request.Folder);
        try
        {
            var frames = request.Frames ?? ChosenFrames.Spread(source, interruption.Token);
            var progress = new ProgressLine(error, Terminal.Error, quiet, frames[^1] + 1);
            try
            {
                Write(request, source, frames, progress, interruption.Token);
                return true;
            }
            finally
            {
                progress.Clear();
            }
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("yofo: Stopped before the last chosen frame; nothing was written.");
            return false;
        }
        finally
        {
            if (isNew && Directory.Exists(request.Folder) && !Directory.EnumerateFileSystemEntries(request.Folder).Any())
            {
                Directory.Delete(request.Folder);
            }
        }
    }

    private static void Write(ExplainRequest request, IFrameSource source, IReadOnlyList<int> frames, ProgressLine progress, CancellationToken cancellation)
    {
        var device = Compute.Use(request.Options.Device, request.Options.Threads);
        var models = ModelFolder.Find();
        using var network = models.Load(request.Options.Weights ?? models.DefaultWeights, device);
        using var explanation = new Explainer(network, device).Explain(request.Video, source, request.Phrase, frames, progress.Report, cancellation);
        try
        {
            ExplanationRecord.Write(Path.Combine(request.Folder, "explain.json"), explanation);
            if (!ExplanationSheet.Write(Path.Combine(request.Folder, "explain.png"), explanation))
            {
                progress.Say("yofo: explain.png has no captions, for this machine has no font; install one, such as fonts-dejavu-core.");
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(request.Folder, failure);
        }

        progress.Say($"{request.Folder}: frames {string.Join(", ", frames)} of '{request.Phrase}' explained in explain.png and explain.json.");
    }

    // Before the work, not after it: a folder that cannot be written is told at once.
    private static bool MakeFolder(string folder)
    {
        try
        {
            var isNew = !Directory.Exists(folder);
            Directory.CreateDirectory(folder);
            return isNew;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(folder, failure);
        }
    }

    private static YofoException NotWritable(string folder, Exception failure) =>
        new($"The output folder '{folder}' cannot be written ({failure.Message.TrimEnd('.')}). Choose another folder with -o.", failure);
}
