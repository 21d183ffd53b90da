using Yofo.Data;
using Yofo.Data.Datasets;
using Yofo.Output;
using Yofo.Video;

namespace Yofo.Training;

/// <summary>A video, or a photo as a video of one frame, with referring phrases and the masks of what they mean.</summary>
/// <param name="Name">Its folder in the cache: unique among all videos of a training.</param>
/// <param name="Frames">Number of frames.</param>
/// <param name="Phrases">Its phrases.</param>
internal abstract record TrainingVideo(string Name, int Frames, IReadOnlyList<TrainingPhrase> Phrases)
{
    /// <summary>Phrases that surely fit nothing in it.</summary>
    public IReadOnlyList<string> Unfit { get; init; } = [];

    /// <summary>Whether it is a photo, of which random affine transformation makes a video [paper].</summary>
    public bool IsPhoto => Frames == 1;

    /// <summary>Where the features of a frame lie, or of a warped view of it (view 0 is the frame itself).</summary>
    public string Key(int frame, int view = 0) => view == 0 ? $"videos/{Name}/{frame:D5}" : $"videos/{Name}/{frame:D5}-{view}";

    /// <summary>Opens the pictures.</summary>
    public abstract IFrameSource Open();

    /// <summary>The mask of some objects together, 1 inside, with its size; null where the frame has no truth.</summary>
    public abstract (int Width, int Height, byte[] Pixels)? Mask(int frame, IReadOnlyList<long> objects);

    /// <summary>Whether another one has the same pictures: its phrases then fit here too.</summary>
    public bool Shares(TrainingVideo other) => Name == other.Name;

    /// <summary>A clip of a folder; those of one video share its features.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="written">What was written of it beside its own phrases, of the whole clip.</param>
    /// <exception cref="YofoException">A phrase is empty.</exception>
    public static TrainingVideo Of(DavisClip clip, IEnumerable<WrittenPhrase> written)
    {
        var own = Checked(new Clip(clip));
        var (fit, unfit) = (written.Where(phrase => phrase.Thing is not null), written.Where(phrase => phrase.Thing is null));
        return own with
        {
            Phrases = [.. own.Phrases, .. fit.Select(phrase => new TrainingPhrase(phrase.Phrase, [phrase.Thing!.Value], true))],
            Unfit = [.. unfit.Select(phrase => phrase.Phrase)],
        };
    }

    /// <summary>A video or photo of a public data set.</summary>
    /// <param name="set">What the command line calls the set.</param>
    /// <param name="video">The video; of a split with truth.</param>
    /// <exception cref="YofoException">A phrase is empty.</exception>
    public static TrainingVideo Of(string set, ReferringVideo video) => Checked(new FromSet(set, video));

    private static TrainingVideo Checked(TrainingVideo video) => video.Phrases.Any(phrase => string.IsNullOrWhiteSpace(phrase.Text))
        ? throw new YofoException($"A phrase of '{video.Name}' is empty; mend it or take it out.")
        : video;

    private sealed record Clip(DavisClip Source) : TrainingVideo(
        NameOf(Source.VideoPath),
        Source.Frames,
        [.. Source.Phrases.Select(phrase => new TrainingPhrase(phrase.Phrase, [phrase.ObjectId], phrase.When == "full_video"))])
    {
        private TruePlane? last; // every phrase of a frame asks for the same file

        public override IFrameSource Open() => FrameSource.Open(Source.VideoPath);

        public override (int Width, int Height, byte[] Pixels)? Mask(int frame, IReadOnlyList<long> objects)
        {
            if (Source.MaskPaths[frame] is not { } path)
            {
                return null;
            }

            var read = last; // other threads may put another frame's in its place
            if (read?.Path != path)
            {
                var (width, height, indices) = PalettePng.Read(path);
                last = read = new TruePlane(path, width, height, indices);
            }

            return (read.Width, read.Height, Array.ConvertAll(read.Indices, index => (byte)(objects.Contains(index) ? 1 : 0)));
        }

        // A folder of frames may have a dot in its name.
        private static string NameOf(string path) =>
            Path.GetExtension(path).Equals(".mp4", StringComparison.OrdinalIgnoreCase) ? Path.GetFileNameWithoutExtension(path) : Path.GetFileName(Path.TrimEndingDirectorySeparator(path));

        private sealed record TruePlane(string Path, int Width, int Height, byte[] Indices);
    }

    // "first frame" phrases are told from others by Ref-DAVIS17 alone, where both were written for the whole object.
    private sealed record FromSet(string Set, ReferringVideo Source) : TrainingVideo(
        $"{Set}/{Source.Name}", Source.Frames.Count, [.. Source.Phrases.Where(phrase => phrase.Objects.Count > 0).Select(phrase => new TrainingPhrase(phrase.Text, phrase.Objects, true))])
    {
        public override IFrameSource Open() => new FrameFolder(Source.Frames);

        // Some sets say of an object that a frame with truth does not show what they say of a frame without: nothing.
        public override (int Width, int Height, byte[] Pixels)? Mask(int frame, IReadOnlyList<long> objects) =>
            (Source.Masks?.Invoke(frame, objects) ?? (objects.Count > 0 ? Source.Masks?.Invoke(frame, []) : null)) is { } pixels ? (Source.Width, Source.Height, pixels) : null;
    }
}
