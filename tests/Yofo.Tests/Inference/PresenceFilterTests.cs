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
        var filter = new PresenceFilter(new PresenceOptions { Frames = 12, Slack = 50 });
        Array.ForEach(logits, logit => filter.Add(logit));
        filter.Score.ShouldBe(1 / (1 + Math.Exp(-StrongerHalf(logits, 12))), 1e-9);
    });

    [Fact]
    public void The_last_frames_are_believed_where_they_speak_clearly_against_the_window() => Gen.Double[-20, 20].Array[1, 80].Sample(logits =>
    {
        var filter = new PresenceFilter(new PresenceOptions { Frames = 40, Recent = 6, Slack = 2 });
        Array.ForEach(logits, logit => filter.Add(logit));
        filter.Score.ShouldBe(1 / (1 + Math.Exp(-Math.Min(StrongerHalf(logits, 40), StrongerHalf(logits, 6) + 2))), 1e-9);
    });

    [Fact]
    public void A_frame_speaks_for_those_that_were_not_seen_before_it()
    {
        var (sparse, dense) = (new PresenceFilter(new PresenceOptions()), new PresenceFilter(new PresenceOptions()));
        foreach (var logit in new[] { 2.0, -3, 0.5, 4, -1, -2, 3, 3, -5, -5, 1, 0, 2 })
        {
            sparse.Add(logit, 5);
            for (var frame = 0; frame < 5; frame++)
            {
                dense.Add(logit);
            }

            sparse.Score.ShouldBe(dense.Score, 1e-12);
        }

        sparse.Add(-7, 1_000_000_000); // after a long gap only it is left
        sparse.Score.ShouldBe(1 / (1 + Math.Exp(7)), 1e-9);
    }

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
        var filter = new PresenceFilter(new PresenceOptions());
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

    private static double StrongerHalf(double[] logits, int frames)
    {
        var last = logits.TakeLast(frames).Order().ToArray();
        return last[(last.Length / 2)..].Average();
    }
}
