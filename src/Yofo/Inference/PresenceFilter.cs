namespace Yofo.Inference;

/// <summary>
/// Whether a phrase's object is in the video now: evidence of the last frames, of which the stronger half counts, since a detector
/// misses an object in some frames more often than it sees one that is not there in most [ours].
/// </summary>
/// <param name="options">Threshold and lengths of the windows.</param>
internal sealed class PresenceFilter(PresenceOptions options)
{
    private readonly Queue<double> window = [];

    /// <summary>How sure it is that the object is there, 0 to 1; 0 before the first frame.</summary>
    public double Score { get; private set; }

    /// <summary>The verdict.</summary>
    public bool IsPresent => Score >= options.Threshold;

    /// <summary>Takes in one frame's logit.</summary>
    /// <param name="logit">The evidence of the frame.</param>
    /// <param name="frames">How many frames it speaks for, itself and those since the last that was seen.</param>
    public void Add(double logit, int frames = 1)
    {
        for (var frame = 0; frame < Math.Clamp(frames, 1, options.Frames); frame++)
        {
            window.Enqueue(logit);
        }

        while (window.Count > options.Frames)
        {
            window.Dequeue();
        }

        var evidence = Math.Min(StrongerHalf(window, options.Frames), StrongerHalf(window, options.Recent) + options.Slack);
        Score = 1 / (1 + Math.Exp(-evidence));
    }

    private static double StrongerHalf(Queue<double> logits, int frames) =>
        logits.TakeLast(frames).OrderDescending().Take((Math.Min(logits.Count, frames) + 1) / 2).Average();
}
