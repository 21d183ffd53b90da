using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Yofo.Modeling.Vision;

/// <summary>Reads a map at a grid of points over each box, bilinearly; beyond the map its border counts.</summary>
internal static class BoxSampler
{
    /// <summary>Where a cell lies for DeepLab's maps and NanoDet's c4 to c32 (see <see cref="NanoDetMaps"/> for p8 to p32): on pixel stride * j.</summary>
    public const double OnPixel = 0;

    /// <summary>Where a cell lies that was made by averaging its pixels: at (j + 0.5) * stride.</summary>
    public const double InMiddle = 0.5;

    /// <summary>Samples every box.</summary>
    /// <param name="map">[C, h, w].</param>
    /// <param name="boxes">x0, y0, x1, y1 in pixels; pixel i spans i to i + 1, its middle is i + 0.5. [N, 4], N may be 0.</param>
    /// <param name="stride">Pixels a cell.</param>
    /// <param name="offset"><see cref="OnPixel"/>: the middle of pixel stride * j, or <see cref="InMiddle"/>.</param>
    /// <param name="grid">G points a side, the middles of G x G equal parts of the box.</param>
    /// <param name="widen">Factor on the box's sides, about its middle.</param>
    /// <returns>[N, C, G, G].</returns>
    public static Tensor Sample(Tensor map, Tensor boxes, int stride, double offset, int grid, double widen = 1)
    {
        var (channels, count) = (map.shape[0], boxes.shape[0]);
        if (count == 0)
        {
            return empty([0, channels, grid, grid], map.dtype, map.device);
        }

        using var scope = NewDisposeScope();
        var x = Points(boxes, 0, map.shape[2], stride, offset, grid, widen).unsqueeze(1).expand(count, grid, grid); // [N, G, G]
        var y = Points(boxes, 1, map.shape[1], stride, offset, grid, widen).unsqueeze(2).expand(count, grid, grid); // [N, G, G]
        var points = stack([x, y], 3).reshape(1, count * grid, grid, 2).to_type(map.dtype);
        var sampled = functional.grid_sample(
            map.unsqueeze(0), points, GridSampleMode.Bilinear, GridSamplePaddingMode.Border, align_corners: false); // [1, C, N * G, G]
        return sampled.reshape(channels, count, grid, grid).permute(1, 0, 2, 3).contiguous().MoveToOuterDisposeScope();
    }

    // The points of one axis in grid_sample's units, where -1 and 1 are the outer edges of the first and last of `cells`: [N, G].
    private static Tensor Points(Tensor boxes, int axis, long cells, int stride, double offset, int grid, double widen)
    {
        var (low, high) = (boxes.narrow(1, axis, 1), boxes.narrow(1, axis + 2, 1)); // [N, 1]
        var parts = (arange(grid, dtype: ScalarType.Float32, device: boxes.device) + 0.5f) / grid - 0.5f; // [G] about the middle
        var pixels = ((low + high) / 2f) + ((high - low) * (float)widen * parts); // [N, G]
        var cell = offset == OnPixel ? (pixels - 0.5f) / stride : (pixels / stride) - (float)offset;
        return ((cell * 2f + 1f) / cells) - 1f;
    }
}
