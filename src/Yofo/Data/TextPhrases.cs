using System.IO.Compression;
using System.Text.Json;

namespace Yofo.Data;

/// <summary>Reads real referring phrases whose pictures are not at hand: gzipped JSON lines, one object a line.</summary>
internal static class TextPhrases
{
    /// <summary>Reads a file with boxes (<c>refcoco.jsonl.gz</c>), grouped by photo in the order of first occurrence.</summary>
    public static IReadOnlyList<TextImage> Load(string path)
    {
        if (!File.Exists(path))
            throw new YofoException($"There is no file of phrases '{path}'; check the path.");
        var images = new List<(string Image, TextObject Object)>();
        using var lines = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        for (var number = 1; lines.ReadLine() is { } line; number++)
        {
            if (line.Length == 0)
                continue;
            try
            {
                using var document = JsonDocument.Parse(line);
                var entry = document.RootElement;
                images.Add((
                    entry.GetProperty("image").GetString()!,
                    new TextObject(DataJson.Text(entry, "set") ?? "", DataJson.Box(entry.GetProperty("bbox")), DataJson.Strings(entry, "phrases"))));
            }
            catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                throw new YofoException($"Line {number} of '{path}' is no object with image, bbox and phrases; take the line out.", broken);
            }
        }

        return [.. images.GroupBy(i => i.Image).Select(g => new TextImage(g.Key, [.. g.Select(i => i.Object)]))];
    }
}
