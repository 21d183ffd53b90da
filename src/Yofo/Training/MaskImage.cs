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

    /// <summary>Smallest box around a mask [h, w], as shares of the frame.</summary>
    public static ObjectBox Box(Tensor mask)
    {
        using var scope = NewDisposeScope();
        var (columns, rows) = (mask.amax([0]).gt(0.5).nonzero(), mask.amax([1]).gt(0.5).nonzero());
        if (columns.numel() == 0)
        {
            return default;
        }

        var (left, right) = (columns.min().item<long>(), columns.max().item<long>() + 1);
        var (top, bottom) = (rows.min().item<long>(), rows.max().item<long>() + 1);
        double Share(long side, int axis) => side / (double)mask.shape[axis];
        return new ObjectBox(Share(left, 1), Share(top, 0), Share(right - left, 1), Share(bottom - top, 0));
    }
}
