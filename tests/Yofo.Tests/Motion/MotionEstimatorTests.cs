using Shouldly;
using Xunit;
using Yofo.Motion;

namespace Yofo.Tests.Motion;

public sealed class MotionEstimatorTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, -0.25)]
    [InlineData(3.4, -2.2)]
    [InlineData(-9, 6)]
    [InlineData(17, 11)]
    public void A_texture_that_moved_is_found_where_it_went(double x, double y)
    {
        var field = MotionEstimator.Estimate(Scenes.Moved(0, 0), Scenes.Moved(x, y));
        Middle(field.X, field).ShouldBe(x, 0.15);
        Middle(field.Y, field).ShouldBe(y, 0.15);
        // Nearly everywhere, not only in the middle; what left the picture cannot be found.
        bool Stays(int at) => Column(field, at) + x is > 2 and < Scenes.Width - 3 && Row(field, at) + y is > 2 and < Scenes.Height - 3;
        (Share(field, at => Stays(at) && Math.Abs(field.X[at] - x) < 0.7 && Math.Abs(field.Y[at] - y) < 0.7) / Share(field, Stays)).ShouldBeGreaterThan(0.97);
    }

    [Fact]
    public void Brightness_does_not_look_like_motion()
    {
        var field = MotionEstimator.Estimate(Scenes.Moved(0, 0), Scenes.Moved(2, 1, brighter: 25));
        Middle(field.X, field).ShouldBe(2, 0.2);
        Middle(field.Y, field).ShouldBe(1, 0.2);
    }

    [Fact]
    public void A_flat_picture_does_not_move()
    {
        var flat = Luminance.Of(Scenes.Picture((_, _) => 90), Scenes.Width, Scenes.Height);
        var field = MotionEstimator.Estimate(flat, flat);
        field.X.ToArray().ShouldAllBe(value => value == 0);
        field.Y.ToArray().ShouldAllBe(value => value == 0);
        field.Difference.ToArray().ShouldAllBe(value => value == 0);
    }

    [Fact]
    public void Two_motions_are_kept_apart()
    {
        // The right half slides over the left one's neighbour.
        static double Half(int column, int row, double shift) => column < 72 ? Scenes.Texture(column, row) : Scenes.Texture(column - shift + 500, row);
        var from = Luminance.Of(Scenes.Picture((column, row) => Half(column, row, 0)), Scenes.Width, Scenes.Height);
        var to = Luminance.Of(Scenes.Picture((column, row) => Half(column, row, 5)), Scenes.Width, Scenes.Height);
        var field = MotionEstimator.Estimate(from, to);
        Share(field, at => Column(field, at) is < 60 and > 4 && Math.Abs(field.X[at]) < 0.3).ShouldBeGreaterThan(0.36);
        Share(field, at => Column(field, at) is > 84 and < 134 && Math.Abs(field.X[at] - 5) < 0.3).ShouldBeGreaterThan(0.32);
    }

    [Fact]
    public void What_has_no_like_says_so()
    {
        var seen = MotionEstimator.Estimate(Scenes.Moved(0, 0), Scenes.Moved(4, 2));
        var strange = MotionEstimator.Estimate(Scenes.Moved(0, 0), Luminance.Of(Scenes.Picture((column, row) => Scenes.Texture((3 * row) + 900, (2 * column) - 700)), Scenes.Width, Scenes.Height));
        strange.Difference.ToArray().Average().ShouldBeGreaterThan(5 * seen.Difference.ToArray().Average());
    }

    [Fact]
    public void A_guess_helps_where_the_way_is_too_far()
    {
        var (from, to) = (Scenes.Moved(0, 0), Scenes.Moved(40, 0));
        var guess = new MotionField(Scenes.Width, Scenes.Height);
        guess.X.Fill(38);
        var field = MotionEstimator.Estimate(from, to, guess);
        Middle(field.X, field).ShouldBe(40, 0.2);
    }

    [Theory]
    [InlineData(854, 480)]
    [InlineData(37, 5)]
    [InlineData(8, 8)]
    [InlineData(1, 1)]
    public void Any_size_will_do(int width, int height)
    {
        var frame = new Yofo.Video.Frame(0, 0, width, height, new byte[width * height * 3]);
        var picture = Luminance.For(frame);
        var field = MotionEstimator.Estimate(picture, picture);
        (field.Width, field.Height).ShouldBe((Math.Min(width, 288), Math.Min(height, 160)));
        field.X.ToArray().ShouldAllBe(value => value == 0);
    }

    private static double Middle(Span<float> values, MotionField field)
    {
        var inside = values.ToArray().Where((_, at) => Column(field, at) is > 50 and < 94 && Row(field, at) is > 30 and < 66).Order().ToList();
        return inside[inside.Count / 2];
    }

    // The middle of a block.
    private static int Column(MotionField field, int at) => (at % field.Columns * MotionField.Block) + (MotionField.Block / 2);

    private static int Row(MotionField field, int at) => (at / field.Columns * MotionField.Block) + (MotionField.Block / 2);

    private static double Share(MotionField field, Func<int, bool> holds) => Enumerable.Range(0, field.X.Length).Count(holds) / (double)field.X.Length;
}
