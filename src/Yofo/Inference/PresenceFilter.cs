namespace Yofo.Inference;

/// <summary>
/// Whether a phrase's object is in the video now: evidence of single frames, averaged over the last ones, so that one odd frame
/// neither loses nor finds an object [ours].
/// </summary>
/// <param name="options">Threshold and length of the average.</param>
internal sealed class PresenceFilter(PresenceOptions options)
{
    private double evidence;
    private int frames;

    /// <summary>How sure it is that the object is there, 0 to 1.</summary>
    public double Score => 1 / (1 + Math.Exp(-evidence));

    /// <summary>The verdict.</summary>
    public bool IsPresent => Score >= options.Threshold;

    /// <summary>Takes in one frame's logit.</summary>
    public void Add(double logit)
    {
        frames++;
        evidence += (logit - evidence) / Math.Min(frames, options.Frames);
    }
}
