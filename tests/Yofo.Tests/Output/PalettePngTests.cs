using CsCheck;
using Shouldly;
using SkiaSharp;
using Xunit;
using Yofo.Output;

namespace Yofo.Tests.Output;

public sealed class PalettePngTests
{
    private static readonly Gen<(int Width, int Height, byte[] Indices)> Images =
        from width in Gen.Int[1, 70]
        from height in Gen.Int[1, 20]
        from indices in Gen.Byte.Array[width * height]
        select (width, height, indices);

    [Fact]
    public void Any_indices_come_back_exactly()
    {
        Images.Sample(image =>
        {
            var (width, height, indices) = PalettePng.Decode(PalettePng.Encode(image.Indices, image.Width, image.Height));
            return width == image.Width && height == image.Height && indices.AsSpan().SequenceEqual(image.Indices);
        });
    }

    [Fact]
    public void Every_bit_depth_and_filter_is_read()
    {
        var cases =
            from image in Images
            from depth in Gen.Int[0, 3].Select(power => 1 << power)
            from filters in Gen.Int[0, 4].Array[image.Height]
            select (image, depth, filters);
        cases.Sample(item =>
        {
            var expected = item.image.Indices.Select(index => (byte)(index & ((1 << item.depth) - 1))).ToArray();
            var file = PngForTests.Make(expected, item.image.Width, item.image.Height, item.depth, item.filters);
            return PalettePng.Decode(file).Indices.AsSpan().SequenceEqual(expected);
        });
    }

    [Fact]
    public void Eight_bit_grey_is_taken_as_indices()
    {
        PalettePng.Decode(PngForTests.Make([7, 200, 0, 3], 2, 2, 8, [0, 2], colour: 0)).Indices.ShouldBe([7, 200, 0, 3]);
    }

    [Fact]
    public void Another_decoder_sees_the_colours_of_DAVIS()
    {
        // The first colours of the VOC map, as every mask of DAVIS has them.
        SKColor[] expected = [new(0, 0, 0), new(128, 0, 0), new(0, 128, 0), new(128, 128, 0), new(0, 0, 128), new(64, 0, 0), new(224, 224, 192)];
        using var bitmap = SKBitmap.Decode(PalettePng.Encode([0, 1, 2, 3, 4, 8, 255], 7, 1));
        bitmap.Pixels.ShouldBe(expected);
    }

    [Fact]
    public void Damage_anywhere_is_an_error_that_names_the_file_and_never_another_picture()
    {
        var indices = Enumerable.Range(0, 600).Select(index => (byte)(index / 37)).ToArray();
        var file = PalettePng.Encode(indices, 30, 20);
        Gen.Select(Gen.Int[0, file.Length - 1], Gen.Int[1, 255]).Sample((position, change) =>
        {
            var damaged = file.ToArray();
            damaged[position] ^= (byte)change;
            return Should.Throw<YofoException>(() => PalettePng.Decode(damaged, "dog/00003.png")).Message.Contains("'dog/00003.png'", StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_truncation_is_an_error()
    {
        var file = PalettePng.Encode(new byte[600], 30, 20);
        for (var length = 0; length < file.Length; length++)
        {
            Should.Throw<YofoException>(() => PalettePng.Decode(file.AsSpan(0, length)));
        }
    }

    [Theory]
    [InlineData(0, 5, 8, 3, 0, "claims 0x5")]
    [InlineData(int.MaxValue, int.MaxValue, 8, 3, 0, "2147483647x2147483647")]
    [InlineData(30000, 30000, 8, 3, 0, "claims 30000x30000")]
    [InlineData(10000, 10000, 8, 3, 0, "cannot hold 10000x10000")]
    [InlineData(4, 4, 8, 2, 0, "colour type 2")]
    [InlineData(4, 4, 16, 3, 0, "16 bits")]
    [InlineData(4, 4, 1, 0, 0, "colour type 0 with 1 bits")]
    [InlineData(4, 4, 8, 3, 1, "interlaced")]
    public void A_header_that_cannot_be_served_is_refused_before_memory_is_taken(int width, int height, byte depth, byte colour, byte interlace, string expected)
    {
        var file = PngForTests.WithHeader(width, height, depth, colour, interlace);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Should.Throw<YofoException>(() => PalettePng.Decode(file, "mask.png")).Message.ShouldContain(expected);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        Should.Throw<YofoException>(() => PalettePng.Read("nowhere/00000.png")).Message.ShouldContain("'nowhere/00000.png'");
    }

    [Fact]
    public void Masks_of_DAVIS_come_back_exactly_and_as_another_decoder_sees_them()
    {
        var files = Directory.GetFiles(Shared.Path("data/davis/masks"), "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Where((_, number) => number % 5 == 0).ToList();
        files.Count.ShouldBeGreaterThan(100);
        for (var number = 0; number < files.Count; number++)
        {
            var (width, height, indices) = PalettePng.Read(files[number]);
            var again = PalettePng.Decode(PalettePng.Encode(indices, width, height));
            again.Indices.AsSpan().SequenceEqual(indices).ShouldBeTrue(files[number]);
            if (number % 40 == 0)
            {
                using var bitmap = SKBitmap.Decode(files[number]);
                bitmap.Pixels.Select(pixel => (pixel.Red, pixel.Green, pixel.Blue))
                    .SequenceEqual(indices.Select(index => (DavisPalette.Rgb[index * 3], DavisPalette.Rgb[(index * 3) + 1], DavisPalette.Rgb[(index * 3) + 2])))
                    .ShouldBeTrue(files[number]);
            }
        }
    }
}
