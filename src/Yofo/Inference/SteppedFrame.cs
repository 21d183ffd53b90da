using Yofo.Video;

namespace Yofo.Inference;

/// <summary>A frame and what was found in it; both are valid until the next one is asked for.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Mask">Its masks and verdicts.</param>
internal sealed record SteppedFrame(Frame Frame, FrameMask Mask);
