using System.Text.Json;
using Yofo.Data.Datasets;
using Yofo.Output;

namespace Yofo.Evaluation;

/// <summary>
/// The folder of a run over a data set: <c>run.json</c> says which run, <c>done/video.json</c> is written last for each video, so a video
/// is done whole or not at all. Masks: <c>Annotations/video/phrase/frame.png</c>, grey, as the servers take them; of Ref-DAVIS17
/// <c>set/video/frame.png</c>, palette, four folders that <see cref="FolderScorer"/> can score as they are.
/// </summary>
internal sealed class DatasetFolder
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private readonly string path;

    private DatasetFolder(string path) => this.path = path;

    /// <summary>Opens a folder that is new, or that the same run has begun.</summary>
    /// <exception cref="YofoException">The folder holds something else.</exception>
    public static DatasetFolder Open(string path, DatasetIdentity identity)
    {
        var file = Path.Combine(path, "run.json");
        var text = JsonSerializer.Serialize(identity, Format) + "\n";
        Directory.CreateDirectory(path);
        if (!File.Exists(file))
        {
            if (Directory.EnumerateFileSystemEntries(path).Any())
                throw new YofoException($"The folder '{path}' holds other files and no run of this set; name a new folder with -o.");
            AtomicFile.Write(file, text);
        }
        else if (File.ReadAllText(file) != text)
        {
            throw new YofoException($"The folder '{path}' holds the masks of another run ('{file}' says which); name another folder with -o.");
        }

        return new DatasetFolder(path);
    }

    /// <summary>What was answered for a video; null where the video is not done.</summary>
    public VideoAnswers? Answers(ReferringVideo video)
    {
        var file = DoneFile(video);
        if (!File.Exists(file)) return null;
        try
        {
            return JsonSerializer.Deserialize<VideoAnswers>(File.ReadAllText(file), Format);
        }
        catch (JsonException error)
        {
            throw new YofoException($"'{file}' is damaged (line {error.LineNumber + 1}); delete it, and the video is done again.", error);
        }
    }

    /// <summary>Whether a video need not be run: its answers and all its masks are there, and the set still has the phrases that were answered.</summary>
    public bool IsDone(ReferringVideo video, bool sets) =>
        Answers(video) is { Phrases: { } answered, Wrong: not null }
        && answered.Select(answer => (answer.Id, answer.Phrase)).SequenceEqual(video.Phrases.Select(phrase => (phrase.Id, phrase.Text)))
        && Enumerable.Range(0, video.Frames.Count).All(frame => sets
            ? Enumerable.Range(0, RefDavis17.Sets.Count).All(set => File.Exists(SetMask(set, video, frame)))
            : video.Phrases.All(phrase => File.Exists(PhraseMask(video, phrase, frame))));

    /// <summary>Says that all masks of a video are written.</summary>
    public void Finish(ReferringVideo video, VideoAnswers answers)
    {
        var file = DoneFile(video);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        AtomicFile.Write(file, JsonSerializer.Serialize(answers, Format) + "\n");
    }

    /// <summary>The file of a phrase's mask.</summary>
    public string PhraseMask(ReferringVideo video, ReferringPhrase phrase, int frame) =>
        Path.Combine(path, "Annotations", SafeName.Check(video.Name, "video"), SafeName.Check(phrase.Id, "phrase"), SafeName.Check(video.FrameNames[frame], "frame") + ".png");

    /// <summary>The file of a merged mask of one of Ref-DAVIS17's four sets.</summary>
    public string SetMask(int set, ReferringVideo video, int frame) =>
        Path.Combine(path, RefDavis17.Sets[set], SafeName.Check(video.Name, "video"), SafeName.Check(video.FrameNames[frame], "frame") + ".png");

    /// <summary>Reads a mask that the run wrote: the object is 1 (255 in the file), or by ids.</summary>
    public static LabelMap Read(string file, ReferringVideo video)
    {
        var (width, height, labels) = PalettePng.Read(file);
        return width == video.Width && height == video.Height
            ? new(width, height, labels, file)
            : throw new YofoException($"The mask '{file}' is {width} x {height} but the frames of '{video.Name}' are {video.Width} x {video.Height}; delete the folder and run again.");
    }

    /// <summary>Writes a mask, its folder too where it is new.</summary>
    public static void Write(string file, ReadOnlyMemory<byte> png)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        AtomicFile.Write(file, png);
    }

    private string DoneFile(ReferringVideo video) => Path.Combine(path, "done", SafeName.Check(video.Name, "video") + ".json");
}
