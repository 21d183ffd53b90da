namespace Yofo.Inference;

/// <summary>How presence is decided.</summary>
internal sealed record PresenceOptions
{
    /// <summary>Least score for "present" [ours; chosen on held-out training pictures, see docs/results].</summary>
    public double Threshold { get; init; } = 0.4;

    /// <summary>Frames that the evidence is averaged over [ours].</summary>
    public int Frames { get; init; } = 12;
}
