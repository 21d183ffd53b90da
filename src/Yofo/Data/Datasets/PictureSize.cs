using SkiaSharp;

namespace Yofo.Data.Datasets;

/// <summary>Reads a picture's size from its first bytes.</summary>
internal static class PictureSize
{
    public static (int Width, int Height) Read(string path)
    {
        using var codec = SKCodec.Create(path, out var opened)
            ?? throw new YofoException($"'{path}' is not a picture that can be read ({opened}); fetch it anew.");
        return (codec.Info.Width, codec.Info.Height);
    }
}
