using static TorchSharp.torch;

namespace Yofo.Inference;

/// <summary>A frame whose masks are final, but for the verdicts.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Look">The look of the network that it belongs to: its own, or that of the next frame that was seen.</param>
/// <param name="Logits">Its masks for each session, [N, h, w], the caller's to dispose; null where they failed.</param>
internal sealed record ChainedFrame(FrameWork Frame, int Look, IReadOnlyList<Tensor?> Logits);
