namespace Yofo.Inference;

/// <summary>What is thought of a phrase at one look of the network (<see cref="PresenceFilter"/>).</summary>
/// <param name="IsPresent">Whether its object is in the video then.</param>
/// <param name="Score">How sure that is, 0 to 1.</param>
internal readonly record struct PresenceVerdict(bool IsPresent, double Score);
