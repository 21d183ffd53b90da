using System.IO.Compression;
using Yofo.Data.Datasets;

namespace Yofo.Evaluation;

/// <summary>
/// Writes what the servers of Ref-YouTube-VOS and MeViS take: <c>Annotations/video/phrase/frame.png</c> in a zip, 8-bit grey, 0 and 255, at the
/// size of the frames. The masks stream in; dispose without <see cref="Finish"/> and no file is left.
/// </summary>
internal sealed class SubmissionZip : IDisposable
{
    // Always the same, so that equal masks give an equal file.
    private static readonly DateTimeOffset Written = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string path;
    private readonly string partial;
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private FileStream? stream;
    private ZipArchive? archive;

    public SubmissionZip(string path)
    {
        (this.path, partial) = (path, path + ".partial");
        try
        {
            stream = new FileStream(partial, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new YofoException($"The submission '{path}' cannot be written ({error.Message.TrimEnd('.')}); name a file in a folder that exists.", error);
        }

        archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
    }

    /// <summary>Adds the mask of one phrase in one frame: width * height bytes, anything but 0 is the object.</summary>
    public void Add(string video, string phrase, string frame, ReadOnlySpan<byte> mask, int width, int height)
    {
        ObjectDisposedException.ThrowIf(archive is null, this);
        var name = $"Annotations/{SafeName.Check(video, "video")}/{SafeName.Check(phrase, "phrase")}/{SafeName.Check(frame, "frame")}.png";
        if (!names.Add(name)) throw new YofoException($"The submission '{path}' already holds '{name}'; write each mask once.");
        // PNG is deflated already.
        var entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = Written;
        using var target = entry.Open();
        target.Write(GreyPng.Encode(mask, width, height));
    }

    /// <summary>Completes the zip and puts it in its place.</summary>
    public void Finish()
    {
        ObjectDisposedException.ThrowIf(archive is null, this);
        Close();
        File.Move(partial, path, overwrite: true);
    }

    public void Dispose()
    {
        if (archive is null) return;
        Close();
        File.Delete(partial);
    }

    private void Close()
    {
        archive?.Dispose();
        stream?.Dispose();
        (archive, stream) = (null, null);
    }
}
