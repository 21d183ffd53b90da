using Shouldly;
using Xunit;
using Yofo.Modeling;
using Yofo.Tests.Modeling.Tiny;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling;

public sealed class MaskDecoderTests
{
    [Fact]
    public void Before_it_has_learned_anything_the_mask_is_the_best_outline_and_presence_is_what_the_words_say()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = TinyNetwork.Build();
        var (mined, decoded) = Decode(network);
        var best = CandidateChoice.ExpectedOverlap(decoded.Choice!, mined.Image.Candidates.Boxes) + (mined.Mined.Candidates!.Member.sigmoid() * 0.25);
        var outline = mined.Outlines.Get(best.argmax(1, keepdim: true)).clamp(0.018, 0.982);
        Tensors.Difference(decoded.Mask, (outline / (1 - outline)).log()).ShouldBeLessThan(1e-4);
        Tensors.Difference(decoded.Presence, mined.Mined.Presence).ShouldBeLessThan(1e-6);
    }

    [Fact]
    public void It_says_where_the_best_outline_does_not_rule_the_object_out()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = TinyNetwork.Build();
        var (mined, decoded) = Decode(network);
        var best = CandidateChoice.ExpectedOverlap(decoded.Choice!, mined.Image.Candidates.Boxes) + (mined.Mined.Candidates!.Member.sigmoid() * 0.25);
        var outline = mined.Outlines.Get(best.argmax(1, keepdim: true));
        decoded.Possible!.eq(outline.gt(1 / (1 + Math.Exp(8)))).all().item<bool>().ShouldBeTrue();
        decoded.Possible!.any().item<bool>().ShouldBeTrue();
        decoded.Possible!.all().item<bool>().ShouldBeFalse("outside its box nothing is possible");
    }

    [Fact]
    public void Presence_hears_whether_the_memory_agrees_with_the_words()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = TinyNetwork.BuildStirred();
        var frame = network.Mine(network.ImageEncoder.call(TinyNetwork.Picture(0)), network.LanguageEncoder.call(["the square", "dog"]));
        var (own, _) = network.Decode(frame, frame.Sample, null);
        var forgotten = frame.Sample! with { Moment = zeros_like(frame.Sample.Moment) };
        var (other, _) = network.Decode(frame, forgotten, null);
        Tensors.Difference(own.Presence, other.Presence).ShouldBeGreaterThan(1e-6);
    }

    [Fact]
    public void Several_phrases_at_once_are_answered_as_each_alone()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = TinyNetwork.BuildStirred();
        string[] phrases = ["the square", "dog", "the red thing"];
        var image = network.ImageEncoder.call(TinyNetwork.Picture(0));
        var together = Answer(phrases);
        for (var row = 0; row < phrases.Length; row++)
        {
            var alone = Answer([phrases[row]]);
            Tensors.Difference(together.Mask[row], alone.Mask[0]).ShouldBeLessThan(1e-4);
            Tensors.Difference(together.Choice![row], alone.Choice![0]).ShouldBeLessThan(1e-4);
            Tensors.Difference(together.Presence[row], alone.Presence[0]).ShouldBeLessThan(1e-4);
        }

        DecodedMask Answer(string[] asked)
        {
            var mined = network.Mine(image, network.LanguageEncoder.call(asked));
            return network.Decode(mined, mined.Sample, null).Decoded;
        }
    }

    [Fact]
    public void Only_training_hides_the_target_map()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = TinyNetwork.BuildStirred();
        Tensors.Difference(Decode(network).Decoded.Mask, Decode(network).Decoded.Mask).ShouldBe(0);
        network.train();
        var masks = Enumerable.Range(0, 12).Select(_ => Decode(network).Decoded.Mask).ToList();
        masks.Max(mask => Tensors.Difference(mask, masks[0])).ShouldBeGreaterThan(1e-4);
    }

    private static (MinedFrame Mined, DecodedMask Decoded) Decode(YofoNetwork network)
    {
        var mined = network.Mine(network.ImageEncoder.call(TinyNetwork.Picture(0)), network.LanguageEncoder.call(["the square", "dog"]));
        return (mined, network.Decode(mined, mined.Sample, null).Decoded);
    }
}
