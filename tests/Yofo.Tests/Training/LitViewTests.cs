using Shouldly;
using Xunit;
using Yofo.Data;
using Yofo.Tests.Modeling;
using Yofo.Training;
using Yofo.Video;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Yofo.Tests.Training;

public sealed class LitViewTests
{
    private const int Width = 160, Height = 120;
    private static readonly ObjectBox Thing = new(40, 30, 50, 60);

    [Fact]
    public void A_picture_and_its_masks_are_cut_and_mirrored_together()
    {
        var random = new Random(3);
        var (frame, mask) = Paint();
        for (var draw = 0; draw < 12; draw++)
        {
            using var scope = NewDisposeScope();
            var view = LitView.Draw(Width, Height, [Thing], random) with { Light = null };
            var (lit, plain) = view.Picture(frame);
            Tensors.Difference(lit, plain).ShouldBe(0, "in its own light it is as it is");
            var bright = functional.interpolate(plain.narrow(1, 0, 1), [view.Crop.Height, view.Crop.Width], mode: InterpolationMode.Bilinear, align_corners: false).gt(100);
            var moved = view.Masks(mask).gt(0.5);
            var (both, either) = ((bright & moved).sum().item<long>(), (bright | moved).sum().item<long>());
            (both / (double)either).ShouldBeGreaterThan(0.9, $"draw {draw}: {view}");
        }
    }

    [Fact]
    public void Views_differ_in_part_side_and_light()
    {
        var random = new Random(4);
        var views = Enumerable.Range(0, 200).Select(_ => LitView.Draw(Width, Height, [Thing], random)).ToList();
        views.Count(view => view.Crop == (0, 0, Width, Height)).ShouldBeInRange(80, 160);
        views.Count(view => view.Mirrored).ShouldBeInRange(70, 130);
        views.Count(view => view.Light is null).ShouldBeInRange(90, 150);
        views.ShouldAllBe(view => view.Crop.X >= 0 && view.Crop.Y >= 0 && view.Crop.X + view.Crop.Width <= Width && view.Crop.Y + view.Crop.Height <= Height);
        views.ShouldAllBe(view => view.Crop.X < Thing.Right && view.Crop.X + view.Crop.Width > Thing.X, "some of the thing is in it");
    }

    [Fact]
    public void Another_light_is_the_same_each_time_and_stays_a_picture()
    {
        using var scope = NewDisposeScope();
        var (frame, _) = Paint();
        var view = new LitView((0, 0, Width, Height), false, 11);
        var (lit, plain) = view.Picture(frame);
        Tensors.Difference(view.Picture(frame).Lit, lit).ShouldBe(0);
        lit.min().item<float>().ShouldBeGreaterThanOrEqualTo(0);
        lit.max().item<float>().ShouldBeLessThanOrEqualTo(255);
        Tensors.Difference(lit, plain).ShouldBeGreaterThan(10);
        Enumerable.Range(0, 20).Select(seed => (view with { Light = seed }).Picture(frame).Lit.mean().item<float>()).Distinct().Count().ShouldBe(20);
    }

    private static (Frame Frame, Tensor Mask) Paint()
    {
        var rgb = new byte[Width * Height * 3];
        var mask = zeros(1, 1, Height, Width);
        mask.narrow(2, (int)Thing.Y, (int)Thing.Height).narrow(3, (int)Thing.X, (int)Thing.Width).fill_(1);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var inside = x >= Thing.X && x < Thing.Right && y >= Thing.Y && y < Thing.Bottom;
                rgb.AsSpan(((y * Width) + x) * 3, 3).Fill((byte)(inside ? 200 : 20));
            }
        }

        return (new Frame(0, 0, Width, Height, rgb), mask);
    }
}
