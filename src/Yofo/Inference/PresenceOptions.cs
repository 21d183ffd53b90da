namespace Yofo.Inference;

/// <summary>How presence is decided.</summary>
internal sealed record PresenceOptions
{
    /// <summary>Least score for "present" [ours; wrongly absent costs a user more than wrongly present].</summary>
    public double Threshold { get; init; } = 0.2;

    /// <summary>Frames of the window whose stronger half is the evidence [ours].</summary>
    public int Frames { get; init; } = 12;
}
