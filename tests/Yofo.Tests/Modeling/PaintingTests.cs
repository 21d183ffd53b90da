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
        Tensors.Difference(Alone(Painting.Paint(likely, 2, outlines)), left).ShouldBeLessThan(1e-6);
        Tensors.Difference(Alone(Painting.Paint(likely, 2, outlines, Seen(right))), right).ShouldBeLessThan(1e-6);
        Tensors.Difference(Alone(Painting.Paint(likely, 2, outlines, Seen(left))), left).ShouldBeLessThan(1e-6);
        Tensors.Difference(Alone(Painting.Paint(Answer(1, 2, 8), 2, outlines, Seen(right))), left).ShouldBeLessThan(1e-6, "the words are sure");
        Tensors.Difference(left, right).ShouldBeGreaterThan(0.1);

        var half = Drawn(outlines, 5); // which holds two quarters: a box around two of a kind
        Tensors.Difference(Alone(Painting.Paint(Answer(1, 5, 0.2f), 2, outlines, Seen(half))), left).ShouldBeLessThan(1e-6);
    }

    [Fact]
    public void It_has_no_say_before_it_holds_an_earlier_frame()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = TinyNetwork.BuildStirred();
        var decoder = (MaskDecoder)network.named_children().Single(child => child.name == "mask_decoder").module;
        var frame = network.Mine(network.ImageEncoder.call(TinyNetwork.Picture(0)), network.LanguageEncoder.call(["the square"]));
        var mined = frame.Mined with { Candidates = Answer(1, 2, 0.01f) };
        Tensor Mask(int seed, bool remembers) => // of a frame whose target is now here, now there
            decoder.Decode(frame.Image, Tensors.Normal(seed, ScalarType.Float32, frame.Mined.Y.shape) * 30, mined, frame.Outlines, remembers).Mask;
        Enumerable.Range(0, 12).Max(seed => Tensors.Difference(Mask(seed, true), Mask(seed, false))).ShouldBeGreaterThan(0.1);
        var (own, kernel) = network.Decode(frame, frame.Sample, null);
        Tensors.Difference(own.Mask, decoder.Decode(frame.Image, own.Transferred!, frame.Mined, frame.Outlines, remembers: false).Mask).ShouldBeLessThan(1e-5);
        kernel.ShouldNotBeNull();
    }

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
