using Shouldly;
using Xunit;
using Yofo.Inference;
using Yofo.Modeling;
using Yofo.Tests.Modeling.Tiny;
using Yofo.Video;
using static TorchSharp.torch;

namespace Yofo.Tests.Inference;

public sealed class LateVerdictsTests : IDisposable
{
    private readonly YofoNetwork network = TinyNetwork.BuildStirred();
    private bool isBlackFirst;

    public void Dispose() => network.Dispose();

    [Fact]
    public void Frames_with_all_phrases_do_not_wait()
    {
        using var session = Start(threshold: 0);
        using var late = new LateVerdicts<int>(session);
        Look(session, late, 0);
        late.Take().Select(frame => frame.Frame).ShouldBe([0]);
        late.Take().ShouldBeEmpty();
    }

    [Fact]
    public void Frames_without_a_phrase_wait_for_two_more_looks_of_the_network()
    {
        using var session = Start(threshold: 1.01);
        using var late = new LateVerdicts<int>(session);
        Look(session, late, 0);
        late.Add(1, null, 2); // between two looks; it failed
        late.Take().ShouldBeEmpty();
        Look(session, late, 2);
        late.Take().ShouldBeEmpty();
        Look(session, late, 3);
        late.Take().Select(frame => frame.Frame).ShouldBe([0]);
        Look(session, late, 4);
        late.Take().Select(frame => frame.Frame).ShouldBe([1, 2]);
        late.Take(all: true).Select(frame => frame.Frame).ShouldBe([3, 4]);
    }

    [Fact]
    public void A_frame_that_is_taken_in_late_waits_no_longer_for_that()
    {
        using var session = Start(threshold: 1.01);
        using var late = new LateVerdicts<int>(session);
        var first = session.Look(TinyNetwork.Frame(0));
        session.Look(TinyNetwork.Frame(1)).Dispose();
        late.Add(0, first.Logits, first.Look);
        late.Take().ShouldBeEmpty();
        session.Look(TinyNetwork.Frame(2)).Dispose();
        late.Take().Select(frame => frame.Frame).ShouldBe([0]);
    }

    [Fact]
    public void What_is_found_later_is_shown_where_it_was_missed()
    {
        // The tiny network is unsure of everything; a threshold between its first score and a later one makes it find the phrase late.
        // Whether that is a black frame or one with the square depends on its weights.
        double[] scores = [.. Scores()];
        if (scores[1..].Max() < scores[0])
        {
            isBlackFirst = true;
            scores = [.. Scores()];
        }

        var best = Enumerable.Range(1, 2).MaxBy(look => scores[look]);
        scores[best].ShouldBeGreaterThan(scores[0] + 1e-3, "or the frames have to be chosen anew");
        using var session = Start((scores[0] + scores[best]) / 2);
        using var late = new LateVerdicts<int>(session);
        Look(session, late, 0);
        late.Take().ShouldBeEmpty();
        for (var look = 1; look <= best; look++)
        {
            Look(session, late, look);
        }

        var shown = late.Take().Select(frame => session.Show(frame.Logits!, TinyNetwork.Frame(frame.Frame), frame.Verdicts).Objects[0].Score).ToList();
        shown.Count.ShouldBe(best + 1);
        shown[0].ShouldBe(scores[best], 1e-5);
    }

    [Fact]
    public void A_frame_is_shown_by_the_verdict_of_its_own_time()
    {
        double[] scores = [.. Scores()];
        scores.Distinct().Count().ShouldBe(3, "or the frames have to be chosen anew");
        using var session = Start(threshold: 0);
        using var late = new LateVerdicts<int>(session);
        var masks = Enumerable.Range(0, 3).Select(number => session.Look(Picture(number))).ToList();
        masks.ForEach(seen => late.Add(seen.Look - 1, seen.Logits, seen.Look)); // all of them have been seen when the first is asked for
        var shown = late.Take().Select(frame => session.Show(frame.Logits!, TinyNetwork.Frame(frame.Frame), frame.Verdicts).Objects[0].Score).ToList();
        for (var number = 0; number < 3; number++)
        {
            shown[number].ShouldBe(scores[number], 1e-5);
        }
    }

    private IEnumerable<double> Scores()
    {
        using var session = Start(threshold: 0);
        for (var index = 0; index < 3; index++)
        {
            yield return session.Step(Picture(index)).Objects[0].Score;
        }
    }

    private Frame Picture(int number)
    {
        var frame = TinyNetwork.Frame(number);
        return number > 0 ^ isBlackFirst ? frame with { Rgb = new byte[frame.Rgb.Length] } : frame;
    }

    private void Look(VideoSession session, LateVerdicts<int> late, int number) => Add(late, number, session.Look(Picture(number)));

    private static void Add(LateVerdicts<int> late, int number, SeenMasks seen) => late.Add(number, seen.Logits, seen.Look);

    private VideoSession Start(double threshold) => new(network, CPU, ["the square"], new SessionOptions { Presence = new PresenceOptions { Threshold = threshold } });
}
