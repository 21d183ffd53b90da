using Shouldly;
using Xunit;
using Yofo.Modeling.Vision;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling.Vision;

public sealed class InterpolationTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(16)]
    public void A_refined_ramp_is_the_ramp_until_its_last_cell(int factor)
    {
        using var scope = NewDisposeScope();

        // Cell j lies on pixel factor * j and says so; so must every pixel between the first and the last cell.
        var x = (arange(5, dtype: ScalarType.Float32) * factor).reshape(1, 1, 1, 5).expand(1, 1, 3, 5);
        var y = (arange(3, dtype: ScalarType.Float32) * factor).reshape(1, 1, 3, 1).expand(1, 1, 3, 5);
        var refined = Interpolation.Refine(cat([x, y], 1), factor);
        refined.shape.ShouldBe([1, 2, 3 * factor, 5 * factor]);
        for (var row = 0; row < 3 * factor; row++)
        {
            refined[0, 1, row, 0].item<float>().ShouldBe(Math.Min(row, 2 * factor), 1e-3);
        }

        for (var column = 0; column < 5 * factor; column++)
        {
            refined[0, 0, 0, column].item<float>().ShouldBe(Math.Min(column, 4 * factor), 1e-3);
        }
    }

    [Fact]
    public void A_factor_of_one_changes_nothing()
    {
        using var scope = NewDisposeScope();
        var map = randn(2, 3, 4, 5);
        CheckFile.Difference(Interpolation.Refine(map, 1), map).ShouldBe(0);
    }
}
