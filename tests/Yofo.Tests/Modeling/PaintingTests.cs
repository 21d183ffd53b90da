using Shouldly;
using Xunit;
using Yofo.Modeling;
using Yofo.Tests.Modeling.Tiny;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Yofo.Tests.Modeling;

public sealed class PaintingTests
{
    [Fact]
    public void What_the_memory_sees_decides_between_outlines_that_the_words_hardly_tell_apart()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = TinyNetwork.BuildStirred();
        var outlines = new CandidateOutlines(network.OutlineHead, network.ImageEncoder.call(TinyNetwork.Picture(0)));
        var (left, right) = (Drawn(outlines, 1), Drawn(outlines, 2)); // the upper quarters of the frame
        var likely = Answer(1, 2, 0.2f);
        Tensors.Difference(Alone(Paint(likely, 2, outlines)), left).ShouldBeLessThan(1e-6);
        Tensors.Difference(Alone(Paint(likely, 2, outlines, Known(right))), right).ShouldBeLessThan(1e-6);
        Tensors.Difference(Alone(Paint(likely, 2, outlines, Known(left))), left).ShouldBeLessThan(1e-6);
        Tensors.Difference(Alone(Paint(Answer(1, 2, 8), 2, outlines, Known(right))), left).ShouldBeLessThan(1e-6, "the words are sure");
        Tensors.Difference(left, right).ShouldBeGreaterThan(0.1);

