using System.Globalization;

namespace Yofo.Data.Datasets;

/// <summary>The list of referred objects in <c>refs(unc).p</c> and <c>refs(umd).p</c>.</summary>
internal static class RefCocoPickle
{
    /// <summary>One object with its phrases, by COCO's ids.</summary>
    public sealed record Entry(long Image, long Annotation, string Split, IReadOnlyList<ReferringPhrase> Phrases);

    public static IReadOnlyList<Entry> Read(string path)
    {
        var root = PickleReader.Read(File.ReadAllBytes(path), path);
        var list = root as List<object?> ?? throw Wrong("no list", 0);
        return [.. list.Select((item, number) =>
        {
            var entry = item as Dictionary<object, object?> ?? throw Wrong("an entry that is no dictionary", number);
            var (annotation, reference) = (Number(entry, "ann_id", number), Number(entry, "ref_id", number));
            var sentences = entry.GetValueOrDefault("sentences") as List<object?> ?? throw Wrong("no list 'sentences'", number);
            return new Entry(
                Number(entry, "image_id", number),
                annotation,
                entry.GetValueOrDefault("split") as string ?? throw Wrong("no text 'split'", number),
                [.. sentences.Select((sentence, k) =>
                {
                    var fields = sentence as Dictionary<object, object?> ?? throw Wrong("a sentence that is no dictionary", number);
                    var text = fields.GetValueOrDefault("sent") as string ?? throw Wrong("a sentence without 'sent'", number);
                    var id = fields.GetValueOrDefault("sent_id") is long given ? given.ToString(CultureInfo.InvariantCulture) : $"{reference}_{k}";
                    return new ReferringPhrase(id, text, [annotation]);
                })]);
        })];

        long Number(Dictionary<object, object?> entry, string field, int number) =>
            entry.GetValueOrDefault(field) is long value ? value : throw Wrong($"no number '{field}'", number);

        YofoException Wrong(string what, int number) => new($"'{path}' is not in the form of RefCOCO: {what} at entry {number}; fetch the file anew.");
    }
}
