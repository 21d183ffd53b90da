using Shouldly;
using Xunit;
using Yofo.Modeling;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling;

public sealed class GridTests
{
    private const int Height = 64, Width = 96;

    [Fact]
    public void Overlaps_are_those_of_plain_boxes()
    {
        using var scope = NewDisposeScope();
        Yofo.Data.ObjectBox[] boxes = [new(0.1, 0.2, 0.5, 0.4), new(0.3, 0.1, 0.2, 0.8), new(0.9, 0.9, 0.1, 0.1)];
        var sides = tensor(boxes.SelectMany(box => new[] { (float)box.X, (float)box.Y, (float)box.Right, (float)box.Bottom }).ToArray()).reshape(1, 3, 4);
        var (shared, overlaps) = (Tensors.ToArray(Grid.Shared(sides)), Tensors.ToArray(Grid.Overlaps(sides)));
        for (var pair = 0; pair < 9; pair++)
        {
            shared[pair].ShouldBe(boxes[pair / 3].Intersection(boxes[pair % 3]), 1e-6);
            overlaps[pair].ShouldBe(boxes[pair / 3].IntersectionOverUnion(boxes[pair % 3]), 1e-5);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Points_of_a_box_read_the_pixels_they_lie_on(int stride)
    {
        const int Points = 5;
        using var scope = NewDisposeScope();
        double[][] boxes = [[0.1, 0.2, 0.6, 0.7], [0.3, 0.05, 0.35, 0.8], [-0.2, 0.5, 1.1, 1.3]];
        var rows = tensor(boxes.SelectMany(box => box).Select(side => (float)side).ToArray()).reshape(3, 4);
        var sampled = Grid.SampleBoxes(Pixels(stride), rows, Points, stride);
        sampled.shape.ShouldBe([3, 2, Points, Points]);
        for (var box = 0; box < boxes.Length; box++)
        {
            for (var row = 0; row < Points; row++)
            {
                for (var column = 0; column < Points; column++)
                {
                    var (x, y) = (At(boxes[box][0], boxes[box][2], column, Width), At(boxes[box][1], boxes[box][3], row, Height));
                    sampled[box, 0, row, column].item<float>().ShouldBe((float)x, 1e-3f);
                    sampled[box, 1, row, column].item<float>().ShouldBe((float)y, 1e-3f);
                }
            }
        }

        // The middle of pixel p is the share (p + 1/2) / side; outside the map its border goes on.
        double At(double start, double end, int point, int side) =>
            Math.Clamp(((start + ((end - start) * (point + 0.5) / Points)) * side) - 0.5, 0, side - stride);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void A_pooled_box_is_the_mean_of_its_points(int stride)
    {
        using var scope = NewDisposeScope();
        var map = Tensors.Normal(5, ScalarType.Float32, 1, 7, Height / stride, Width / stride);
        var boxes = tensor(new float[,] { { 0.1f, 0.2f, 0.6f, 0.7f }, { 0.3f, 0.05f, 0.301f, 0.8f }, { -0.2f, 0.5f, 1.1f, 1.3f }, { 0, 0, 0.001f, 0.001f } });
        Tensors.Difference(Grid.PoolBoxes(map, boxes, 6, stride), Grid.SampleBoxes(map, boxes, 6, stride).mean([2, 3])).ShouldBeLessThan(1e-5);
    }

    [Fact]
    public void A_map_on_another_grid_says_the_same_of_the_same_places()
    {
        using var scope = NewDisposeScope();
        var map = Pixels(4);                                                                                // [1, 2, 16, 24]: x and y of the pixel under each cell
        var finer = Grid.Fit(map, 24, 32);
        finer.shape.ShouldBe([1, 2, 24, 32]);
        for (var cell = 1; cell < 23; cell++)
        {
            // Cell j lies on pixel 4 j, whose middle is the share (4 j + 1/2) / side.
            finer[0, 0, 5, cell].item<float>().ShouldBe(((((4 * cell) + 0.5f) / 128) * Width) - 0.5f, 1e-3f);
            finer[0, 1, cell, 5].item<float>().ShouldBe(((((4 * cell) + 0.5f) / 96) * Height) - 0.5f, 1e-3f);
        }

        Grid.Fit(map, 16, 24).ShouldBeSameAs(map);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Painting_undoes_sampling(int stride)
    {
        using var scope = NewDisposeScope();
        var map = Pixels(stride);
        var boxes = tensor(new[] { 0.15f, 0.1f, 0.8f, 0.7f, 0f, 0f, 1f, 1f }).reshape(2, 4);
        var painted = Grid.PaintBoxes(Grid.SampleBoxes(map, boxes, 64, stride), boxes, Height / stride, Width / stride, stride);
        painted.shape.ShouldBe([2, 2, Height / stride, Width / stride]);
        var seen = 0;
        for (var box = 0; box < 2; box++)
        {
            var (left, top, right, bottom) = (boxes[box, 0].item<float>() * Width, boxes[box, 1].item<float>() * Height, boxes[box, 2].item<float>() * Width, boxes[box, 3].item<float>() * Height);
            for (var y = 0; y < Height; y += stride)
            {
                for (var x = 0; x < Width; x += stride)
                {
                    // Two points of a 64th of the box in from its edge, and not where the map ends before the frame does.
                    var (marginX, marginY) = ((right - left) / 32, (bottom - top) / 32);
                    var inside = x > left + marginX && x < right - marginX && y > top + marginY && y < bottom - marginY;
                    var outside = x < left - marginX || x > right + marginX || y < top - marginY || y > bottom + marginY;
                    if (inside && x < Width - stride - marginX && y < Height - stride - marginY)
                    {
                        seen++;
                        painted[box, 0, y / stride, x / stride].item<float>().ShouldBe(x, 0.02f);
                        painted[box, 1, y / stride, x / stride].item<float>().ShouldBe(y, 0.02f);
                    }
                    else if (outside)
                    {
                        painted[box, 0, y / stride, x / stride].item<float>().ShouldBe(0);
                        painted[box, 1, y / stride, x / stride].item<float>().ShouldBe(0);
                    }
                }
            }
        }

        seen.ShouldBeGreaterThan(8);
    }

    [Fact]
    public void A_smooth_shape_survives_sampling_and_painting()
    {
        using var scope = NewDisposeScope();
        var pixels = Pixels(4);
        var map = (pixels.narrow(1, 0, 1) / 30).sin() * (pixels.narrow(1, 1, 1) / 25).cos();
        var boxes = tensor(new[] { 0.1f, 0.1f, 0.9f, 0.9f }).reshape(1, 4);
        var painted = Grid.PaintBoxes(Grid.SampleBoxes(map, boxes, 64, 4), boxes, Height / 4, Width / 4, 4);
        var (original, again) = (map.narrow(2, 3, 10).narrow(3, 4, 16), painted.narrow(2, 3, 10).narrow(3, 4, 16));
        Tensors.Difference(original, again).ShouldBeLessThan(0.01);
        Tensors.Largest(original).ShouldBeGreaterThan(0.5);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Enlarging_keeps_cells_on_their_pixels_and_draws_straight_lines_between(int factor)
    {
        using var scope = NewDisposeScope();
        var map = Tensors.Normal(1, ScalarType.Float32, 2, 3, 5, 7);
        var large = Grid.Upsample(map, factor);
        large.shape.ShouldBe([2, 3, 5 * factor, 7 * factor]);
        var back = large[TensorIndex.Colon, TensorIndex.Colon, TensorIndex.Slice(0, null, factor), TensorIndex.Slice(0, null, factor)];
        Tensors.Difference(back, map).ShouldBeLessThan(1e-5);

        var ramp = arange(7, dtype: ScalarType.Float32).reshape(1, 1, 1, 7).expand(1, 1, 5, 7);
        var line = Tensors.ToArray(Grid.Upsample(ramp, factor)[0, 0, 2]);
        for (var pixel = 0; pixel < line.Length; pixel++)
        {
            line[pixel].ShouldBe(Math.Min(pixel / (double)factor, 6), 1e-5); // past the last cell it goes on as it is
        }
    }

    [Fact]
    public void Widening_keeps_the_centre_and_multiplies_the_sides()
    {
        using var scope = NewDisposeScope();
        var wide = Grid.Widen(tensor(new[] { 0.2f, 0.4f, 0.6f, 0.5f, 0f, 0f, 1f, 1f }).reshape(2, 4), 1.5);
        var expected = tensor(new[] { 0.1f, 0.375f, 0.7f, 0.525f, -0.25f, -0.25f, 1.25f, 1.25f }).reshape(2, 4);
        Tensors.Difference(wide, expected).ShouldBeLessThan(1e-6);
    }

    [Fact]
    public void Coordinates_run_from_corner_to_corner()
    {
        using var scope = NewDisposeScope();
        var places = Grid.Coordinates(3, 5, CPU);
        places.shape.ShouldBe([1, 2, 3, 5]);
        Tensors.ToArray(places[0, 0, 2]).ShouldBe([-1, -0.5, 0, 0.5, 1], 1e-6);
        Tensors.ToArray(places[0, 1, TensorIndex.Colon, 4]).ShouldBe([-1, 0, 1], 1e-6);
    }

    // Channel 0 holds the x, channel 1 the y of the pixel that a cell lies on.
    private static Tensor Pixels(int stride)
    {
        var (rows, columns) = (Height / stride, Width / stride);
        var x = (arange(columns, dtype: ScalarType.Float32) * stride).reshape(1, 1, 1, columns).expand(1, 1, rows, columns);
        var y = (arange(rows, dtype: ScalarType.Float32) * stride).reshape(1, 1, rows, 1).expand(1, 1, rows, columns);
        return cat([x, y], 1);
    }
}
