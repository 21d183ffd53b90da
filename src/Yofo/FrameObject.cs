namespace Yofo;

/// <summary>What was found of one phrase in one frame.</summary>
/// <param name="Phrase">Number of the phrase, from 1; the value of its pixels in <see cref="FrameMask.Indices"/>.</param>
/// <param name="Present">Whether the phrase's object is in this frame at all.</param>
/// <param name="Score">How sure the network is that it is, 0 to 1.</param>
/// <param name="Area">Pixels of its mask; 0 where it is absent.</param>
/// <param name="Box">Smallest box around its mask, in pixels; empty where it is absent.</param>
public sealed record FrameObject(int Phrase, bool Present, double Score, int Area, PixelBox Box);
