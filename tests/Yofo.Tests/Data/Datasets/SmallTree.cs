using System.Text;
using SkiaSharp;
using Yofo.Output;

namespace Yofo.Tests.Data.Datasets;

/// <summary>A small data set in a temporary folder, written file by file in the official format.</summary>
internal sealed class SmallTree : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("yofo-dataset").FullName;

    public string this[string relative] => Path.Combine(Root, relative);

    public void Dispose() => Directory.Delete(Root, recursive: true);

    public void Text(string relative, string content, Encoding? encoding = null) => File.WriteAllBytes(Place(relative), (encoding ?? Encoding.UTF8).GetBytes(content));

    public void Bytes(string relative, byte[] content) => File.WriteAllBytes(Place(relative), content);

    public void Mask(string relative, int width, int height, byte[] pixels) => PalettePng.Write(Place(relative), pixels, width, height);

    public void Photo(string relative, int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 80);
        File.WriteAllBytes(Place(relative), data.ToArray());
    }

    private string Place(string relative)
    {
        var path = this[relative];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }
}
