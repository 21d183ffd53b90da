using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Yofo.Modeling.Vision;

/// <summary>Between the grids of maps. Which rule holds depends on where a map's cells lie.</summary>
internal static class Interpolation
{
    /// <summary>
    /// Refines a map whose cell j lies on pixel <c>stride * j</c>: DeepLab's maps and NanoDet's c4 to c32. The last row and column
    /// are repeated once, and the corners of the larger map aligned, so that cell j comes to lie on cell <c>factor * j</c>
    /// (deeplab.md: half-pixel resizing would be wrong by 7.5 pixels and 11 points of J).
    /// </summary>
    /// <param name="map">[B, C, h, w].</param>
    /// <param name="factor">Cells of the finer grid a cell, a whole number.</param>
    /// <returns>[B, C, h * factor, w * factor].</returns>
    public static Tensor Refine(Tensor map, int factor)
    {
        if (factor == 1)
        {
            return map.alias();
        }

        using var scope = NewDisposeScope();
        var (height, width) = (map.shape[2] * factor, map.shape[3] * factor);
        var repeated = functional.pad(map, [0, 1, 0, 1], PaddingModes.Replicate); // [B, C, h + 1, w + 1]
        var refined = functional.interpolate(repeated, [height + 1, width + 1], mode: InterpolationMode.Bilinear, align_corners: true);
        return refined.narrow(2, 0, height).narrow(3, 0, width).MoveToOuterDisposeScope();
    }
}
