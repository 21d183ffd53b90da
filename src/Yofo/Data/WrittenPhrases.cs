using System.Globalization;

namespace Yofo.Data;

/// <summary>
/// Phrases that were written while looking at pictures and clips: lines of four fields with a tab between, the picture's folder (<c>davis</c> for a clip), its id (the
/// clip's name), the annotation or object that is meant (0: nothing there fits), and the phrase. Lines that begin with # are comments.
/// </summary>
internal sealed class WrittenPhrases
{
    private readonly ILookup<(string Source, string Picture), WrittenPhrase> phrases;

    /// <summary>Sorts phrases by what they were written of.</summary>
    public WrittenPhrases(IEnumerable<WrittenPhrase> phrases) => this.phrases = phrases.ToLookup(phrase => (phrase.Source, phrase.Picture));

    /// <summary>None.</summary>
    public static WrittenPhrases None { get; } = new([]);

    /// <summary>Reads files, one after the other.</summary>
    /// <exception cref="YofoException">There is none of that name, or a line is not in that form.</exception>
    public static WrittenPhrases Load(params IReadOnlyList<string> paths) => new([.. paths.SelectMany(Lines)]);

    /// <summary>What something was written of.</summary>
    public IEnumerable<(string Source, string Picture)> Pictures => phrases.Select(group => group.Key);

    /// <summary>What was written of a still picture.</summary>
    public IEnumerable<WrittenPhrase> Of(Scene scene) => phrases[(scene.Source, scene.Id.ToString(CultureInfo.InvariantCulture))];

    /// <summary>What was written of a clip.</summary>
    public IEnumerable<WrittenPhrase> Of(DavisClip clip) => phrases[("davis", clip.Name)];

    /// <summary>The same as a set to measure with.</summary>
    /// <param name="scenes">The stills; what was written of others is left out.</param>
    /// <exception cref="YofoException">A phrase means an annotation that its picture has not, or none is left.</exception>
    public IReadOnlyList<DevPhrase> Of(IReadOnlyList<Scene> scenes)
    {
        var found = scenes.SelectMany(scene => Of(scene).Select(phrase => Measured(scene, phrase))).ToList();
        return found.Count > 0 ? found : throw new YofoException("None of the written phrases is of a picture under 'stills'; name the data folder that they were written of with --data.");
    }

    /// <summary>The annotation that a phrase means, by its place in its picture; null where nothing fits the phrase.</summary>
    /// <exception cref="YofoException">The picture has no such annotation.</exception>
    public static int? Target(Scene scene, WrittenPhrase phrase) => phrase.Thing is not { } thing ? null
        : scene.Objects.Index().FirstOrDefault(pair => pair.Item.Id == thing) is { Item: not null } pair ? pair.Index
        : throw new YofoException($"'{phrase.Phrase}' is written of annotation {thing} of picture {phrase.Picture} in '{phrase.Source}', which has none of that number; mend the line or take it out.");

    private static DevPhrase Measured(Scene scene, WrittenPhrase phrase)
    {
        if (Target(scene, phrase) is not { } target)
        {
            return new DevPhrase(scene.Source, "written", scene.Id, phrase.Phrase, Absent: true, null, ["near miss"], UniqueClass: false, null);
        }

        var thing = scene.Objects[target];
        var isOnly = !scene.Uncertain.Contains(thing.Category) && scene.Objects.Count(other => other.Category == thing.Category) == 1;
        return new DevPhrase(scene.Source, "written", scene.Id, phrase.Phrase, Absent: false, thing.Id, [thing.Category == "person" ? "person" : "thing"], isOnly, thing.Box);
    }

    private static IEnumerable<WrittenPhrase> Lines(string path) => !File.Exists(path)
        ? throw new YofoException($"There is no file of phrases '{path}'; check the path (that of a configuration counts from its own folder).")
        : File.ReadLines(path).Index().Where(line => line.Item.Length > 0 && !line.Item.StartsWith('#')).Select(line => Read(line.Item, path, line.Index + 1));

    private static WrittenPhrase Read(string line, string path, int number)
    {
        var fields = line.Split('\t');
        return fields.Length == 4 && fields[0].Length > 0 && fields[1].Length > 0 && fields[3].Trim() is { Length: > 0 } phrase
            && long.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var thing)
            ? new WrittenPhrase(fields[0], fields[1], thing == 0 ? null : thing, phrase)
            : throw new YofoException($"Line {number} of '{path}' is not folder, picture, annotation (or 0) and phrase with tabs between; mend it or take it out.");
    }
}
