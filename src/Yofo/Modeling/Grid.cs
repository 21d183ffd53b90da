using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Yofo.Modeling;

/// <summary>
/// Geometry of the maps: cell j of a map of stride s lies on pixel s * j (deeplab.md: worth 11 points of J), and boxes are
/// shares of the frame. R boxes, G x G points a box.
/// </summary>
internal static class Grid
{
    /// <summary>Doubles a map's resolution a few times over: [B, C, h, w] to [B, C, f h, f w], cells staying on their pixels.</summary>
    public static Tensor Upsample(Tensor map, int factor)
    {
        var (height, width) = (map.shape[2], map.shape[3]);
        var padded = pad(map, [0, 1, 0, 1], PaddingModes.Replicate);
        return interpolate(padded, [(factor * height) + 1, (factor * width) + 1], mode: InterpolationMode.Bilinear, align_corners: true)
            .narrow(2, 0, factor * height).narrow(3, 0, factor * width);
    }

    /// <summary>Widens boxes about their centres. [R, 4] to [R, 4]; they may leave the frame.</summary>
    public static Tensor Widen(Tensor boxes, double factor)
    {
        var centre = (boxes.narrow(-1, 0, 2) + boxes.narrow(-1, 2, 2)) / 2;
        var half = (boxes.narrow(-1, 2, 2) - boxes.narrow(-1, 0, 2)) * (factor / 2);
        return cat([centre - half, centre + half], -1);
    }

    /// <summary>Samples a map on a regular grid of points in each box, bilinear, clamped at the border.</summary>
    /// <param name="map">[1, C, h, w] of stride <paramref name="stride"/>.</param>
    /// <param name="boxes">[R, 4].</param>
    /// <param name="points">G.</param>
    /// <param name="stride">Pixels a cell.</param>
    /// <returns>[R, C, G, G].</returns>
    public static Tensor SampleBoxes(Tensor map, Tensor boxes, int points, int stride)
    {
        var (channels, height, width) = (map.shape[1], map.shape[2], map.shape[3]);
        var count = boxes.shape[0];
        var steps = (arange(points, dtype: ScalarType.Float32, device: boxes.device) + 0.5f) / points;             // [G]
        var x = Cell(boxes.narrow(1, 0, 1), boxes.narrow(1, 2, 1), steps, width, stride);                          // [R, G]
        var y = Cell(boxes.narrow(1, 1, 1), boxes.narrow(1, 3, 1), steps, height, stride);                         // [R, G]
        var grid = stack([x.unsqueeze(1).expand(count, points, points), y.unsqueeze(2).expand(count, points, points)], -1);
        // One tall grid over one map: nothing is copied a box.
        var sampled = grid_sample(map, grid.reshape(1, count * points, points, 2), mode: GridSampleMode.Bilinear, padding_mode: GridSamplePaddingMode.Border, align_corners: true);
        return sampled.reshape(channels, count, points, points).transpose(0, 1);
    }

    /// <summary>The mean of <see cref="SampleBoxes"/> over each box's points: [R, C]. Along each side it is a weighted sum of cells, so that one product of matrices does it.</summary>
    /// <param name="map">[1, C, h, w] of stride <paramref name="stride"/>.</param>
    /// <param name="boxes">[R, 4].</param>
    /// <param name="points">G.</param>
    /// <param name="stride">Pixels a cell.</param>
    public static Tensor PoolBoxes(Tensor map, Tensor boxes, int points, int stride)
    {
        var (channels, height, width) = (map.shape[1], map.shape[2], map.shape[3]);
        var across = Shares(boxes.narrow(1, 0, 1), boxes.narrow(1, 2, 1), points, width, stride);                  // [R, w]
        var down = Shares(boxes.narrow(1, 1, 1), boxes.narrow(1, 3, 1), points, height, stride);                   // [R, h]
        var shares = (down.unsqueeze(2) * across.unsqueeze(1)).reshape(boxes.shape[0], height * width);
        return shares.matmul(map.permute(0, 2, 3, 1).reshape(height * width, channels));
    }

    /// <summary>Paints maps that live on boxes into the frame; outside its box a map is 0.</summary>
    /// <param name="shapes">[R, C, G, G], values on the points of <see cref="SampleBoxes"/>.</param>
    /// <param name="boxes">[R, 4].</param>
    /// <param name="height">Rows of the target map.</param>
    /// <param name="width">Columns of the target map.</param>
    /// <param name="stride">Pixels a cell of the target map.</param>
    /// <returns>[R, C, height, width].</returns>
    public static Tensor PaintBoxes(Tensor shapes, Tensor boxes, long height, long width, int stride)
    {
        var count = boxes.shape[0];
        var x = Place(boxes.narrow(1, 0, 1), boxes.narrow(1, 2, 1), width, stride);   // [R, w]
        var y = Place(boxes.narrow(1, 1, 1), boxes.narrow(1, 3, 1), height, stride);  // [R, h]
        var grid = stack([x.unsqueeze(1).expand(count, height, width), y.unsqueeze(2).expand(count, height, width)], -1);
        return grid_sample(shapes, grid, mode: GridSampleMode.Bilinear, padding_mode: GridSamplePaddingMode.Zeros, align_corners: false);
    }

