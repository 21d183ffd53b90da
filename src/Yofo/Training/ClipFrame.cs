using Yofo.Modeling;
using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>One frame of a training clip for N phrases.</summary>
/// <param name="Image">Its features.</param>
/// <param name="Truth">[N, 1, H/4, W/4]: the mask of each phrase, on the cells' pixels.</param>
/// <param name="Presence">[N]: 1 in the frame, 0 not in the clip at all, -1 out of sight for now.</param>
/// <param name="Overlaps">[N, K]: overlap (IoU) of each candidate's box with the target's.</param>
internal sealed record ClipFrame(ImageFeatures Image, Tensor Truth, Tensor Presence, Tensor Overlaps);
