using System.Runtime.InteropServices;
using SkiaSharp;

namespace Yofo.Video;

/// <summary>A folder of images as a video, decoded by Skia, without ffmpeg.</summary>
internal sealed class FrameFolder : IFrameSource
{
    private static readonly FrameRate AssumedRate = new(25, 1); // [ours] images carry no rate; DAVIS and PAL film have about that

    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".webp", ".bmp"];

    private readonly IReadOnlyList<string> files;

    /// <summary>Takes images in their order; reads all headers, so that a wrong size is known before anything is computed.</summary>
    public FrameFolder(IReadOnlyList<string> files)
    {
        this.files = files;
        var (width, height) = SizeOf(files[0]);
        Info = new VideoInfo(width, height, AssumedRate, files.Count, files.Count / AssumedRate.Value, HasAudio: false);
        foreach (var file in files.Skip(1))
        {
            CheckSize(file, SizeOf(file));
        }
    }

    /// <inheritdoc/>
    public VideoInfo Info { get; }

    /// <summary>Whether a name ends like an image.</summary>
    public static bool IsImage(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Opens the images of a folder in natural order of their names.</summary>
    public static FrameFolder Open(string folder)
    {
        // Names with a leading dot are left aside: macOS puts "._00000.jpg" beside "00000.jpg" on foreign disks.
        var files = Directory.EnumerateFiles(folder).Where(file => IsImage(file) && Path.GetFileName(file)[0] != '.').Order(NaturalOrder.Instance).ToList();
        return files.Count > 0
            ? new FrameFolder(files)
            : throw new YofoException($"No images in '{folder}' (looked for {string.Join(", ", Extensions)}). Name a folder of images or a video file.");
    }

    /// <inheritdoc/>
    public IEnumerable<Frame> Read(CancellationToken cancellation = default)
    {
        var size = Info.Width * Info.Height * 3;
        var buffer = GC.AllocateUninitializedArray<byte>(size);
        using var bitmap = new SKBitmap(new SKImageInfo(Info.Width, Info.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        for (var index = 0; index < files.Count; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            Decode(files[index], bitmap);
            DropAlpha(bitmap.GetPixelSpan(), buffer);
            yield return new Frame(index, index / AssumedRate.Value, Info.Width, Info.Height, buffer);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static (int Width, int Height) SizeOf(string file)
    {
        using var codec = OpenCodec(file);
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        return Turned(codec) ? (height, width) : (width, height);
    }

    private static SKCodec OpenCodec(string file) =>
        SKCodec.Create(file) ?? throw Unreadable(file, "not a known format");

    /// <summary>Cameras store the sensor's rows and say in EXIF how the camera was held; from 5 on rows are columns.</summary>
    private static bool Turned(SKCodec codec) => codec.EncodedOrigin >= SKEncodedOrigin.LeftTop;

    private void Decode(string file, SKBitmap target)
    {
        using var codec = OpenCodec(file);
        CheckSize(file, Turned(codec) ? (codec.Info.Height, codec.Info.Width) : (codec.Info.Width, codec.Info.Height));
        var layout = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Premul);
        var upright = codec.EncodedOrigin is SKEncodedOrigin.TopLeft or SKEncodedOrigin.Default;
        using var raw = upright ? null : new SKBitmap(layout);
        if (codec.GetPixels(layout, (raw ?? target).GetPixels()) is var result and not SKCodecResult.Success)
        {
            throw Unreadable(file, result == SKCodecResult.IncompleteInput ? "it is cut short" : result.ToString());
        }

        if (raw is not null)
        {
            using var canvas = new SKCanvas(target);
            canvas.Clear();
            canvas.SetMatrix(Upright(codec.EncodedOrigin, target.Width, target.Height));
            canvas.DrawBitmap(raw, 0, 0);
        }
    }

    /// <summary>From stored to upright pixels (EXIF 2.32, tag 0x0112); width and height are those of the upright image.</summary>
    private static SKMatrix Upright(SKEncodedOrigin origin, float width, float height) => origin switch
    {
        SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new SKMatrix(0, -1, width, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, width, -1, 0, height, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, height, 0, 0, 1),
        _ => SKMatrix.Identity,
    };

    private static void DropAlpha(ReadOnlySpan<byte> pixels, Span<byte> rgb)
    {
        var wide = MemoryMarshal.Cast<byte, uint>(pixels);
        for (var (pixel, at) = (0, 0); pixel < wide.Length; pixel++, at += 3)
        {
            var value = wide[pixel]; // little endian: red is the lowest byte
            (rgb[at], rgb[at + 1], rgb[at + 2]) = ((byte)value, (byte)(value >> 8), (byte)(value >> 16));
        }
    }

    private void CheckSize(string file, (int Width, int Height) size)
    {
        if (size != (Info.Width, Info.Height))
        {
            throw new YofoException($"'{file}' has {size.Width}x{size.Height} pixels and the first image {Info.Width}x{Info.Height}. Give all images of a folder one size.");
        }
    }

    private static YofoException Unreadable(string file, string why) =>
        new($"'{file}' is no image that can be read ({why}). Replace it or take it out of the folder.");
}
