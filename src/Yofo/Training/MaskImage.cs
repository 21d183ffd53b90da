using Yofo.Data;
using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>Masks as tensors.</summary>
internal static class MaskImage
{
    /// <summary>Masks of one picture, each a channel: [1, O, h, w], 0 or 1, at the picture's own size.</summary>
    public static Tensor Of(IReadOnlyList<RunLengthMask> masks)
    {
        var planes = masks.Select(mask => Plane(mask.ToPixels(), mask.Width, mask.Height)).ToArray();
        return stack(planes).unsqueeze(0).to_type(ScalarType.Float32);
    }

    /// <summary>Pixels as a [h, w] byte tensor.</summary>
    public static Tensor Plane(ReadOnlySpan<byte> pixels, int width, int height)
    {
        var plane = empty(height, width, ScalarType.Byte);
        pixels.CopyTo(plane.bytes);
        return plane;
    }

    /// <summary>Masks brought to another size without mixing them: [1, O, h, w] to [1, O, height, width].</summary>
    public static Tensor Resize(Tensor masks, long height, long width) =>
        nn.functional.interpolate(masks, [height, width], mode: InterpolationMode.Nearest);
}
