using CsCheck;
using Shouldly;
using Xunit;
using Yofo.Modeling.Vision;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling.Vision;

public sealed class BoxSamplerTests
{
    private const int Rows = 20;
    private const int Columns = 36;

    [Fact]
    public void On_a_ramp_every_sample_is_its_own_coordinate() => Gen.Select(
        Gen.Int[2, 5], Gen.Bool, Gen.Double[0.15, 0.5], Gen.Double[0.55, 0.85], Gen.Double[0.5, 1.2])
        .Sample((power, inMiddle, low, high, widen) =>
        {
            var (stride, offset) = (1 << power, inMiddle ? BoxSampler.InMiddle : BoxSampler.OnPixel);
            using var scope = NewDisposeScope();
            var (x0, x1) = ((float)(low * Columns * stride), (float)(high * Columns * stride));
            var (y0, y1) = ((float)(low * Rows * stride), (float)(high * Rows * stride));
            var boxes = tensor(new[] { x0, y0, x1, y1 }).unsqueeze(0);
            var sampled = BoxSampler.Sample(Ramp(stride, offset), boxes, stride, offset, 7, widen);
            sampled.shape.ShouldBe([1, 2, 7, 7]);
            for (var point = 0; point < 7; point++)
            {
                var part = (((point + 0.5) / 7) - 0.5) * widen;
                sampled[0, 0, 3, point].item<float>().ShouldBe((float)(((x0 + x1) / 2) + ((x1 - x0) * part)), 0.02);
                sampled[0, 1, point, 3].item<float>().ShouldBe((float)(((y0 + y1) / 2) + ((y1 - y0) * part)), 0.02);
            }
        }, iter: 50);

    [Fact]
    public void Each_box_has_its_own_samples_of_every_channel()
    {
        using var scope = NewDisposeScope();
        var map = Ramp(8, BoxSampler.OnPixel);
        var boxes = tensor(new float[,] { { 10, 20, 50, 60 }, { 100, 40, 200, 90 }, { 12, 12, 13, 13 } });
        var together = BoxSampler.Sample(map, boxes, 8, BoxSampler.OnPixel, 4);
        for (var box = 0; box < 3; box++)
        {
            var alone = BoxSampler.Sample(map, boxes.narrow(0, box, 1), 8, BoxSampler.OnPixel, 4);
            CheckFile.Difference(together.narrow(0, box, 1), alone).ShouldBe(0);
        }
    }

    [Fact]
    public void Beyond_the_map_its_border_counts()
    {
        using var scope = NewDisposeScope();
        var map = Ramp(8, BoxSampler.InMiddle);
        var boxes = tensor(new float[,] { { -500, -500, -400, -400 }, { 9000, 9000, 9100, 9100 } });
        var sampled = BoxSampler.Sample(map, boxes, 8, BoxSampler.InMiddle, 3);
        CheckFile.Difference(sampled[0, 0], full([3, 3], 4f)).ShouldBe(0);
        CheckFile.Difference(sampled[1, 0], full([3, 3], (Columns * 8) - 4f)).ShouldBe(0);
    }

    [Fact]
    public void No_boxes_give_no_samples()
    {
        using var scope = NewDisposeScope();
        BoxSampler.Sample(Ramp(8, 0), zeros(0, 4), 8, 0, 5).shape.ShouldBe([0, 2, 5, 5]);
    }

    [Fact]
    public void Gradients_reach_the_map()
    {
        using var scope = NewDisposeScope();
        var map = ones(2, 6, 6, requires_grad: true);
        BoxSampler.Sample(map, tensor(new float[,] { { 8, 8, 24, 24 } }), 8, 0, 4).sum().backward();
        map.grad.ShouldNotBeNull().sum().item<float>().ShouldBe(2 * 16, 1e-3);
    }

    // Two channels, x and y of the cell in box coordinates (pixel i has its middle at i + 0.5). [2, Rows, Columns]
    private static Tensor Ramp(int stride, double offset)
    {
        Tensor Axis(int cells) => offset == BoxSampler.OnPixel
            ? (arange(cells, dtype: ScalarType.Float32) * stride) + 0.5f
            : (arange(cells, dtype: ScalarType.Float32) + (float)offset) * stride;
        return stack([Axis(Columns).unsqueeze(0).expand(Rows, Columns), Axis(Rows).unsqueeze(1).expand(Rows, Columns)], 0);
    }
}
