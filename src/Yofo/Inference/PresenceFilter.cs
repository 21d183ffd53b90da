namespace Yofo.Inference;

/// <summary>
/// Whether a phrase's object is in the video now: evidence of the last frames, of which the stronger half counts, since a detector
/// misses an object in some frames more often than it sees one that is not there in most [ours].
/// </summary>
/// <param name="options">Threshold and length of the window.</param>
internal sealed class PresenceFilter(PresenceOptions options)
{
    private readonly Queue<double> window = [];

    /// <summary>How sure it is that the object is there, 0 to 1; 0 before the first frame.</summary>
    public double Score { get; private set; }

    /// <summary>The verdict.</summary>
    public bool IsPresent => Score >= options.Threshold;

    /// <summary>Takes in one frame's logit.</summary>
    public void Add(double logit)
    {
        window.Enqueue(logit);
        if (window.Count > options.Frames)
        {
            window.Dequeue();
        }

        var evidence = window.OrderDescending().Take((window.Count + 1) / 2).Average();
        Score = 1 / (1 + Math.Exp(-evidence));
    }
}
