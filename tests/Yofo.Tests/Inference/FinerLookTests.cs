using Shouldly;
using Xunit;
using Yofo.Inference;
using Yofo.Modeling;
using Yofo.Modeling.Tiny;
using Yofo.Tests.Modeling;
using Yofo.Tests.Modeling.Tiny;
using static TorchSharp.torch;

namespace Yofo.Tests.Inference;

public sealed class FinerLookTests : IDisposable
{
    // 96 x 64, and frames of four times the pixels.
    private static readonly SessionOptions Working = new() { WorkingPixels = TinyNetwork.Width * TinyNetwork.Height, Presence = new PresenceOptions { Threshold = 0 } };

    private readonly SmallThingsEncoder image;
    private readonly YofoNetwork network;

    public FinerLookTests()
    {
        manual_seed(1);
        image = new SmallThingsEncoder(new TinyImageEncoder());
        var language = new HashedLanguageEncoder();
        network = new YofoNetwork(TinyNetwork.Options, image, language, new NameSpace(language.Names(image.ClassNames), language.Names([.. Enumerable.Range(0, 11).Select(number => $"colour{number}")])));
        network.eval();
        Believe(8);
    }

    public void Dispose() => network.Dispose();

    [Fact]
    public void What_is_small_and_believed_to_be_there_is_looked_at_with_more_pixels()
    {
        using var session = new VideoSession(network, CPU, ["the square"], Working);
        session.Step(TinyNetwork.Frame(0, 192, 128));
        image.Seen.ShouldBe([(64, 96), (96, 128)]);
        image.Seen.Clear();
        Believe(-8);
        session.Step(TinyNetwork.Frame(1, 192, 128));
        image.Seen.ShouldBe([(64, 96)], "not believed");
    }

    [Fact]
    public void A_frame_that_has_no_more_to_show_is_not()
    {
        using var session = new VideoSession(network, CPU, ["the square"], Working);
        session.Step(TinyNetwork.Frame(0, 120, 80));
        image.Seen.ShouldBe([(64, 96)]);
    }

    [Fact]
    public void Nor_is_what_is_large_nor_padding()
    {
        using var scope = NewDisposeScope();
        Phrases([0.1f, 0.1f, 0.3f, 0.3f]).ShouldBe([0, 1]);
        Phrases([0.1f, 0.1f, 0.5f, 0.4f]).ShouldBe([], "an eighth of the frame");
        Phrases([0.1f, 0.1f, 0.3f, 0.3f], valid: 0).ShouldBe([]);
        Phrases([0.1f, 0.1f, 0.3f, 0.3f], presence: [-1, 1]).ShouldBe([1], "each for itself");
    }

