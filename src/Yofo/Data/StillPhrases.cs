using System.Globalization;

namespace Yofo.Data;

/// <summary>
/// Reads phrases that were written while looking at still pictures: lines of four fields with a tab between, the picture's folder, its id, the id of the
/// annotation that is meant (0: nothing in the picture fits), and the phrase. Lines that begin with # are comments.
/// </summary>
internal static class StillPhrases
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="YofoException">There is none, or a line is not in that form.</exception>
    public static IReadOnlyList<StillPhrase> Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new YofoException($"There is no file of phrases '{path}'; check the path (that of a configuration counts from its own folder).");
        }

        return [.. File.ReadLines(path).Index().Where(line => line.Item.Length > 0 && !line.Item.StartsWith('#')).Select(line => Read(line.Item, path, line.Index + 1))];
    }

    private static StillPhrase Read(string line, string path, int number)
    {
        var fields = line.Split('\t');
        return fields.Length == 4 && fields[3].Trim() is { Length: > 0 } phrase
            && long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var image)
            && long.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var annotation)
            ? new StillPhrase(fields[0], image, annotation == 0 ? null : annotation, phrase)
            : throw new YofoException($"Line {number} of '{path}' is not folder, picture, annotation (or 0) and phrase with tabs between; mend it or take it out.");
    }
}
