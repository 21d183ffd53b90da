using CsCheck;
using Shouldly;
using Xunit;
using Yofo.Inference;

namespace Yofo.Tests.Inference;

public sealed class MaskExtentsTests
{
    private const int Phrases = 4;

    private static readonly Gen<(int Width, int Height, byte[] Indices)> Masks =
        from width in Gen.Int[1, 19]
        from height in Gen.Int[1, 13]
        from density in Gen.Int[1, 12]
        from draws in Gen.Int[0, (Phrases * density) - 1].Array[width * height]
        select (width, height, draws.Select(draw => (byte)(draw < Phrases ? draw + 1 : 0)).ToArray());

    [Fact]
    public void Areas_and_boxes_are_those_of_counting_pixel_by_pixel() => Masks.Sample(mask =>
    {
        var extents = MaskExtents.Of(mask.Indices, mask.Width, mask.Height, Phrases);
        extents.Length.ShouldBe(Phrases);
        for (var phrase = 1; phrase <= Phrases; phrase++)
        {
            var pixels = Enumerable.Range(0, mask.Indices.Length).Where(pixel => mask.Indices[pixel] == phrase)
                .Select(pixel => (X: pixel % mask.Width, Y: pixel / mask.Width)).ToList();
            extents[phrase - 1].Area.ShouldBe(pixels.Count);
            var box = pixels.Count == 0 ? default : new PixelBox(
                pixels.Min(pixel => pixel.X), pixels.Min(pixel => pixel.Y),
                pixels.Max(pixel => pixel.X) - pixels.Min(pixel => pixel.X) + 1, pixels.Max(pixel => pixel.Y) - pixels.Min(pixel => pixel.Y) + 1);
            extents[phrase - 1].Box.ShouldBe(box);
        }
    });

    [Fact]
    public void An_empty_mask_has_no_area_and_no_box() =>
        MaskExtents.Of(new byte[12], 4, 3, 2).ShouldBe([(0, default(PixelBox)), (0, default(PixelBox))]);
}
