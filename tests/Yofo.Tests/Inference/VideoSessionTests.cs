using System.Runtime.CompilerServices;
using Shouldly;
using Xunit;
using Yofo.Inference;
using Yofo.Modeling;
using Yofo.Modeling.Tiny;
using Yofo.Tests.Modeling;
using Yofo.Tests.Modeling.Tiny;
using Yofo.Video;
using static TorchSharp.torch;

namespace Yofo.Tests.Inference;

public sealed class VideoSessionTests : IDisposable
{
    private static readonly SessionOptions AlwaysPresent = new() { Presence = new PresenceOptions { Threshold = 0 } };

    private readonly YofoNetwork network = TinyNetwork.BuildStirred();

    public void Dispose() => network.Dispose();

    [Theory]
    [InlineData(96, 64)]
    [InlineData(53, 37)]
    [InlineData(30, 97)]
    public void A_mask_has_the_frames_size_and_no_other_numbers_than_its_phrases(int width, int height)
    {
        using var session = Start(AlwaysPresent, "the square", "a red car", "dog");
        var frame = TinyNetwork.Frame(4, width, height);
        var mask = session.Step(frame);
        (mask.Index, mask.Time, mask.Width, mask.Height).ShouldBe((4, frame.Time, width, height));
        mask.Indices.Length.ShouldBe(width * height);
        var indices = mask.Indices.ToArray();
        indices.Max().ShouldBeInRange((byte)1, (byte)3);
        mask.Objects.Select(found => found.Phrase).ShouldBe([1, 2, 3]);
        foreach (var found in mask.Objects)
        {
            found.Area.ShouldBe(indices.Count(index => index == found.Phrase));
            found.Present.ShouldBe(found.Area > 0);
            found.Score.ShouldBeInRange(0, 1);
            (found.Box.Width * found.Box.Height).ShouldBeGreaterThanOrEqualTo(found.Area);
        }
    }

    [Fact]
    public void An_absent_phrase_has_no_pixels()
    {
        using var session = Start(new SessionOptions { Presence = new PresenceOptions { Threshold = 1.01 } }, "the square", "dog");
        var mask = session.Step(TinyNetwork.Frame(0));
        mask.Indices.ToArray().ShouldAllBe(index => index == 0);
        mask.Objects.ShouldAllBe(found => !found.Present && found.Area == 0 && found.Box == default);
        mask.Objects.ShouldAllBe(found => found.Score > 0 && found.Score < 1);
    }

    [Fact]
    public void The_same_video_gives_the_same_masks_again()
    {
        var (once, again) = (Run(4, "the square", "dog"), Run(4, "the square", "dog"));
        for (var frame = 0; frame < once.Count; frame++)
        {
            again[frame].Indices.ShouldBe(once[frame].Indices);
            again[frame].Scores.ShouldBe(once[frame].Scores);
        }
    }

    [Fact]
    public void Two_sessions_of_one_network_know_nothing_of_each_other()
    {
        var alone = Run(4, "the square", "dog");
        using var first = Start(AlwaysPresent, "the square", "dog");
        using var second = Start(AlwaysPresent, "a red car");
        for (var frame = 0; frame < alone.Count; frame++)
        {
            second.Step(TinyNetwork.Frame(frame + 7, 80, 48));
            var mask = first.Step(TinyNetwork.Frame(frame));
            mask.Indices.ToArray().ShouldBe(alone[frame].Indices);
        }
    }

    [Fact]
    public void The_order_of_the_phrases_changes_their_numbers_and_nothing_else()
    {
        var (straight, turned) = (Run(3, "the square on the left", "dog", "a red car"), Run(3, "a red car", "the square on the left", "dog"));
        byte[] renamed = [0, 2, 3, 1];
        var numbers = new HashSet<byte>();
        for (var frame = 0; frame < straight.Count; frame++)
        {
            numbers.UnionWith(straight[frame].Indices);
            var differing = straight[frame].Indices.Zip(turned[frame].Indices).Count(pair => renamed[pair.First] != pair.Second);
            differing.ShouldBeLessThanOrEqualTo(6); // where two logits are equal to the last bits
            for (var phrase = 0; phrase < 3; phrase++)
            {
                turned[frame].Scores[renamed[phrase + 1] - 1].ShouldBe(straight[frame].Scores[phrase], 1e-5);
            }
        }

        numbers.Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void A_phrase_is_answered_the_same_whatever_is_asked_beside_it()
    {
        var (alone, together) = (Run(3, "the square on the left"), Run(3, "the square on the left", "dog"));
        for (var frame = 0; frame < alone.Count; frame++)
        {
            together[frame].Scores[0].ShouldBe(alone[frame].Scores[0], 1e-5);
            var gained = alone[frame].Indices.Zip(together[frame].Indices).Count(pair => pair.Second == 1 && pair.First == 0);
            gained.ShouldBeLessThanOrEqualTo(6); // it may lose pixels to the other phrase, it wins none
        }
    }

    [Fact]
    public void What_came_before_changes_the_answer()
    {
        using var scope = NewDisposeScope();
        var logits = new List<Tensor>();
        using var session = Start(AlwaysPresent, "the square", "dog");
        using var fresh = Start(AlwaysPresent, "the square", "dog");
        session.Observe = fresh.Observe = (_, decoded) => logits.Add(decoded.Mask.clone().MoveToOuterDisposeScope().MoveToOuterDisposeScope());
        session.Step(TinyNetwork.Frame(0));
        session.Step(TinyNetwork.Frame(3));
        fresh.Step(TinyNetwork.Frame(3));
        logits.Count.ShouldBe(3);
        Tensors.Difference(logits[1], logits[2]).ShouldBeGreaterThan(1e-4);
    }

    [Fact]
    public void Between_the_networks_two_halves_stand_the_memory_and_the_kernel_of_the_frame_before()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        string[] phrases = ["the square", "dog"];
        var options = new MemoryOptions { Capacity = 3, Interval = 2 };
        using var memory = new TargetMemory(options);
        using var session = Start(new SessionOptions { Memory = options }, phrases);
        Tensor? seen = null, kernel = null;
        session.Observe = (_, decoded) => seen = decoded.Mask.clone().MoveToOuterDisposeScope().MoveToOuterDisposeScope();
        var language = network.LanguageEncoder.call(phrases);
        for (var number = 0; number < 6; number++)
        {
            var image = network.ImageEncoder.call(TinyNetwork.Picture(number));
            var mined = network.Mine(image, language);
            memory.Write(mined.Sample!, FrameConfidence.Of(mined.Mined));
            (var decoded, kernel) = network.Decode(mined, memory.Read(), kernel);
            session.Step(new FrameSight(image), Blank(number));
            Tensors.Difference(seen!, decoded.Mask).ShouldBeLessThan(1e-5, $"frame {number}");
        }
    }

