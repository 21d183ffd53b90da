using Shouldly;
using Xunit;
using Yofo.Inference;
using Yofo.Modeling;
using Yofo.Tests.Modeling.Tiny;
using static TorchSharp.torch;

namespace Yofo.Tests.Inference;

public sealed class FrameChainTests : IDisposable
{
    private readonly YofoNetwork network = TinyNetwork.BuildStirred();
    private readonly VideoSession session;
    private int seen;

    public FrameChainTests() => session = new VideoSession(network, CPU, ["the square"], new SessionOptions());

    public void Dispose()
    {
        session.Dispose();
        network.Dispose();
    }

    [Fact]
    public void The_first_frame_waits_for_the_next_seen_one_and_later_ones_for_up_to_three()
    {
        using var chain = new FrameChain([session], 3);
        var done = new List<string>();
        for (var key = 0; key < 7; key++)
        {
            See(chain, 2 * key);
            done.Add(string.Join(' ', chain.Take().Select(Number)));
            if (key < 6)
            {
                chain.Wait(Work((2 * key) + 1));
            }
        }

        done.ShouldBe(["", "0", "", "1 2", "", "3 4", "5 6"]);
        chain.Take(all: true).Select(Number).ShouldBe([7, 8, 9, 10, 11, 12]);
        chain.Take(all: true).ShouldBeEmpty();
    }

    [Fact]
    public void Nobody_waits_for_more_than_the_first_frame_where_only_that_is_asked_for()
    {
        using var chain = new FrameChain([session], 1);
        See(chain, 0);
        See(chain, 1);
        See(chain, 2);
        chain.Take(first: true).Select(Number).ShouldBe([0]);
        chain.Take(first: true).ShouldBeEmpty();
        chain.Take().Select(Number).ShouldBe([1]);
    }

    [Fact]
    public void Without_neighbours_nothing_waits()
    {
        using var chain = new FrameChain([session], 0);
        for (var key = 0; key < 3; key++)
        {
            See(chain, key, (before, motion) => (before, motion).ShouldBe((null, null)));
            chain.Take().Select(Number).ShouldBe([key]);
        }
    }

    [Fact]
    public void A_cut_ends_what_is_waited_for_and_nothing_is_heard_across_it()
    {
        using var chain = new FrameChain([session], 3);
        See(chain, 0);
        See(chain, 1);
        See(chain, Work(2, bright: true), logit: 5);
        chain.Take().Select(frame => (Number(frame), Mean(frame) < -2)).ShouldBe([(0, true), (1, true)]);
        chain.Take(all: true).Select(frame => (Number(frame), Mean(frame))).ShouldBe([(2, 5f)]);
    }

    [Fact]
    public void Frames_that_differ_as_much_with_others_between_are_no_cut()
    {
        using var chain = new FrameChain([session], 3);
        See(chain, 0);
        chain.Wait(Work(1));
        var heard = false;
        chain.See(Work(2, bright: true), (_, before, motion) =>
        {
            heard = before is not null && motion is not null;
            return Said(5);
        });
        heard.ShouldBeTrue();
        chain.Take(all: true).Count().ShouldBe(3);
    }

    [Fact]
    public void What_the_third_seen_frame_from_now_sees_reaches_back_where_nobody_rules_it_out()
    {
        using var chain = new FrameChain([session], 3);
        for (var key = 0; key < 6; key++)
        {
            See(chain, Work(key), key < 5 ? -4 : 5); // the last frame alone sees it
        }

        chain.Take(all: true).Select(frame => Mean(frame) > 0).ShouldBe([false, false, true, true, true, true]);
    }

    [Fact]
    public void A_frame_that_failed_is_given_without_masks_and_those_before_it_with_theirs()
    {
        using var chain = new FrameChain([session], 3);
        See(chain, 0);
        chain.Wait(Work(1));
        var failed = Work(2);
        failed.Try<string>(() => throw new YofoException("no")).ShouldBeNull();
        chain.See(failed, (_, before, motion) =>
        {
            (before, motion).ShouldBe((null, null));
            return null;
        });
        chain.Take(all: true).Select(frame => (Number(frame), frame.Logits[0] is null, frame.Frame.Failure is null)).ShouldBe([(0, false, true), (1, false, true), (2, true, false)]);
    }

    [Fact]
    public void Frames_between_belong_to_the_look_after_them()
    {
        using var chain = new FrameChain([session], 1);
        See(chain, 0);
        chain.Wait(Work(1));
        See(chain, 2);
        chain.Take(all: true).Select(frame => frame.Look).ShouldBe([1, 2, 2]);
    }

    private void See(FrameChain chain, int number, Action<SeenMasks?, object?>? check = null) => chain.See(Work(number), (_, before, motion) =>
    {
        check?.Invoke(before, motion);
        return Said(-4);
    });

    private void See(FrameChain chain, FrameWork work, float logit) => chain.See(work, (_, _, _) => Said(logit));

    private SeenMasks Said(float logit) => new(full(1, TinyNetwork.Height / 4, TinyNetwork.Width / 4, logit), full(1, 0.5f), ++seen)
    {
        Possible = ones(1, TinyNetwork.Height / 4, TinyNetwork.Width / 4, dtype: ScalarType.Bool),
    };

    // The same picture each time, dark but for a square; or a bright one, which is another shot.
    private static FrameWork Work(int number, bool bright = false)
    {
        var frame = TinyNetwork.Frame(0) with { Index = number };
        return new FrameWork(bright ? frame with { Rgb = Enumerable.Repeat((byte)250, frame.Rgb.Length).ToArray() } : frame, []);
    }

    private static int Number(ChainedFrame frame) => frame.Frame.Frame.Index;

    private static float Mean(ChainedFrame frame) => frame.Logits[0]!.mean().item<float>();
}
