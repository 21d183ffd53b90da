using Shouldly;
using Xunit;
using Yofo.Tests.Modeling;
using Yofo.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Yofo.Tests.Training;

public sealed class PictureWarpTests
{
    [Theory]
    [InlineData(64, 96)]
    [InlineData(63, 41)]
    public void The_identity_changes_nothing(int height, int width)
    {
        using var scope = NewDisposeScope();
        var picture = (Tensors.Normal(1, ScalarType.Float32, 1, 3, height, width) * 50 + 128).clamp(0, 255);
        var masks = Tensors.Normal(2, ScalarType.Float32, 1, 2, height, width).gt(0).to_type(ScalarType.Float32);
        Tensors.Difference(PictureWarp.Identity.Picture(picture), picture).ShouldBeLessThan(0.02);
        Tensors.Difference(PictureWarp.Identity.Masks(masks), masks).ShouldBe(0);
    }

    [Fact]
    public void A_picture_and_its_masks_move_together()
    {
        var random = new Random(5);
        var judged = 0;
        for (var draw = 0; draw < 25; draw++)
        {
            using var scope = NewDisposeScope();
            var mask = zeros(1, 1, 64, 96);
            mask.narrow(2, 18, 24).narrow(3, 36, 28).fill_(1);
            var warp = PictureWarp.Draw(random);
            warp.Gain.ShouldBeInRange(0.8, 1.2);
            var picture = warp.Picture((mask * 200).expand(1, 3, 64, 96));
            var bright = picture.narrow(1, 0, 1).gt(100 * warp.Gain).to_type(ScalarType.Float32);
            var moved = warp.Masks(mask);
            Tensors.Difference(moved, moved.gt(0.5).to_type(ScalarType.Float32)).ShouldBe(0, "a mask stays 0 or 1");

            // What comes from outside is mirrored into the picture and empty in the mask; nothing is said of it, nor of the outline's own pixels.
            var inside = -functional.max_pool2d(-warp.Masks(ones_like(mask)), 3, stride: 1, padding: 1);
            var border = functional.max_pool2d(moved, 3, stride: 1, padding: 1) + functional.max_pool2d(-moved, 3, stride: 1, padding: 1);
            var sure = inside * (1 - border);
            Tensors.Largest((bright - moved) * sure).ShouldBe(0, $"draw {draw}");
            judged += (moved * sure).sum().item<float>() > 50 ? 1 : 0;
            Tensors.Difference(moved, mask).ShouldBe(1, "it moves");
        }

        judged.ShouldBeGreaterThan(15);
    }

    [Fact]
    public void A_quarter_turn_is_a_turn_in_a_wide_frame_too()
    {
        using var scope = NewDisposeScope();
        var mask = zeros(1, 1, 60, 120);
        mask.narrow(2, 10, 40).narrow(3, 55, 10).fill_(1); // an upright bar, 40 by 10, about the centre
        var turned = new PictureWarp([0, -1, 0, 1, 0, 0], 1).Masks(mask);
        var expected = zeros(1, 1, 60, 120);
        expected.narrow(2, 25, 10).narrow(3, 40, 40).fill_(1);
        (turned - expected).abs().sum().item<float>().ShouldBeLessThanOrEqualTo(40); // an edge may fall on either side
    }

    [Fact]
    public void The_same_seed_draws_the_same_warp()
    {
        var (one, other) = (PictureWarp.Draw(new Random(3)), PictureWarp.Draw(new Random(3)));
        other.Matrix.ShouldBe(one.Matrix);
        other.Gain.ShouldBe(one.Gain);
        PictureWarp.Draw(new Random(4)).Matrix.ShouldNotBe(one.Matrix);
    }
}
