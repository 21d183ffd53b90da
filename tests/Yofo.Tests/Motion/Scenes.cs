using Yofo.Motion;
using Yofo.Video;

namespace Yofo.Tests.Motion;

/// <summary>Smooth random texture that can be looked at from any place, so that motion is known exactly.</summary>
internal static class Scenes
{
    public const int Width = 144, Height = 96;

    /// <summary>The texture moved by so many pixels, as a gray picture.</summary>
    public static Luminance Moved(double x, double y, double brighter = 0) => Luminance.Of(Picture((column, row) => Texture(column - x, row - y) + brighter), Width, Height);

    /// <summary>A frame of a gray function.</summary>
    public static Frame Picture(Func<int, int, double> gray)
    {
        var pixels = new byte[Width * Height * 3];
        for (var at = 0; at < Width * Height; at++)
        {
            pixels.AsSpan(3 * at, 3).Fill((byte)Math.Clamp(gray(at % Width, at / Width), 0, 255));
        }

        return new Frame(0, 0, Width, Height, pixels);
    }

    /// <summary>Waves of many lengths and directions, the long ones stronger, as in pictures: no two places look alike.</summary>
    public static double Texture(double x, double y)
    {
        var value = 120.0;
        for (var wave = 1; wave <= 16; wave++)
        {
            var (angle, length) = (wave * 2.4, 6 * Math.Pow(1.22, wave));
            value += 3.5 * Math.Sqrt(length) * Math.Sin((((Math.Cos(angle) * x) + (Math.Sin(angle) * y)) * 2 * Math.PI / length) + (wave * wave));
        }

        return value;
    }
}
