using System.Runtime.InteropServices;
using Yofo.Engine;
using Yofo.Video;
using static TorchSharp.torch;

namespace Yofo.Modeling.Vision;

/// <summary>From a frame's bytes to what the encoders read.</summary>
internal static class ImageInput
{
    /// <summary>Pixels of the working size, 384 * 512 [ours].</summary>
    public const int WorkingPixels = 384 * 512;

    /// <summary>What both sides are multiples of: NanoDet's deepest stride.</summary>
    public const int Multiple = 32;

    // Constants live as long as the process: never inside the scope of whoever happens to come first.
    private static readonly Tensor NanoDetMean = Constant(103.53f, 116.28f, 123.675f); // B, G, R [upstream]
    private static readonly Tensor NanoDetDeviation = Constant(57.375f, 57.12f, 58.395f); // B, G, R [upstream]

    /// <summary>The working size of a picture: about <paramref name="pixels"/> in all, each side the nearest multiple of 32.</summary>
    /// <remarks>854x480 becomes 576x320: stretched by up to half a multiple, never smaller than one.</remarks>
    public static (int Height, int Width) WorkingSize(int width, int height, int pixels = WorkingPixels)
    {
        var scale = Math.Sqrt(pixels / ((double)width * height));
        return (Nearest(height * scale), Nearest(width * scale));

        static int Nearest(double side) => Math.Max(1, (int)Math.Round(side / Multiple)) * Multiple;
    }

    /// <summary>A frame at its working size: RGB, 0..255, [1, 3, H, W] with the channels last in memory.</summary>
    public static Tensor FromFrame(Frame frame, int pixels = WorkingPixels)
    {
        var (height, width) = WorkingSize(frame.Width, frame.Height, pixels);
        return FromFrame(frame, height, width);
    }

    /// <summary>A frame resized to a size: RGB, 0..255, [1, 3, H, W] with the channels last in memory.</summary>
    public static Tensor FromFrame(Frame frame, int height, int width)
    {
        var expected = (long)frame.Width * frame.Height * 3;
        if (frame.Width < 1 || frame.Height < 1 || frame.Rgb.Length < expected)
        {
            throw new ArgumentException($"a frame of {frame.Width}x{frame.Height} needs {expected} bytes and has {frame.Rgb.Length}", nameof(frame));
        }

        using var stage = StageClock.Measure("resize");
        using var scope = NewDisposeScope();
        var picture = empty(1, height, width, 3);
        FrameResizer.Resize<byte>(frame.Rgb.Span, (frame.Width, frame.Height), MemoryMarshal.Cast<byte, float>(picture.bytes), (width, height));
        return picture.permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    /// <summary>A picture in another size: [1, 3, H, W], with the channels last in memory where it is on the CPU.</summary>
    public static Tensor Resize(Tensor picture, int height, int width)
    {
        using var scope = NewDisposeScope();
        if (picture.device.type != TorchSharp.DeviceType.CPU)
        {
            return nn.functional.interpolate(picture, [height, width], mode: InterpolationMode.Bilinear, align_corners: false, antialias: true).MoveToOuterDisposeScope();
        }

        var pixels = picture.permute(0, 2, 3, 1).contiguous();
        var resized = empty(1, height, width, 3);
        FrameResizer.Resize<float>(
            MemoryMarshal.Cast<byte, float>(pixels.bytes), ((int)pixels.shape[2], (int)pixels.shape[1]), MemoryMarshal.Cast<byte, float>(resized.bytes), (width, height));
        return resized.permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    /// <summary>From RGB 0..255 to NanoDet's input: BGR, (v - mean) / deviation.</summary>
    public static Tensor ForNanoDet(Tensor rgb)
    {
        using var scope = NewDisposeScope();
        var rows = rgb.flip(1).permute(0, 2, 3, 1).flatten(2);                           // [B, H, 3 W]: three numbers a pixel are too short for a loop of their own
        Tensor EachPixel(Tensor values) => values.to(rgb.device).repeat(rgb.shape[3]);   // [3 W]
        return (rows - EachPixel(NanoDetMean)).div_(EachPixel(NanoDetDeviation))
            .reshape(rgb.shape[0], rgb.shape[2], rgb.shape[3], 3).permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    /// <summary>From RGB 0..255 to DeepLab's input: v / 127.5 - 1.</summary>
    public static Tensor ForDeepLab(Tensor rgb)
    {
        using var scope = NewDisposeScope();
        return (rgb / 127.5f).sub_(1f).MoveToOuterDisposeScope();
    }

    /// <summary>From RGB 0..255 to EfficientNet-Lite's input: (v - 127) / 128 [upstream].</summary>
    public static Tensor ForEfficientLite(Tensor rgb)
    {
        using var scope = NewDisposeScope();
        return (rgb - 127f).div_(128f).MoveToOuterDisposeScope();
    }

    private static Tensor Constant(params float[] values) => tensor(values).DetachFromDisposeScope();
}
