using Shouldly;
using Xunit;
using Yofo.Tests.Cli;
using Yofo.Tests.Modeling.Tiny;

namespace Yofo.Tests;

public sealed class SegmenterTests(TinyWeights weights) : IClassFixture<TinyWeights>
{
    private static readonly string[] Phrases = ["the square", "dog"];

    [Fact]
    public void A_whole_video_is_answered_frame_by_frame()
    {
        using var segmenter = Segmenter.Load(new SegmenterOptions { Weights = weights.Full, Threads = 1 });
        var answers = segmenter.Run(Enumerable.Range(0, 11).Select(number => TinyNetwork.Frame(number)), Phrases)
            .Select(mask => (mask.Index, mask.Width, mask.Height, Pixels: mask.Indices.Length, Objects: mask.Objects.Count)).ToList();
        answers.ShouldBe([.. Enumerable.Range(0, 11).Select(index => (index, TinyNetwork.Width, TinyNetwork.Height, TinyNetwork.Width * TinyNetwork.Height, 2))]);
    }

    [Fact]
    public void With_every_frame_seen_it_answers_as_a_session_does()
    {
        using var segmenter = Segmenter.Load(new SegmenterOptions { Weights = weights.Full, Threads = 1 });
        using var session = segmenter.Start(Phrases);
        var piped = segmenter.Run(Enumerable.Range(0, 5).Select(number => TinyNetwork.Frame(number)), Phrases, keyframes: 1).Select(mask => mask.Indices.ToArray()).ToList();
        piped.Count.ShouldBe(5);
        foreach (var (index, pixels) in piped.Index())
        {
            pixels.ShouldBe(session.Step(TinyNetwork.Frame(index)).Indices.ToArray());
        }
    }

    [Fact]
    public void What_cannot_be_asked_for_is_said_at_once()
    {
        using var segmenter = Segmenter.Load(new SegmenterOptions { Weights = weights.Full, Threads = 1 });
        Should.Throw<ArgumentOutOfRangeException>(() => segmenter.Run([], Phrases, keyframes: 0));
        Should.Throw<ArgumentOutOfRangeException>(() => segmenter.Run([], Phrases, keyframes: 31));
        Should.Throw<YofoException>(() => segmenter.Run([], [""]));
        segmenter.Run([], Phrases).ShouldBeEmpty();
    }
}
