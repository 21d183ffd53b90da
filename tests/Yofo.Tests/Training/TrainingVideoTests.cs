using Shouldly;
using Xunit;
using Yofo.Data;
using Yofo.Modeling.Tiny;
using Yofo.Tests.Modeling.Tiny;
using Yofo.Training;
using Yofo.Video;
using static TorchSharp.torch;

namespace Yofo.Tests.Training;

public sealed class TrainingVideoTests
{
    [Theory]
    [InlineData("videos/walk.mp4", "walk")]
    [InlineData("videos/walk.MP4", "walk")]
    [InlineData("videos/walk.1", "walk.1")]
    [InlineData("videos/walk", "walk")]
    public void A_clip_is_called_as_its_file_or_its_folder(string path, string name) =>
        TrainingVideo.Of(new DavisClip("walk", "train", path, 1, [null], []), []).Name.ShouldBe(name);

    [Fact]
    public void An_empty_phrase_is_refused_with_its_clip()
    {
        var clip = new DavisClip("walk", "train", "walk.mp4", 1, [null], [new DavisPhrase(" ", 1, null, "full_video")]);
        Should.Throw<YofoException>(() => TrainingVideo.Of(clip, [])).Message.ShouldContain("'walk'");
    }

    [Fact]
    public void A_short_video_is_drawn_in_every_way_in_which_it_can_be()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var image = new TinyImageEncoder();
        var options = new TrainingOptions { ClipStride = 2, WholeFrames = 3, WholePhrases = 1 };
        var cache = new FeatureCache(folder.At("cache"), CPU);
        var video = new Numbered();
        for (var frame = 0; frame < video.Frames; frame += options.ClipStride)
        {
            cache.Store(video.Key(frame), image.call(TinyNetwork.Picture(frame)));
        }

        var source = new ClipSource(options, cache, [video], [], new CompositeEngine([], options.WholeFrames, 1));
        var seen = new HashSet<string>();
        for (var draw = 0; draw < 60; draw++)
        {
            video.Asked.Clear();
            source.Draw(new Random(draw)).Frames.Count.ShouldBe(3);
            seen.Add(string.Join(' ', video.Asked));
        }

        seen.ShouldBe(["0 2 4", "4 2 0"], ignoreOrder: true, "frame 6 has no mask, and at four frames' distance there are not three");
    }

    // Five frames with masks and two without; says which masks it was asked for.
    private sealed record Numbered() : TrainingVideo("numbered", 7, [new TrainingPhrase("the square", [1], true)])
    {
        public List<int> Asked { get; } = [];

        public override IFrameSource Open() => throw new NotSupportedException();

        public override (int Width, int Height, byte[] Pixels)? Mask(int frame, IReadOnlyList<long> objects)
        {
            if (objects.Count > 0)
            {
                Asked.Add(frame);
            }

            return frame > 4 ? null : (96, 64, [.. Enumerable.Range(0, 96 * 64).Select(at => (byte)(at % 96 < 30 && objects.Count > 0 ? 1 : 0))]);
        }
    }
}
