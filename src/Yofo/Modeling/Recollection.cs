using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>What is known of the target from the frames before.</summary>
/// <param name="Target">[N, 1, H/8, W/8]: logits of what the memory sees of it in this frame.</param>
/// <param name="Carried">Its mask in the frame before, carried over by motion; null where none is.</param>
internal sealed record Recollection(Tensor Target, CarriedOutline? Carried);
