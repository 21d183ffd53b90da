using Shouldly;
using Xunit;
using Yofo.Explaining;
using Yofo.Inference;
using Yofo.Modeling;
using Yofo.Tests.Modeling;
using Yofo.Tests.Modeling.Tiny;
using static TorchSharp.torch;

namespace Yofo.Tests.Explaining;

public sealed class ExplainerTests : IDisposable
{
    private const string Phrase = "the bright square";

    private readonly YofoNetwork network = TinyNetwork.BuildStirred();

    public void Dispose() => network.Dispose();

    [Fact]
    public void A_chosen_frame_shows_what_the_session_had_with_all_frames_before_in_memory()
    {
        using var explanation = Explain(network, 6, 0, 4);
        using var scope = NewDisposeScope();
        var (masks, features) = (new List<Tensor>(), new List<Tensor>());
        using var session = new VideoSession(network, CPU, [Phrase], new SessionOptions());
        session.Observe = (mined, decoded) =>
        {
            masks.Add(decoded.Mask.sigmoid().MoveToOuterDisposeScope().MoveToOuterDisposeScope());
            features.Add(mined.Mined.Y.clone().MoveToOuterDisposeScope().MoveToOuterDisposeScope());
        };
        var found = Enumerable.Range(0, 5).Select(number => session.Step(TinyNetwork.Frame(number)).Objects[0]).ToList();
        explanation.Frames.Select(frame => frame.Index).ShouldBe([0, 4]);
        foreach (var frame in explanation.Frames)
        {
            frame.Found.ShouldBe(found[frame.Index]);
            Tensors.Difference(frame.ByTransfer!.Mask, masks[frame.Index][0]).ShouldBeLessThan(1e-6);
            Tensors.Difference(frame.Y, features[frame.Index][0]).ShouldBeLessThan(1e-6);
            frame.Answer.sum().item<float>().ShouldBe(frame.Found.Area);
        }

        // The same frame without the four before it is decoded otherwise.
        using var fresh = new VideoSession(network, CPU, [Phrase], new SessionOptions());
        Tensor? alone = null;
        fresh.Observe = (_, decoded) => alone = decoded.Mask.sigmoid().MoveToOuterDisposeScope().MoveToOuterDisposeScope();
        fresh.Step(TinyNetwork.Frame(4));
        Tensors.Difference(explanation.Frames[1].ByTransfer!.Mask, alone![0]).ShouldBeGreaterThan(1e-5);
    }

    [Fact]
    public void Without_meta_transfer_it_shows_what_a_network_with_that_switch_off_makes_of_the_frame()
    {
        using var explanation = Explain(network, 4, 3);
        using var off = SwitchedOff();
        using var scope = NewDisposeScope();
        Tensor? mask = null, target = null;
        using var session = new VideoSession(off, CPU, [Phrase], new SessionOptions());
        session.Observe = (_, decoded) =>
        {
            mask = decoded.Mask.sigmoid().MoveToOuterDisposeScope().MoveToOuterDisposeScope();
            target = decoded.Target.sigmoid().MoveToOuterDisposeScope().MoveToOuterDisposeScope();
        };
        session.Step(TinyNetwork.Frame(3));
        var frame = explanation.Frames[0];
        Tensors.Difference(frame.Direct.Mask, mask![0]).ShouldBeLessThan(1e-5);
        Tensors.Difference(frame.Direct.Target, target![0]).ShouldBeLessThan(1e-5);
        Tensors.Difference(frame.Direct.Target, frame.ByTransfer!.Target).ShouldBeGreaterThan(1e-5);
        frame.Direct.Overlap(frame.Direct).ShouldBe(1);
        frame.ByTransfer.Overlap(frame.Direct).ShouldBeInRange(0, 1);
    }

    [Fact]
    public void Every_fine_pixel_shares_its_attention_among_the_words()
    {
        using var explanation = Explain(network, 2, 1);
        explanation.Words.ShouldBe(["the", "bright", "square"]);
        using var scope = NewDisposeScope();
        var words = explanation.Frames[0].Words!;
        words.shape.ShouldBe([3, .. explanation.Frames[0].W.shape[1..]]);
        (words.sum([0L]) - 1).abs().max().item<float>().ShouldBeLessThan(1e-5f);
        words.min().item<float>().ShouldBeGreaterThan(0);
        (words.amax([1L, 2L]) - words.amin([1L, 2L])).max().item<float>().ShouldBeGreaterThan(1e-4f, "the words are not read the same everywhere");
    }

    [Fact]
    public void Candidates_come_with_shares_of_the_choice_the_most_chosen_first()
    {
        using var explanation = Explain(network, 1, 0);
        var candidates = explanation.Frames[0].Candidates;
        candidates.Count.ShouldBe(8);
        candidates.Sum(candidate => candidate.Choice).ShouldBe(1, 1e-5);
        candidates.Sum(candidate => candidate.ChoiceAnew).ShouldBe(1, 1e-5);
        candidates.Select(candidate => candidate.Choice).ShouldBeInOrder(SortDirection.Descending);
        candidates.ShouldAllBe(candidate => candidate.Class == "object" && candidate.Box.Count == 4);
    }

    [Fact]
    public void Looking_changes_nothing_and_leaves_nobody_looking()
    {
        var (before, after) = (Answer(), default(byte[]));
        using (Explain(network, 3, 0, 1, 2))
        {
            after = Answer();
        }

        after.ShouldBe(before);
        network.modules().OfType<WordAttention>().ShouldAllBe(attention => attention.Observe == null);
        network.modules().OfType<WordAttention>().Count().ShouldBe(2);
    }

    [Fact]
    public void A_frame_beyond_the_end_is_an_error_that_says_how_many_there_are() =>
        Should.Throw<YofoException>(() => Explain(network, 3, 1, 7)).Message.ShouldBe("'square.mp4' has no frame 7: it has 3, numbered from 0. Name others with --frames.");

    [Fact]
    public void Stopped_it_gives_nothing()
    {
        using var stop = new CancellationTokenSource();
        using var video = new TinyVideo(5);
        Should.Throw<OperationCanceledException>(() => new Explainer(network, CPU).Explain("square.mp4", video, Phrase, [4], done => { if (done == 2) stop.Cancel(); }, stop.Token));
    }

    internal static Explanation Explain(YofoNetwork network, int length, params int[] frames)
    {
        using var video = new TinyVideo(length);
        return new Explainer(network, CPU).Explain("square.mp4", video, Phrase, frames);
    }

    // The same weights, with meta-transfer switched off.
    private YofoNetwork SwitchedOff()
    {
        var off = TinyNetwork.Build(TinyNetwork.Options with { MetaTransfer = false });
        using var frozen = no_grad();
        var weights = network.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
        foreach (var (name, parameter) in off.named_parameters())
        {
            parameter.copy_(weights[name]);
        }

        return off;
    }

    private byte[] Answer()
    {
        using var session = new VideoSession(network, CPU, [Phrase], new SessionOptions { Presence = new PresenceOptions { Threshold = 0 } });
        session.Step(TinyNetwork.Frame(0));
        return session.Step(TinyNetwork.Frame(1)).Indices.ToArray();
    }
}
