using System.Globalization;
using Yofo.Data;
using Yofo.Output;

namespace Yofo.Evaluation;

/// <summary>What a contact sheet can show of a scored folder: every object of every sequence, over its pictures where they are at hand.</summary>
internal static class FolderSheet
{
    private static readonly string[] Endings = [".jpg", ".jpeg", ".png"];

    /// <summary>The subjects of a report.</summary>
    /// <param name="report">The scores.</param>
    /// <param name="truth">The folder of true masks.</param>
    /// <param name="predictions">The folder of predicted masks.</param>
    /// <param name="pictures">The folder of pictures, sequence/frame.jpg or .png; null for masks only.</param>
    public static IReadOnlyList<SheetSubject> Subjects(FolderReport report, string truth, string predictions, string? pictures)
    {
        var subjects = new List<SheetSubject>();
        foreach (var sequence in report.Sequences)
        {
            // As FolderScorer reads them; the semi-supervised task leaves out the first.
            var frames = Directory.GetFiles(Path.Combine(truth, sequence.Name), "*.png").Select(path => Path.GetFileName(path)).Where(name => name[0] != '.').ToList();
            frames.Sort(string.CompareOrdinal);
            if (report.Mode == ScoreMode.SemiSupervised) frames.RemoveAt(0);
            foreach (var entry in sequence.Objects)
            {
                var extremes = new FrameExtremes();
                // J is 1 where neither mask has a pixel, and only rarely else.
                for (var frame = 0; frame < entry.J.Frames.Count; frame++)
                    extremes.Add(frame, entry.J.Frames[frame], entry.J.Frames[frame] < 1 || IsSeen(Path.Combine(truth, sequence.Name, frames[frame]), entry.Id));

                subjects.Add(new SheetSubject(
                    sequence.Name,
                    string.Create(CultureInfo.InvariantCulture, $"object {entry.Id}"),
                    extremes,
                    frame => Path.GetFileNameWithoutExtension(frames[frame]),
                    frame => Load(
                        Path.Combine(truth, sequence.Name, frames[frame]), Path.Combine(predictions, sequence.Name, frames[frame]),
                        pictures is null ? null : Path.Combine(pictures, sequence.Name, Path.GetFileNameWithoutExtension(frames[frame])), entry)));
            }
        }

        return subjects;
    }

    private static bool IsSeen(string mask, int id) => PalettePng.Read(mask).Indices.AsSpan().Contains((byte)id);

    private static SheetPicture Load(string truth, string prediction, string? picture, ObjectScore entry)
    {
        var (width, height, labels) = PalettePng.Read(truth);
        var answer = PalettePng.Read(prediction).Indices;
        return new SheetPicture(width, height, Pixels(picture, width, height), Array.ConvertAll(labels, label => (byte)(label == entry.Id ? 1 : 0)), Array.ConvertAll(answer, label => (byte)(label == entry.PredictionId ? 1 : 0)));
    }

    private static ReadOnlyMemory<byte> Pixels(string? path, int width, int height)
    {
        if (path is null) return default;
        var file = Endings.Select(ending => path + ending).FirstOrDefault(File.Exists)
            ?? throw new YofoException($"There is no picture '{path}' (looked for {string.Join(", ", Endings)}); pass a folder whose pictures lie as <sequence>/<frame>.jpg.");
        var frame = Picture.Load(file);
        return frame.Width == width && frame.Height == height
            ? frame.Rgb
            : throw new YofoException($"The picture '{file}' is {frame.Width} x {frame.Height} but its masks are {width} x {height}; pass pictures of the masks' size.");
    }
}
