using Shouldly;
using Xunit;
using Yofo.Inference;
using Yofo.Modeling;
using Yofo.Motion;
using Yofo.Tests.Modeling.Tiny;
using Yofo.Video;
using static TorchSharp.torch;

namespace Yofo.Tests.Inference;

public sealed class FramePipelineTests : IDisposable
{
    private static readonly SessionOptions AlwaysPresent = new() { Presence = new PresenceOptions { Threshold = 0 } };

    private readonly YofoNetwork network = TinyNetwork.BuildStirred();

    public void Dispose() => network.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Frames_come_in_order_and_as_they_come_one_by_one(int atOnce)
    {
        using var session = Start();
        using var pipeline = new FramePipeline(session, atOnce, every: 1);
        var piped = pipeline.Run(Frames(9)).Select(pair => (pair.Frame.Index, Pixels: pair.Frame.Rgb.ToArray(), pair.Mask, Indices: pair.Mask.Indices.ToArray())).ToList();
        using var plain = Start();
        piped.Select(result => result.Index).ShouldBe(Enumerable.Range(0, 9));
        foreach (var (frame, result) in Frames(9).Zip(piped))
        {
            var mask = plain.Step(frame);
            result.Pixels.ShouldBe(frame.Rgb.ToArray());
            result.Indices.ShouldBe(mask.Indices.ToArray());
            Rounded(result.Mask).ShouldBe(Rounded(mask));
        }
    }

