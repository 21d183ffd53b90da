using Shouldly;
using Xunit;
using Yofo.Data.Datasets;

namespace Yofo.Tests.Data.Datasets;

public sealed class CocoPolygonTests
{
    [Theory]
    [InlineData(1, 1, 4, 3)]
    [InlineData(0, 0, 6, 5)]
    [InlineData(2, 0, 3, 5)]
    public void A_box_of_whole_pixels_covers_exactly_those_pixels_in_both_directions(int left, int top, int right, int bottom)
    {
        var expected = new byte[30];
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++) expected[(y * 6) + x] = 1;
        }

        Draw(left, top, right, top, right, bottom, left, bottom).ShouldBe(expected);
        Draw(left, top, left, bottom, right, bottom, right, top).ShouldBe(expected);
    }

    [Fact]
    public void A_pixel_is_inside_where_its_middle_is() =>
        Draw(0, 0, 5.4, 0, 0, 5.4).ShouldBe(
        [
            1, 1, 1, 1, 1, 0,
            1, 1, 1, 1, 0, 0,
            1, 1, 1, 0, 0, 0,
            1, 1, 0, 0, 0, 0,
            1, 0, 0, 0, 0, 0,
        ]);

    [Fact]
    public void What_lies_outside_the_picture_is_cut_off_and_two_polygons_are_united()
    {
        var mask = Draw(-3, -3, 2, -3, 2, 9, -3, 9);
        CocoPolygon.Draw([1, 0, 3, 0, 3, 1, 1, 1], mask, 6, 5);
        mask.ShouldBe(
        [
            1, 1, 1, 0, 0, 0,
            1, 1, 0, 0, 0, 0,
            1, 1, 0, 0, 0, 0,
            1, 1, 0, 0, 0, 0,
            1, 1, 0, 0, 0, 0,
        ]);
    }

    private static byte[] Draw(params double[] points)
    {
        var mask = new byte[30];
        CocoPolygon.Draw(points, mask, 6, 5);
        return mask;
    }
}