        var half = Drawn(outlines, 5); // which holds two quarters: a box around two of a kind
        Tensors.Difference(Alone(Paint(Answer(1, 5, 0.2f), 2, outlines, Known(half))), left).ShouldBeLessThan(1e-6);
    }

    [Fact]
    public void It_has_no_say_before_it_holds_an_earlier_frame()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = TinyNetwork.BuildStirred();
        var decoder = (MaskDecoder)network.named_children().Single(child => child.name == "mask_decoder").module;
        foreach (var (_, judge) in decoder.named_parameters().Where(pair => pair.name.StartsWith("judge.", StringComparison.Ordinal)))
        {
            judge.zero_(); // the choice stays as close as it is
        }

        var frame = network.Mine(network.ImageEncoder.call(TinyNetwork.Picture(0)), network.LanguageEncoder.call(["the square"]));
        var answer = Answer(2, 1, 0.001f); // what the memory sees fits 1 a little better
        answer.Member[0, 5] = -9f; // the half of the frame that holds both is no answer
        var mined = frame.Mined with { Candidates = answer };
        Tensor Mask(int seed, bool remembers) => // of a frame whose target is now here, now there
            decoder.Decode(frame.Image, Tensors.Normal(seed, ScalarType.Float32, frame.Mined.Y.shape) * 30, mined, frame.Outlines, remembers).Mask;
        Enumerable.Range(0, 12).Max(seed => Tensors.Difference(Mask(seed, true), Mask(seed, false))).ShouldBeGreaterThan(0.1);
        var (own, kernel) = network.Decode(frame, frame.Sample, null);
        Tensors.Difference(own.Mask, decoder.Decode(frame.Image, own.Transferred!, frame.Mined, frame.Outlines, remembers: false).Mask).ShouldBeLessThan(1e-5);
        kernel.ShouldNotBeNull();
    }

    [Fact]
    public void The_mask_of_the_frame_before_takes_the_outlines_place_where_memory_and_words_bear_it_out()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = TinyNetwork.BuildStirred();
        var outlines = new CandidateOutlines(network.OutlineHead, network.ImageEncoder.call(TinyNetwork.Picture(0)));
        var left = Drawn(outlines, 1);
        var before = zeros_like(left);
        before[.., .., 10.., ..20] = 0.98f; // no candidate's outline
        var likely = Answer(1, 2, 0.2f);
        Tensor Painted(Tensor seen, Tensor? carried, CandidateAnswer answer) => Paint(answer, 2, outlines, Known(seen, carried, outlines));

        Tensors.Difference(Alone(Painted(before, before, likely)), before).ShouldBeLessThan(1e-6);
        Tensors.Difference(Alone(Painted(left, before, likely)), left).ShouldBeLessThan(1e-6, "the memory does not see it there");
        Tensors.Difference(Alone(Painted(before, null, likely)), left).ShouldBeLessThan(1e-6, "after a cut");
        var (few, none) = (zeros_like(before), zeros_like(before));
        few[.., .., 12..15, ..4] = 0.98f;
        Tensors.Difference(Alone(Painted(few, few, likely)), left).ShouldBeLessThan(1e-6, "a speck");
        Tensors.Difference(Alone(Painted(none, none, likely)), left).ShouldBeLessThan(1e-6, "nothing");

        var chosen = Painted(before, before, likely).narrow(1, 0, 1);
        Tensors.Difference(chosen, before * likely.Choice.softmax(1)[0, 1..3].sum()).ShouldBeLessThan(1e-5, "as certain as the choice was");
    }

    [Fact]
    public void Each_phrase_has_its_own_mask_carried()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = TinyNetwork.BuildStirred();
        var outlines = new CandidateOutlines(network.OutlineHead, network.ImageEncoder.call(TinyNetwork.Picture(0)));
        var (one, left) = (Answer(1, 2, 0.2f), Drawn(outlines, 1));
        var both = new CandidateAnswer(cat([one.Choice, one.Choice]), cat([one.Member, one.Member]), cat([one.Presence, one.Presence]));
        var before = zeros_like(left);
        before[.., .., 10.., ..20] = 0.98f;
        var painted = Alone(Paint(both, 2, outlines, new Recollection(cat([Seen(before), Seen(left)]), new CarriedOutline(cat([before, before]), outlines.Boxes))));
        Tensors.Difference(painted.narrow(0, 0, 1), before).ShouldBeLessThan(1e-6);
        Tensors.Difference(painted.narrow(0, 1, 1), left).ShouldBeLessThan(1e-6);
    }

    [Fact]
    public void What_the_best_outline_holds_is_known_whatever_is_painted_in_its_place()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = TinyNetwork.BuildStirred();
        var outlines = new CandidateOutlines(network.OutlineHead, network.ImageEncoder.call(TinyNetwork.Picture(0)));
        var left = Drawn(outlines, 1);
        var before = zeros_like(left);
        before[.., .., 10.., ..20] = 0.98f;
        var (painted, outline) = Painting.Paint(Answer(1, 2, 0.2f), 2, outlines, Known(before, before, outlines));
        Tensors.Difference(Alone(painted), before).ShouldBeLessThan(1e-6);
        Tensors.Difference(outline, left).ShouldBeLessThan(1e-6);
    }

    private static Tensor Paint(CandidateAnswer answer, int count, CandidateOutlines outlines, Recollection? known = null) => Painting.Paint(answer, count, outlines, known).Painted;

    private static Recollection Known(Tensor seen, Tensor? carried = null, CandidateOutlines? outlines = null) =>
        new(Seen(seen), carried is null ? null : new CarriedOutline(carried, outlines!.Boxes));

    private static Tensor Drawn(CandidateOutlines outlines, long candidate) => outlines.Get(tensor(new[] { candidate }).reshape(1, 1));

    private static Tensor Alone(Tensor painted) => painted.narrow(1, Painting.Alone, 1);

    // What the memory would see that sees just this outline: logits at half its resolution.
    private static Tensor Seen(Tensor drawn) => avg_pool2d(drawn, 2).clamp(0.01, 0.99).logit();

    // One candidate a little likelier than another, the rest far behind.
    private static CandidateAnswer Answer(int first, int second, float ahead)
    {
        var choice = full(1, 8, -9f);
        choice[0, first] = ahead;
        choice[0, second] = 0f;
        return new CandidateAnswer(choice, zeros(1, 8), zeros(1));
    }
}