    [Theory]
    [InlineData(1, 3, 9)]
    [InlineData(2, 3, 9)]
    [InlineData(2, 2, 11)]
    [InlineData(2, 4, 10)]
    [InlineData(3, 5, 2)]
    public void Frames_that_the_network_does_not_see_get_masks_from_both_sides(int atOnce, int every, int count)
    {
        using var session = Start();
        using var pipeline = new FramePipeline(session, atOnce, every);
        var piped = pipeline.Run(Frames(count)).Select(pair => (pair.Frame.Index, Mask: pair.Mask, Indices: pair.Mask.Indices.ToArray())).ToList();
        piped.Select(result => result.Index).ShouldBe(Enumerable.Range(0, count));
        using var plain = Start();
        var keys = new KeyframePlan(every).Over(Frames(count).Select(frame => new FrameWork(frame, []))).Where(pair => pair.IsKey).Select(pair => pair.Frame.Frame.Index).ToList();
        keys.Count.ShouldBeLessThan(count + (count == 2 ? 1 : 0));
        var motions = keys.Zip(keys.Skip(1), (first, second) => KeyMotion.Between(Gray(first), Gray(second))).ToList();
        var (own, heard) = (new List<SeenMasks>(), new List<SeenMasks>());
        foreach (var (number, index) in keys.Index())
        {
            using var mined = plain.Mine(TinyNetwork.Frame(index));
            own.Add(number == 0 ? plain.Look(mined, index) : plain.Look(mined, index, heard[^1], motions[number - 1]));
            heard.Add(number == 0 ? own[^1] : plain.Hear(own[^1], heard[^1], motions[number - 1].Back));
        }

        var final = keys.Select((_, number) => Final(number)).ToList();
        foreach (var (number, index) in keys.Index())
        {
            Check(index, number + 1, final[number].Logits);
            if (number + 1 < keys.Count)
            {
                var between = Enumerable.Range(index + 1, keys[number + 1] - index - 1).ToList();
                foreach (var (frame, moves) in between.Zip(GroupMotion.Of(Gray(index), [.. between.Select(Gray)], Gray(keys[number + 1]))))
                {
                    Check(frame, number + 2, plain.Carry(final[number].Logits, final[number + 1].Logits, moves));
                }
            }
        }

        // The next one has a say in the first frame, the next two in the second, and then the next three.
        SeenMasks Final(int number)
        {
            var last = Math.Min(keys.Count - 1, number + Math.Min(number + 1, 3));
            var said = own[last];
            for (var at = last - 1; at > number; at--)
            {
                said = plain.Hear(own[at], said, motions[at].Forth);
            }

            return last == number ? heard[number] : plain.Hear(heard[number], said, motions[number].Forth);
        }

        void Check(int index, int look, Tensor logits)
        {
            var shown = plain.Show(logits, TinyNetwork.Frame(index), plain.VerdictsOn(look, 0, all: true));
            piped[index].Indices.ShouldBe(shown.Indices.ToArray(), $"frame {index}");
            Rounded(piped[index].Mask).ShouldBe(Rounded(shown));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Frames_without_a_phrase_come_in_order_too_and_all_of_them(int every)
    {
        using var session = new VideoSession(network, CPU, ["the square"], new SessionOptions { Presence = new PresenceOptions { Threshold = 1.01 } });
        using var pipeline = new FramePipeline(session, 2, every);
        pipeline.Run(Frames(11)).Select(pair => (pair.Mask.Index, pair.Mask.Objects[0].Area)).ShouldBe(Enumerable.Range(0, 11).Select(index => (index, 0)));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void What_the_source_gave_before_it_failed_is_done_whatever_the_network_sees(int frames)
    {
        using var session = Start();
        using var pipeline = new FramePipeline(session, 2, every: 3);
        var seen = new List<int>();
        Should.Throw<YofoException>(() =>
        {
            foreach (var (frame, _) in pipeline.Run(Frames(frames).Concat(Broken())))
            {
                seen.Add(frame.Index);
            }
        }).Message.ShouldBe("cut short");
        seen.ShouldBe(Enumerable.Range(0, frames));
    }

    [Fact]
    public void What_fails_in_the_source_fails_after_the_frames_before_it()
    {
        using var session = Start();
        using var pipeline = new FramePipeline(session, 2, every: 1);
        var seen = new List<int>();
        Should.Throw<YofoException>(() =>
        {
            foreach (var (frame, _) in pipeline.Run(Frames(4).Concat(Broken())))
            {
                seen.Add(frame.Index);
            }
        }).Message.ShouldBe("cut short");
        seen.ShouldBe([0, 1, 2, 3]);
    }

    [Fact]
    public void A_frame_that_cannot_be_encoded_fails_in_its_place()
    {
        using var session = Start();
        using var pipeline = new FramePipeline(session, 2, every: 1);
        var seen = 0;
        Should.Throw<ArgumentException>(() =>
        {
            foreach (var _ in pipeline.Run(Frames(3).Append(new Frame(3, 0, 96, 64, new byte[5])).Concat(Frames(2))))
            {
                seen++;
            }
        });
        seen.ShouldBe(3);
    }

    [Fact]
    public void Who_stops_early_leaves_no_thread_and_no_reader_behind()
    {
        var closed = false;
        IEnumerable<Frame> Endless()
        {
            try
            {
                for (var number = 0; ; number++)
                {
                    yield return TinyNetwork.Frame(number % 12);
                }
            }
            finally
            {
                closed = true;
            }
        }

        using var session = Start();
        using (var pipeline = new FramePipeline(session, 2, every: 1))
        {
            pipeline.Run(Endless()).Take(3).Count().ShouldBe(3);
        }

        closed.ShouldBeTrue();
        session.Step(TinyNetwork.Frame(0)).Indices.Length.ShouldBe(96 * 64);
    }

    // Other tests may change the number of threads meanwhile, which moves the last digits.
    private static IEnumerable<FrameObject> Rounded(FrameMask mask) => mask.Objects.Select(item => item with { Score = Math.Round(item.Score, 6) });

    private static Luminance Gray(int number) => Luminance.For(TinyNetwork.Frame(number));

    private static IEnumerable<Frame> Frames(int count) => Enumerable.Range(0, count).Select(number => TinyNetwork.Frame(number));

    private static IEnumerable<Frame> Broken()
    {
        yield return TinyNetwork.Frame(0) is { Width: > 1000 } frame ? frame : throw new YofoException("cut short");
    }

    private VideoSession Start() => new(network, CPU, ["the square", "dog"], AlwaysPresent);
}
