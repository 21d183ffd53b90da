using SkiaSharp;
using Yofo.Modeling;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Yofo.Explaining;

/// <summary>Maps of the network as pictures of the sheet, h x w pixels.</summary>
internal static class SheetImages
{
    private const int Line = 2; // [ours] pixels of an outline

    /// <summary>A map of stride s at a picture's size: [C, h', w'] to [C, h, w], cells on their pixels.</summary>
    public static Tensor Resize(Tensor map, int stride, int height, int width) =>
        functional.interpolate(Grid.Upsample(map.unsqueeze(0), stride), [height, width], mode: InterpolationMode.Bilinear, align_corners: false, antialias: true).squeeze(0);

    /// <summary>A picture [3, ., .] at another size.</summary>
    public static Tensor ResizePicture(Tensor picture, int height, int width) =>
        functional.interpolate(picture.unsqueeze(0), [height, width], mode: InterpolationMode.Bilinear, align_corners: false, antialias: true).squeeze(0).clamp(0, 1);

    /// <summary>Lays a veil of a colour over the part of a picture that a mask [h, w] holds, and draws its outline.</summary>
    public static Tensor Veil(Tensor picture, Tensor mask, (byte Red, byte Green, byte Blue) colour)
    {
        var veil = Solid(colour);
        var share = (mask * 0.45f).unsqueeze(0);
        return Outline((picture * (1 - share)) + (veil * share), mask, colour);
    }

    /// <summary>Draws the outline of a mask [h, w] over a picture.</summary>
    public static Tensor Outline(Tensor picture, Tensor mask, (byte Red, byte Green, byte Blue) colour)
    {
        var inside = mask.gt(0.5).to_type(ScalarType.Float32).reshape(1, 1, mask.shape[0], mask.shape[1]);
        var kept = -functional.max_pool2d(-inside, (2 * Line) - 1, stride: 1, padding: Line - 1);      // what lies further inside than the line
        var edge = (inside - kept).reshape(1, mask.shape[0], mask.shape[1]);
        return (picture * (1 - edge)) + (Solid(colour) * edge);
    }

    /// <summary>RGB 0 to 1, [3, h, w], as a bitmap.</summary>
    public static SKBitmap ToBitmap(Tensor rgb)
    {
        var (height, width) = ((int)rgb.shape[1], (int)rgb.shape[2]);
        var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var scope = NewDisposeScope();
        var pixels = cat([rgb, ones(1, height, width)], 0).mul(255).round().clamp(0, 255).to_type(ScalarType.Byte).permute(1, 2, 0).contiguous();
        pixels.bytes.CopyTo(bitmap.GetPixelSpan());
        return bitmap;
    }

    private static Tensor Solid((byte Red, byte Green, byte Blue) colour) =>
        tensor(new[] { colour.Red / 255f, colour.Green / 255f, colour.Blue / 255f }).reshape(3, 1, 1);
}
