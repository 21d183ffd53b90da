using System.Globalization;
using SkiaSharp;
using Yofo.Data;
using Yofo.Video;

namespace Yofo.Training;

/// <summary>Single frames of training clips as JPEG files, for whoever needs the picture itself in any order. Each file is written whole or not at all.</summary>
/// <param name="folder">Where the files lie; made on demand.</param>
internal sealed class FrameStore(string folder)
{
    private const int Quality = 95; // of JPEG [ours]

    /// <summary>Whether a frame is there.</summary>
    public bool Contains(TrainingVideo video, int frame) => File.Exists(PathOf(video, frame));

    /// <summary>Reads a frame.</summary>
    public Frame Load(TrainingVideo video, int frame) => Picture.Load(PathOf(video, frame));

    /// <summary>Writes every <paramref name="stride"/>-th frame of a video that is not there yet.</summary>
    public void Prepare(TrainingVideo video, int stride, CancellationToken cancellation)
    {
        if (Enumerable.Range(0, video.Frames).All(frame => frame % stride != 0 || Contains(video, frame)))
        {
            return;
        }

        using var source = video.Open();
        foreach (var frame in source.Read(cancellation).Where(frame => frame.Index % stride == 0 && !Contains(video, frame.Index)))
        {
            var path = PathOf(video, frame.Index);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            AtomicFile.Write(path, Encode(frame));
        }
    }

    private static byte[] Encode(Frame frame)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(frame.Width, frame.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var target = bitmap.GetPixelSpan();
        var source = frame.Rgb.Span;
        for (int from = 0, to = 0; to < target.Length; from += 3, to += 4)
        {
            (target[to], target[to + 1], target[to + 2], target[to + 3]) = (source[from], source[from + 1], source[from + 2], byte.MaxValue);
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return data.ToArray();
    }

    private string PathOf(TrainingVideo video, int frame) => Path.Combine(folder, video.Name, frame.ToString("D5", CultureInfo.InvariantCulture) + ".jpg");
}
