using System.Globalization;
using System.Text;

namespace Yofo.Data.Datasets;

/// <summary>The text files of Ref-DAVIS17: a line is <c>video object "phrase"</c>; the second annotator's are in Latin-1.</summary>
internal static class RefDavisText
{
    /// <summary>Names that the files misspell, and DAVIS's own.</summary>
    private static readonly Dictionary<string, string> Misspelt = new(StringComparer.Ordinal)
    {
        ["clasic-car"] = "classic-car",
        ["dog-scale"] = "dogs-scale",
        ["motor-bike"] = "motorbike",
    };

    /// <summary>Phrases by video, in the order of their ids (object - 1) * 4 + set.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<ReferringPhrase>> Read(IReadOnlyList<string> files)
    {
        var phrases = new Dictionary<string, SortedDictionary<int, ReferringPhrase>>(StringComparer.Ordinal);
        for (var set = 0; set < files.Count; set++)
        {
            var number = 0;
            foreach (var line in File.ReadLines(files[set], set < 2 ? Encoding.UTF8 : Encoding.Latin1))
            {
                number++;
                // Null splits at any white space; the files are not strict about it.
                var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
                if (words.Length == 0) continue;
                var text = string.Join(' ', words.Skip(2)).Trim('"').Trim();
                if (text.Length == 0 || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id is < 1 or > 254)
                    throw new YofoException($"Line {number} of '{files[set]}' is not of the form <video> <object> \"<phrase>\"; fetch the file anew.");

                var video = Misspelt.GetValueOrDefault(words[0], words[0]);
                if (!phrases.TryGetValue(video, out var own)) phrases[video] = own = [];
                var phrase = ((id - 1) * files.Count) + set;
                if (!own.TryAdd(phrase, new(phrase.ToString(CultureInfo.InvariantCulture), text, [id])))
                    throw new YofoException($"Line {number} of '{files[set]}' is the second phrase for object {id} of '{video}'; fetch the file anew.");
            }
        }

        return phrases.ToDictionary(video => video.Key, video => (IReadOnlyList<ReferringPhrase>)[.. video.Value.Values], StringComparer.Ordinal);
    }
}
