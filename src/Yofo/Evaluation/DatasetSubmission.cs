using Yofo.Data.Datasets;

namespace Yofo.Evaluation;

/// <summary>Packs a finished run for the server of its set.</summary>
internal static class DatasetSubmission
{
    /// <summary>Writes the zip, whole or not at all.</summary>
    public static void Write(ReferringDataset set, DatasetFolder folder, string path, CancellationToken cancellation)
    {
        using var zip = new SubmissionZip(path);
        foreach (var video in set.Videos)
        {
            foreach (var phrase in video.Phrases)
            {
                cancellation.ThrowIfCancellationRequested();
                for (var frame = 0; frame < video.Frames.Count; frame++)
                {
                    var mask = DatasetFolder.Read(folder.PhraseMask(video, phrase, frame), video);
                    zip.Add(video.Name, phrase.Id, video.FrameNames[frame], mask.Labels, mask.Width, mask.Height);
                }
            }
        }

        zip.Finish();
    }
}
