namespace Yofo.Cli.Bench;

/// <summary>A whole run of <c>yofo segment</c>, file to masks, as a process of its own.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Frames">Frames that were written.</param>
/// <param name="FramesPerSecond">From the start of the writing to its end.</param>
/// <param name="FirstMaskSeconds">From the start of the process to the first mask on disk.</param>
/// <param name="Resident">Resident memory in MB as frames were reached; empty where the system does not tell.</param>
internal sealed record WholeTimes(string Name, int Frames, double FramesPerSecond, double FirstMaskSeconds, IReadOnlyList<ResidentMemory> Resident);
