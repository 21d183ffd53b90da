namespace Yofo.Inference;

/// <summary>How presence is decided.</summary>
internal sealed record PresenceOptions
{
    /// <summary>Least score for "present" [ours].</summary>
    public double Threshold { get; init; } = 0.5;

    /// <summary>Frames of the window whose stronger half is the evidence, two seconds of most videos [ours].</summary>
    public int Frames { get; init; } = 48;

    /// <summary>The last frames, which may speak against the rest of the window: what has left is not there, however long it was [ours].</summary>
    public int Recent { get; init; } = 12;

    /// <summary>How much weaker (logit) the last frames may be than the whole window before they are believed instead [ours].</summary>
    public double Slack { get; init; } = 3;
}
