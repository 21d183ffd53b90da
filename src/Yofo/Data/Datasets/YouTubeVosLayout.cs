namespace Yofo.Data.Datasets;

/// <summary>The pictures and masks of a split laid out as Ref-YouTube-VOS does: <c>JPEGImages/video/frame.jpg</c>, <c>Annotations/video/frame.png</c>.</summary>
internal static class YouTubeVosLayout
{
    public static IReadOnlyList<ReferringVideo> Videos(DatasetTree tree, string folder, IReadOnlyList<MetaExpressions.Video> videos, bool truth)
    {
        var pictures = tree.Folder(folder, "JPEGImages");
        var masks = truth ? tree.Folder(folder, "Annotations") : null;
        return [.. videos.Select(Read)];

        ReferringVideo Read(MetaExpressions.Video video)
        {
            var frames = tree.Frames(Path.Combine(pictures, video.Name), video.Frames);
            var (width, height) = PictureSize.Read(frames[0]);
            if (masks is null) return new(video.Name, frames, width, height, video.Phrases, null);
            var own = tree.Masks(Path.Combine(masks, video.Name), frames);
            return new(video.Name, frames, width, height, video.Phrases, PaletteMasks.Read(own, width, height)) { MaskPaths = own };
        }
    }
}
