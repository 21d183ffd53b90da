using System.Globalization;
using System.Text;

namespace Yofo.Output;

/// <summary>Writes <c>frames.jsonl</c>: a line of JSON for each frame, on disk as soon as it is written, and never half of one.</summary>
internal sealed class FrameLines : IDisposable
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "frames.jsonl";

    private readonly FileStream file;

    /// <summary>Begins the file anew.</summary>
    public FrameLines(string folder)
    {
        // No buffer: a line that was written is there for whoever follows the file, and after a crash.
        file = new FileStream(Path.Combine(folder, FileName), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    /// <summary>The line of a frame, without its end.</summary>
    public static string Format(FrameMask mask)
    {
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture, $"{{\"frame\":{mask.Index},\"time\":{mask.Time:0.0#####},\"objects\":[");
        var separator = "";
        foreach (var item in mask.Objects)
        {
            // JSON has no NaN.
            var score = double.IsFinite(item.Score) ? item.Score : 0;
            line.Append(CultureInfo.InvariantCulture, $"{separator}{{\"phrase\":{item.Phrase},\"present\":{(item.Present ? "true" : "false")},\"score\":{score:0.0###},\"area\":{item.Area},");
            line.Append(CultureInfo.InvariantCulture, $"\"box\":[{item.Box.X},{item.Box.Y},{item.Box.Width},{item.Box.Height}]}}");
            separator = ",";
        }

        return line.Append("]}").ToString();
    }

    /// <summary>Adds the line of a frame; where the disk is full, the file stays as it was.</summary>
    public void Add(FrameMask mask)
    {
        var before = file.Length;
        try
        {
            file.Write(Encoding.UTF8.GetBytes(Format(mask) + "\n"));
        }
        catch (IOException)
        {
            file.SetLength(before);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
