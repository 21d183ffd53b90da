using Yofo.Data;
using Yofo.Data.Datasets;

namespace Yofo.Evaluation;

/// <summary>What a contact sheet can show of a scored data set.</summary>
internal static class DatasetSheet
{
    /// <summary>Every scored phrase.</summary>
    public static IReadOnlyList<SheetSubject> Subjects(ReferringDataset set, DatasetFolder folder, DatasetScores scores)
    {
        var videos = set.Videos.ToDictionary(video => video.Name, StringComparer.Ordinal);
        return [.. scores.Phrases.Select(score =>
        {
            var video = videos[score.Video];
            var phrase = video.Phrases.First(phrase => phrase.Id == score.Id);
            return new SheetSubject(score.Video, score.Phrase, score.Extremes, frame => video.FrameNames[frame], frame =>
            {
                var path = set.HasSets ? folder.SetMask(RefDavis17.SetOf(phrase), video, frame) : folder.PhraseMask(video, phrase, frame);
                var labels = DatasetFolder.Read(path, video).Labels;
                var answer = set.HasSets ? Array.ConvertAll(labels, label => (byte)(label == phrase.Objects[0] ? 1 : 0)) : labels;
                return new SheetPicture(video.Width, video.Height, Picture.Load(video.Frames[frame]).Rgb, video.Mask(frame, phrase)!, answer);
            });
        })];
    }
}
