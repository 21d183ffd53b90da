namespace Yofo;

/// <summary>Writes files whole or not at all: into a neighbour first, then renamed over the target.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a file through a stream; on any failure the target is left as it was and the neighbour is removed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes it.</param>
    /// <param name="durable">Waits until it is on the disk, so that a power cut leaves either the old file or the new one.</param>
    public static void Write(string path, Action<Stream> write, bool durable = false)
    {
        var partial = path + ".partial";
        var stream = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16); // where another process is at it, it is not ours to remove
        try
        {
            using (stream)
            {
                write(stream);
                stream.Flush(durable);
            }

            File.Move(partial, path, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    /// <summary>Makes the folder that a file is to be written to, where there is none.</summary>
    public static void MakeFolder(string path)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }
    }

    /// <summary>Writes bytes to a file, whole or not at all.</summary>
    public static void Write(string path, ReadOnlyMemory<byte> bytes) => Write(path, stream => stream.Write(bytes.Span));

    /// <summary>Writes text (UTF-8, no mark) to a file, whole or not at all.</summary>
    public static void Write(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text));
}
