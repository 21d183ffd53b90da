namespace Yofo.Video;

/// <summary>Opens videos: a file that ffmpeg reads, a folder of images, or one image.</summary>
public static class FrameSource
{
    /// <summary>Opens a video file (needs ffmpeg), a folder of .jpg, .jpeg, .png, .webp or .bmp images in natural order of their names, or one image.</summary>
    /// <param name="path">The file or folder.</param>
    /// <exception cref="YofoException">
    /// Nothing is there, it is empty, it is no video, it has no picture, its images differ in size, or ffmpeg is not installed.
    /// </exception>
    public static IFrameSource Open(string path) => Open(path, Ffmpeg.Find);

    /// <summary>As <see cref="Open(string)"/>, with a chosen ffmpeg that is only looked for where it is needed.</summary>
    internal static IFrameSource Open(string path, Func<Ffmpeg> ffmpeg)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            return FrameFolder.Open(path);
        }

        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new YofoException($"No video at '{path}'. Name a video file or a folder of images.");
        }

        if (file.Length == 0 && file.Attributes is FileAttributes.Normal)
        {
            throw new YofoException($"'{path}' is empty (0 bytes). Copy or download it again.");
        }

        return FrameFolder.IsImage(path) ? new FrameFolder([path]) : new VideoFile(path, ffmpeg());
    }
}
