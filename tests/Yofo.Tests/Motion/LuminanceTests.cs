using Shouldly;
using Xunit;
using Yofo.Motion;
using Yofo.Video;

namespace Yofo.Tests.Motion;

public sealed class LuminanceTests
{
    [Theory]
    [InlineData(97, 61, 32, 20)]
    [InlineData(16, 8, 16, 8)]
    [InlineData(5, 4, 2, 2)]
    [InlineData(40, 30, 80, 60)]
    public void Each_value_is_the_mean_gray_of_its_pixels(int frameWidth, int frameHeight, int width, int height)
    {
        var pixels = new byte[frameWidth * frameHeight * 3];
        new Random(frameWidth).NextBytes(pixels);
        var small = Luminance.Of(new Frame(0, 0, frameWidth, frameHeight, pixels), width, height);

        (small.Width, small.Height).ShouldBe((Math.Min(width, frameWidth), Math.Min(height, frameHeight)));
        for (var y = 0; y < small.Height; y++)
        {
            for (var x = 0; x < small.Width; x++)
            {
                var gray = new List<double>();
                for (var row = y * frameHeight / small.Height; row < (y + 1) * frameHeight / small.Height; row++)
                {
                    for (var column = x * frameWidth / small.Width; column < (x + 1) * frameWidth / small.Width; column++)
                    {
                        var at = ((row * frameWidth) + column) * 3;
                        gray.Add(((77 * pixels[at]) + (150 * pixels[at + 1]) + (29 * pixels[at + 2])) / 256.0);
                    }
                }

                ((double)small.Values[small.At(x, y)]).ShouldBe(gray.Average(), 1e-3);
            }
        }
    }
}
