using Shouldly;
using Xunit;
using Yofo.Inference;
using Yofo.Motion;
using static TorchSharp.torch;

namespace Yofo.Tests.Inference;

public sealed class CandidateMotionTests
{
    // Shares of a frame of 96 x 64: a walker on the left, and one on the right.
    private static readonly float[] Left = [0.1f, 0.2f, 0.3f, 0.8f];
    private static readonly float[] Right = [0.6f, 0.2f, 0.8f, 0.8f];

    [Fact]
    public void Who_moves_against_the_background_is_rather_meant()
    {
        using var scope = NewDisposeScope();
        using var field = Pan(0, right: -6);
        var gain = Gain(field, Left, Right);
        gain[1].ShouldBe(0, "nobody moves more");
        gain[0].ShouldBe(-3, "the most: words still count");
    }

    [Fact]
    public void Where_the_other_hardly_moves_who_stands_loses_less()
    {
        using var scope = NewDisposeScope();
        using var field = Pan(0, right: -1);
        Gain(field, Left, Right)[0].ShouldBe(1.5f * MathF.Log(0.003f / ((1 / 96f) + 0.003f)), 1e-3f);
    }

    [Fact]
    public void A_camera_that_pans_with_somebody_does_not_make_him_stand()
    {
        using var scope = NewDisposeScope();
        using var field = Pan(-6, right: 6); // the right one keeps his place in the picture
        Gain(field, Left, Right).ShouldBe([-3, 0]);
    }

    [Fact]
    public void Where_nothing_moves_nobody_loses()
    {
        using var scope = NewDisposeScope();
        using var still = Pan(0, right: 0);
        Gain(still, Left, Right).ShouldBe([0, 0]);
        using var pan = Pan(5, right: 0);
        Gain(pan, Left, Right).ShouldBe([0, 0]);
    }

    [Fact]
    public void Boxes_of_no_size_and_beyond_the_frame_are_read_where_they_lie()
    {
        using var scope = NewDisposeScope();
        using var field = Pan(0, right: -6);
        Gain(field, [0.7f, 0.5f, 0.7f, 0.5f], [0, 0, 0, 0], [0.9f, 0.9f, 1.2f, 1.1f])[0].ShouldBe(0);
    }

    private static float[] Gain(MotionField field, params float[][] boxes) =>
        CandidateMotion.Gain(field, tensor(boxes.SelectMany(box => box).ToArray()).reshape(1, boxes.Length, 4)).data<float>().ToArray();

    // All comes from so many pixels to the right, the one on the right from that many more.
    private static MotionField Pan(float all, float right)
    {
        var field = new MotionField(96, 64);
        for (var row = 0; row < field.Rows; row++)
        {
            for (var column = 0; column < field.Columns; column++)
            {
                var (x, y) = ((column + 0.5) / field.Columns, (row + 0.5) / field.Rows);
                var inside = x > Right[0] && x < Right[2] && y > Right[1] && y < Right[3];
                field.X[(row * field.Columns) + column] = all + (inside ? right : 0);
            }
        }

        return field;
    }
}