    [Fact]
    public void Its_state_does_not_grow_with_the_video()
    {
        using var session = Start(new SessionOptions { Memory = new MemoryOptions { Capacity = 5, Interval = 2 } }, "the square", "dog");
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var images = Enumerable.Range(0, 3).Select(number => network.ImageEncoder.call(TinyNetwork.Picture(number))).ToList();
        var inScope = scope.DisposablesCount;
        for (var frame = 0; frame < 60; frame++)
        {
            session.Step(new FrameSight(images[frame % 3]), Blank(frame));
            Memory(session).Count.ShouldBeLessThanOrEqualTo(5);
        }

        Memory(session).Count.ShouldBe(5);
        scope.DisposablesCount.ShouldBe(inScope, "a step leaves nothing to its caller's scope");
    }

    [Fact]
    public void The_image_is_encoded_once_a_frame_however_many_phrases()
    {
        using var image = new CountingImageEncoder();
        using var language = new HashedLanguageEncoder();
        using var counted = new YofoNetwork(TinyNetwork.Options, image, language, new NameSpace(language.Names(image.ClassNames), language.Names([.. Enumerable.Range(0, 11).Select(number => $"colour{number}")])));
        counted.eval();
        using var session = new VideoSession(counted, CPU, ["the square", "dog", "a red car", "cat"], new SessionOptions());
        image.Calls.ShouldBe(0);
        for (var frame = 1; frame <= 3; frame++)
        {
            session.Step(TinyNetwork.Frame(frame));
            image.Calls.ShouldBe(frame);
        }
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public void It_runs_with_either_switch_off(bool mining, bool transfer)
    {
        using var other = TinyNetwork.BuildStirred(TinyNetwork.Options with { FeatureMining = mining, MetaTransfer = transfer });
        using var session = new VideoSession(other, CPU, ["the square", "dog"], AlwaysPresent);
        for (var frame = 0; frame < 3; frame++)
        {
            session.Step(TinyNetwork.Frame(frame)).Indices.Length.ShouldBe(96 * 64);
        }

        Memory(session).Count.ShouldBe(transfer ? 2 : 0, "the first frame and the newest");
    }

    [Fact]
    public void No_phrase_too_many_phrases_and_a_phrase_without_words_are_refused()
    {
        Should.Throw<YofoException>(() => Start(AlwaysPresent)).Message.ShouldContain("1 to 254 phrases");
        Should.Throw<YofoException>(() => Start(AlwaysPresent, [.. Enumerable.Repeat("dog", 255)])).Message.ShouldContain("255");
        Should.Throw<YofoException>(() => Start(AlwaysPresent, "dog", "")).Message.ShouldContain("empty");
        Should.Throw<YofoException>(() => Start(AlwaysPresent, "  ")).Message.ShouldContain("blank");
    }

    [Fact]
    public void It_takes_254_phrases()
    {
        using var session = Start(AlwaysPresent, [.. Enumerable.Range(0, 254).Select(number => $"thing {number}")]);
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var mask = session.Step(new FrameSight(network.ImageEncoder.call(TinyNetwork.Picture(0))), Blank(0));
        mask.Objects.Count.ShouldBe(254);
        mask.Objects.Sum(found => found.Area).ShouldBe(mask.Indices.ToArray().Count(index => index > 0));
    }

    // A frame whose features are given apart: of its own it has only number, time and size.
    private static Frame Blank(int number) => new(number, number / 25.0, TinyNetwork.Width, TinyNetwork.Height, default);

    private VideoSession Start(SessionOptions options, params string[] phrases) => new(network, CPU, phrases, options);

    private List<(byte[] Indices, double[] Scores)> Run(int frames, params string[] phrases)
    {
        using var session = Start(AlwaysPresent, phrases);
        var masks = new List<(byte[], double[])>();
        for (var frame = 0; frame < frames; frame++)
        {
            var mask = session.Step(TinyNetwork.Frame(frame));
            masks.Add((mask.Indices.ToArray(), [.. mask.Objects.Select(found => found.Score)]));
        }

        return masks;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "memory")]
    private static extern ref TargetMemory Memory(VideoSession session);
}
