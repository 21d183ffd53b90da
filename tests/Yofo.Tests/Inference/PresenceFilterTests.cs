using CsCheck;
using Shouldly;
using Xunit;
using Yofo.Inference;

namespace Yofo.Tests.Inference;

public sealed class PresenceFilterTests
{
    [Fact]
    public void The_first_frame_speaks_for_itself()
    {
        var filter = new PresenceFilter(new PresenceOptions { Threshold = 0.4, Frames = 12 });
        filter.Add(1.5);
        filter.Score.ShouldBe(1 / (1 + Math.Exp(-1.5)), 1e-12);
        filter.IsPresent.ShouldBeTrue();
    }

    [Fact]
    public void The_stronger_half_of_the_last_frames_counts() => Gen.Double[-20, 20].Array[1, 40].Sample(logits =>
    {
        var filter = new PresenceFilter(new PresenceOptions { Frames = 12 });
        Array.ForEach(logits, filter.Add);
        var last = logits.TakeLast(12).Order().ToArray();
        filter.Score.ShouldBe(1 / (1 + Math.Exp(-last[(last.Length / 2)..].Average())), 1e-9);
    });

    [Fact]
    public void One_odd_frame_neither_loses_nor_finds_an_object()
    {
        var (seen, unseen) = (new PresenceFilter(new PresenceOptions()), new PresenceFilter(new PresenceOptions()));
        for (var frame = 0; frame < 30; frame++)
        {
            seen.Add(frame == 20 ? -6 : 3);
            unseen.Add(frame == 20 ? 6 : -3);
            seen.IsPresent.ShouldBeTrue($"frame {frame}");
            unseen.IsPresent.ShouldBeFalse($"frame {frame}");
        }
    }

    [Fact]
    public void What_left_long_ago_is_forgotten_however_long_it_was_there()
    {
        var filter = new PresenceFilter(new PresenceOptions { Frames = 12 });
        for (var frame = 0; frame < 5000; frame++)
        {
            filter.Add(4);
        }

        var frames = 0;
        while (filter.IsPresent)
        {
            filter.Add(-4);
            frames++;
        }

        frames.ShouldBeInRange(3, 12);
    }

    [Fact]
    public void A_score_at_the_threshold_counts_as_present()
    {
        var filter = new PresenceFilter(new PresenceOptions { Threshold = 0.5 });
        filter.Add(0);
        filter.IsPresent.ShouldBeTrue();
        var below = new PresenceFilter(new PresenceOptions { Threshold = 0.5 });
        below.Add(-0.1);
        below.IsPresent.ShouldBeFalse();
    }
}
