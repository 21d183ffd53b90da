using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>A frame between the network's two halves.</summary>
/// <param name="Image">Its features.</param>
/// <param name="Outlines">Outlines of its candidates.</param>
/// <param name="Mined">What feature mining found, for N phrases.</param>
/// <param name="X">Image feature x of meta-transfer: [1, Cx, H/8, W/8]; null where meta-transfer is off.</param>
/// <param name="Sample">The frame as the inner solver sees it; null where meta-transfer is off.</param>
internal sealed record MinedFrame(ImageFeatures Image, CandidateOutlines Outlines, MinedFeatures Mined, Tensor? X, TransferSample? Sample);
