using CsCheck;
using Shouldly;
using Xunit;
using Yofo.Modeling.Vision;
using Yofo.Video;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling.Vision;

public sealed class ImageInputTests
{
    [Theory]
    [InlineData(854, 480, 320, 576)]
    [InlineData(1920, 1080, 320, 576)]
    [InlineData(480, 854, 576, 320)]
    [InlineData(512, 384, 384, 512)]
    [InlineData(640, 640, 448, 448)]
    [InlineData(20000, 10, 32, 19840)]
    public void The_working_size_keeps_the_shape_in_multiples_of_32(int width, int height, int workingHeight, int workingWidth) =>
        ImageInput.WorkingSize(width, height).ShouldBe((workingHeight, workingWidth));

    [Fact]
    public void Usual_shapes_come_near_the_wanted_number_of_pixels() =>
        Gen.Select(Gen.Int[64, 4000], Gen.Double[0.4, 2.5]).Sample((width, aspect) =>
        {
            var (height, w) = ImageInput.WorkingSize(width, Math.Max(1, (int)(width / aspect)));
            height.ShouldBeGreaterThanOrEqualTo(32);
            (height % 32, w % 32).ShouldBe((0, 0));
            ((double)height * w / ImageInput.WorkingPixels).ShouldBeInRange(0.88, 1.13);
        });

    [Fact]
    public void A_frame_of_the_right_size_arrives_untouched()
    {
        using var scope = NewDisposeScope();
        var bytes = new byte[2 * 3 * 3];
        for (var index = 0; index < bytes.Length; index++)
        {
            bytes[index] = (byte)(index * 13);
        }

        var image = ImageInput.FromFrame(new Frame(0, 0, 3, 2, bytes), 2, 3);
        image.shape.ShouldBe([1, 3, 2, 3]);
        image[0, 1, 1, 2].item<float>().ShouldBe(13 * ((((1 * 3) + 2) * 3) + 1));
        image.stride(1).ShouldBe(1, "channels last");
    }

    [Fact]
    public void Shrinking_passes_no_pixel_over()
    {
        using var scope = NewDisposeScope();

        // Columns of 0 and 252 in turn, shrunk by 6: without antialiasing some would come out black or white.
        var bytes = new byte[96 * 96 * 3];
        for (var index = 0; index < bytes.Length; index++)
        {
            bytes[index] = (byte)(index / 3 % 96 % 2 * 252);
        }

        var image = ImageInput.FromFrame(new Frame(0, 0, 96, 96, bytes), 16, 16);
        var inside = image.narrow(3, 1, 14); // at the borders the triangle is cut
        inside.min().item<float>().ShouldBe(126, 1.0);
        inside.max().item<float>().ShouldBe(126, 1.0);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(64)]
    public void Resizing_counts_from_the_middles_of_pixels(int size)
    {
        using var scope = NewDisposeScope();
        var bytes = new byte[32 * 32 * 3];
        for (var index = 0; index < bytes.Length; index++)
        {
            bytes[index] = (byte)(index / 3 % 32 * 4);
        }

        var row = ImageInput.FromFrame(new Frame(0, 0, 32, 32, bytes), size, size)[0, 0, 0];
        for (var x = size / 4; x < size * 3 / 4; x++)
        {
            row[x].item<float>().ShouldBe((float)((((x + 0.5) * 32 / size) - 0.5) * 4), 0.01);
        }
    }

    [Fact]
    public void Each_network_gets_its_own_channel_order_and_scale()
    {
        using var scope = NewDisposeScope();
        var frame = new Frame(0, 0, 1, 1, new byte[] { 255, 100, 0 });
        var rgb = ImageInput.FromFrame(frame, 1, 1);
        var nanoDet = ImageInput.ForNanoDet(rgb).flatten();
        nanoDet[0].item<float>().ShouldBe((0 - 103.53f) / 57.375f, 1e-5);
        nanoDet[1].item<float>().ShouldBe((100 - 116.28f) / 57.12f, 1e-5);
        nanoDet[2].item<float>().ShouldBe((255 - 123.675f) / 58.395f, 1e-5);
        var deepLab = ImageInput.ForDeepLab(rgb).flatten();
        deepLab[0].item<float>().ShouldBe(1f, 1e-6);
        deepLab[2].item<float>().ShouldBe(-1f, 1e-6);
        var lite = ImageInput.ForEfficientLite(rgb).flatten();
        lite[0].item<float>().ShouldBe(1f, 1e-6);
        lite[1].item<float>().ShouldBe(-27 / 128f, 1e-6);
        lite[2].item<float>().ShouldBe(-127 / 128f, 1e-6);
        rgb.flatten()[0].item<float>().ShouldBe(255, "the picture itself stays as it was");
    }

    [Fact]
    public void Too_few_bytes_are_refused() =>
        Should.Throw<ArgumentException>(() => ImageInput.FromFrame(new Frame(0, 0, 4, 4, new byte[47]), 32, 32)).Message.ShouldContain("47");
}
