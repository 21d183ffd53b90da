namespace Yofo;

/// <summary>The answer for one frame: which pixel belongs to which phrase, and a verdict for each phrase.</summary>
/// <param name="Index">Number of the frame in its source, from 0.</param>
/// <param name="Time">Seconds from the start of the source.</param>
/// <param name="Width">Width of the frame in pixels.</param>
/// <param name="Height">Height of the frame in pixels.</param>
/// <param name="Indices">Width * Height bytes, row by row: 0 background, k = the k-th phrase.</param>
/// <param name="Objects">One entry a phrase, in the order of the phrases.</param>
public sealed record FrameMask(int Index, double Time, int Width, int Height, ReadOnlyMemory<byte> Indices, IReadOnlyList<FrameObject> Objects);