    /// <summary>Maps on a grid of other cells over the same frame, read between the nearest cells: [N, C, h, w] to [N, C, height, width], of one stride.</summary>
    /// <param name="map">[N, C, h, w].</param>
    /// <param name="height">Cells down.</param>
    /// <param name="width">Cells across.</param>
    /// <param name="stride">Pixels a cell, of both.</param>
    public static Tensor Fit(Tensor map, long height, long width, int stride = 4)
    {
        var (h, w) = (map.shape[2], map.shape[3]);
        return (h, w) == (height, width) ? map : Along(h, height).matmul(map).matmul(Along(w, width).transpose(0, 1));

        Tensor Along(long from, long to)
        {
            var place = ((((arange(to, dtype: ScalarType.Float32, device: map.device) * stride) + 0.5) * ((double)from / to)) - 0.5) / stride;     // of a cell, in cells
            return (1 - (place.clamp(0, from - 1).unsqueeze(1) - arange(from, dtype: ScalarType.Float32, device: map.device)).abs()).clamp_min(0); // [to, from]
        }
    }

    /// <summary>Area that each two boxes share: [B, K, 4] to [B, K, K].</summary>
    public static Tensor Shared(Tensor boxes)
    {
        var first = maximum(boxes.narrow(2, 0, 2).unsqueeze(2), boxes.narrow(2, 0, 2).unsqueeze(1));
        var last = minimum(boxes.narrow(2, 2, 2).unsqueeze(2), boxes.narrow(2, 2, 2).unsqueeze(1));
        return (last - first).clamp_min(0).prod(3);
    }

    /// <summary>Areas of boxes whose sides are at least a hair: [B, K, 4] to [B, K].</summary>
    public static Tensor Area(Tensor boxes) => (boxes.narrow(2, 2, 2) - boxes.narrow(2, 0, 2)).clamp_min(1e-4).prod(2);

    /// <summary>Intersection over union of each two boxes: [B, K, 4] to [B, K, K].</summary>
    public static Tensor Overlaps(Tensor boxes)
    {
        var shared = Shared(boxes);
        var area = Area(boxes);
        return shared / (area.unsqueeze(2) + area.unsqueeze(1) - shared);
    }

    /// <summary>Of each two boxes the share of the smaller that lies in the other: [B, K, 4] to [B, K, K].</summary>
    public static Tensor Within(Tensor boxes)
    {
        var area = Area(boxes);
        return Shared(boxes) / minimum(area.unsqueeze(2), area.unsqueeze(1));
    }

    /// <summary>Two channels, x and y of every cell from -1 to 1: [1, 2, h, w].</summary>
    public static Tensor Coordinates(long height, long width, Device device)
    {
        var x = linspace(-1, 1, width, dtype: ScalarType.Float32, device: device).reshape(1, 1, 1, width).expand(1, 1, height, width);
        var y = linspace(-1, 1, height, dtype: ScalarType.Float32, device: device).reshape(1, 1, height, 1).expand(1, 1, height, width);
        return cat([x, y], 1);
    }

    // What each cell counts in the mean of points between cells, clamped at the border: [R, cells].
    private static Tensor Shares(Tensor start, Tensor end, int points, long cells, int stride)
    {
        var steps = (arange(points, dtype: ScalarType.Float32, device: start.device) + 0.5f) / points;             // [G]
        var place = ((((start + ((end - start) * steps)) * (cells * stride)) - 0.5) / stride).clamp(0, cells - 1); // [R, G], in cells
        var away = (place.unsqueeze(2) - arange(cells, dtype: ScalarType.Float32, device: start.device)).abs();    // [R, G, cells]
        return (1 - away).clamp_min(0).mean([1]);
    }

    // Share of the frame -> pixel (centres at half) -> cell -> grid_sample's -1..1 with the corners on the outer cells.
    private static Tensor Cell(Tensor start, Tensor end, Tensor steps, long cells, int stride)
    {
        var pixel = ((start + ((end - start) * steps)) * (cells * stride)) - 0.5;
        return (pixel * (2.0 / (stride * Math.Max(cells - 1, 1)))) - 1;
    }

    // Cell -> share of the frame -> share of the box -> -1..1 with the corners on the box's edges.
    private static Tensor Place(Tensor start, Tensor end, long cells, int stride)
    {
        var share = ((arange(cells, dtype: ScalarType.Float32, device: start.device) * stride) + 0.5f) / (cells * stride);
        return ((share.unsqueeze(0) - start) / (end - start).clamp_min(1e-6) * 2) - 1;
    }
}
