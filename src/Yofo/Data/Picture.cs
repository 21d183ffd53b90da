using SkiaSharp;
using Yofo.Video;

namespace Yofo.Data;

/// <summary>Reads a picture file into a frame. The EXIF orientation and the alpha channel are ignored: pixels come as they are stored.</summary>
internal static class Picture
{
    /// <summary>Reads a JPEG, PNG or WebP file as 8-bit RGB; index and time of the frame are 0.</summary>
    public static Frame Load(string path)
    {
        if (!File.Exists(path))
            throw new YofoException($"There is no picture '{path}'; check the path.");
        using var codec = SKCodec.Create(path, out var opened)
            ?? throw new YofoException($"'{path}' is not a picture that can be read ({opened}); pass a JPEG, PNG or WebP file.");
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        using var bitmap = new SKBitmap(info);
        var result = codec.GetPixels(info, bitmap.GetPixels());
        if (result != SKCodecResult.Success)
            throw new YofoException($"The picture '{path}' is damaged or cut off ({result}); save it anew.");
        var source = bitmap.GetPixelSpan();
        var rgb = new byte[info.Width * info.Height * 3];
        for (int from = 0, to = 0; to < rgb.Length; from += 4, to += 3)
        {
            rgb[to] = source[from];
            rgb[to + 1] = source[from + 1];
            rgb[to + 2] = source[from + 2];
        }

        return new Frame(0, 0, info.Width, info.Height, rgb);
    }
}
