namespace Yofo.Video;

/// <summary>One picture of a video: 8-bit RGB, row by row from the top, three bytes a pixel.</summary>
/// <param name="Index">Number of the frame in its source, from 0.</param>
/// <param name="Time">Seconds from the start of the source.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Rgb">Width * Height * 3 bytes. The source may use the buffer again once the next frame is asked for.</param>
public sealed record Frame(int Index, double Time, int Width, int Height, ReadOnlyMemory<byte> Rgb);
