namespace Yofo.Cli.Segment;

/// <summary>How a run of <c>yofo segment</c> ended.</summary>
/// <param name="Absent">Phrases that are in no frame.</param>
/// <param name="Interrupted">Whether the user stopped it.</param>
internal sealed record SegmentResult(IReadOnlyList<string> Absent, bool Interrupted);
