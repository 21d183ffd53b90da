using System.Text.Json;

namespace Yofo.Data.Datasets;

/// <summary>The files that a data set must have. What is missing is answered with its path and a drawing of the tree.</summary>
internal sealed record DatasetTree(string Name, string Drawing)
{
    /// <summary>The path of a file that must be there.</summary>
    public string File(params ReadOnlySpan<string> parts)
    {
        var path = Path.Combine(parts);
        return System.IO.File.Exists(path) ? path : throw Missing(path);
    }

    /// <summary>The path of a folder that must be there.</summary>
    public string Folder(params ReadOnlySpan<string> parts)
    {
        var path = Path.Combine(parts);
        return Directory.Exists(path) ? path : throw Missing(path);
    }

    /// <summary>The paths of a video's frames, all of which must be there.</summary>
    public IReadOnlyList<string> Frames(string folder, IEnumerable<string> names)
    {
        Folder(folder);
        var present = Directory.EnumerateFiles(folder).ToHashSet(StringComparer.Ordinal);
        List<string> paths = [.. names.Select(name => Path.Combine(folder, SafeName.Check(name, "frame") + ".jpg"))];
        var absent = paths.Find(path => !present.Contains(path));
        if (absent is not null) throw Missing(absent);
        return paths.Count > 0 ? paths : throw new YofoException($"The video '{folder}' lists no frame; fetch the annotations of {Name} anew.");
    }

    /// <summary>The paths of the true masks of a video's frames, all of which must be there: a run should not end after hours for want of one.</summary>
    public IReadOnlyList<string> Masks(string folder, IReadOnlyList<string> frames)
    {
        Folder(folder);
        var present = Directory.EnumerateFiles(folder).ToHashSet(StringComparer.Ordinal);
        List<string> paths = [.. frames.Select(frame => Path.Combine(folder, Path.GetFileNameWithoutExtension(frame) + ".png"))];
        return paths.Find(path => !present.Contains(path)) is { } absent ? throw Missing(absent) : paths;
    }

    public YofoException Missing(string path) => new($"{Name} needs '{path}', which is not there; lay the set out as\n{Drawing}");

    /// <summary>Reads a JSON file; where it lacks a field or holds another kind of value, the error names the file.</summary>
    public T Read<T>(string path, Func<JsonDocument, T> read, bool keep = false)
    {
        var document = DataJson.Open(path);
        try
        {
            return read(document);
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or FormatException or OverflowException or IndexOutOfRangeException or ArgumentException) // the last: an id twice
        {
            throw new YofoException($"'{path}' is not in the form of {Name} ({error.Message.TrimEnd('.')}); fetch the file anew.", error);
        }
        finally
        {
            if (!keep) document.Dispose();
        }
    }
}