    [Fact]
    public void Masks_and_memory_stay_on_the_working_grid()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var session = new VideoSession(network, CPU, ["the square", "dog"], Working);
        for (var frame = 0; frame < 3; frame++)
        {
            using var masks = session.Look(TinyNetwork.Frame(frame, 192, 128));
            masks.Logits.shape.ShouldBe([2, 16, 24]);
            masks.Possible!.shape.ShouldBe([2, 16, 24]);
        }
    }

    [Fact]
    public void A_finer_look_is_what_more_pixels_show()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var frame = TinyNetwork.Frame(3, 160, 112); // for a finer look than that of the second session it has too few pixels
        using var session = new VideoSession(network, CPU, ["the square"], Working);
        using var fine = new VideoSession(network, CPU, ["the square"], Working with { WorkingPixels = 96 * 128 });
        using var masks = session.Look(frame);
        using var larger = fine.Look(frame);
        larger.Logits.shape.ShouldBe([1, 24, 32]);
        Tensors.Difference(masks.Logits, Grid.Fit(larger.Logits.unsqueeze(0), 16, 24).squeeze(0)).ShouldBeLessThan(1e-4);
    }

    [Fact]
    public void A_phrase_is_answered_the_same_whatever_is_asked_beside_it()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var alone = new VideoSession(network, CPU, ["the square"], Working);
        using var together = new VideoSession(network, CPU, ["dog", "the square"], Working);
        for (var number = 0; number < 3; number++)
        {
            var frame = TinyNetwork.Frame(number, 192, 128);
            using var own = alone.Look(frame);
            using var both = together.Look(frame);
            Tensors.Difference(own.Logits[0], both.Logits[1]).ShouldBeLessThan(1e-4, $"frame {number}");
            own.Confidence[0].item<float>().ShouldBe(both.Confidence[1].item<float>(), 1e-5f);
        }
    }

    [Fact]
    public void What_a_phrase_means_beside_its_object_is_its_own()
    {
        using var scope = NewDisposeScope();
        // Of the first phrase another candidate is meant beside its own, of the second none; a look may hold either, or both the other way round.
        var answer = new CandidateAnswer(zeros(2, 3), zeros(2, 3), tensor(new[] { 1f, 2f })) { Also = tensor(new float[] { 0, 1, 0, 0, 0, 0 }).reshape(2, 3) };
        answer.Rows(tensor(new[] { 1L })).Also.ShouldBeNull("else nothing of nothing would be painted");
        answer.Rows(tensor(new[] { 0L })).Also!.data<float>().ToArray().ShouldBe([0, 1, 0]);
        answer.Rows(tensor(new[] { 1L, 0L })).Also!.data<float>().ToArray().ShouldBe([0, 0, 0, 0, 1, 0]);
        answer.Rows(tensor(new[] { 1L, 0L })).Presence.data<float>().ToArray().ShouldBe([2, 1]);
    }

    [Fact]
    public void Looks_are_put_together_in_the_order_of_the_phrases()
    {
        using var scope = NewDisposeScope();
        var mined = new MinedSight([new MinedLook([1, 3], null!), new MinedLook([0, 2], null!)], 4, 6);
        mined.Join([tensor(new[] { 1f, 3f }), tensor(new[] { 0f, 2f })]).data<float>().ToArray().ShouldBe([0, 1, 2, 3]);
        var rows = arange(4, dtype: ScalarType.Float32);
        mined.Looks[0].Own(rows).data<float>().ToArray().ShouldBe([1, 3]);
        mined.Join([.. mined.Looks.Select(look => look.Own(rows))]).eq(rows).all().item<bool>().ShouldBeTrue();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Several_frames_at_once_give_the_masks_of_one_by_one(int atOnce)
    {
        string[] phrases = ["the square", "dog"];
        using var session = new VideoSession(network, CPU, phrases, Working);
        using var pipeline = new FramePipeline(session, atOnce, every: 1);
        var frames = Enumerable.Range(0, 6).Select(number => TinyNetwork.Frame(number, 192, 128)).ToList();
        var piped = pipeline.Run(frames).Select(pair => pair.Mask.Indices.ToArray()).ToList();
        image.Seen.Count.ShouldBe(12, "each frame twice, whatever the number of phrases");
        using var plain = new VideoSession(network, CPU, phrases, Working);
        foreach (var (frame, indices) in frames.Zip(piped))
        {
            indices.ShouldBe(plain.Step(frame).Indices.ToArray());
        }
    }

    private static IReadOnlyList<int> Phrases(float[] box, float valid = 1, float[]? presence = null)
    {
        var none = zeros(1, 1, 1, 1);
        var candidates = new CandidateFeatures(tensor(box).reshape(1, 1, 4), ones(1, 1, 1), zeros(1, 1, 33), zeros(1, 1, 1), full(1, 1, valid));
        var answer = new CandidateAnswer(zeros(2, 1), zeros(2, 1), zeros(2));
        return FinerLook.Phrases(new ChosenFrame(new ImageFeatures(none, none, none, candidates), null!, answer, tensor(presence ?? [1, 1])));
    }

    // Whatever is asked is there, or is not.
    private void Believe(float logit)
    {
        using var frozen = no_grad();
        foreach (var (name, parameter) in network.FeatureMining!.Candidates.named_parameters().Where(pair => pair.name is "presence.bias" or "member.bias"))
        {
            parameter.fill_(logit);
        }
    }
}
