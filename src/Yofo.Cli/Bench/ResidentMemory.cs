namespace Yofo.Cli.Bench;

/// <summary>Resident memory of a run when a frame was written.</summary>
/// <param name="Frame">Number of the frame, from 1.</param>
/// <param name="Megabytes">The memory.</param>
internal sealed record ResidentMemory(int Frame, double Megabytes);
