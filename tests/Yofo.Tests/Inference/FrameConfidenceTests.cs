using Shouldly;
using Xunit;
using Yofo.Inference;
using Yofo.Modeling;
using Yofo.Tests.Modeling;
using static TorchSharp.torch;

namespace Yofo.Tests.Inference;

public sealed class FrameConfidenceTests
{
    [Fact]
    public void It_is_presence_times_how_clearly_one_candidate_stands_out()
    {
        using var scope = NewDisposeScope();
        var presence = tensor(new[] { 0f, 2f });
        var choice = tensor(new[] { 5f, 5f, -20f, 1f, 0f, 0f }).reshape(2, 3);
        var clear = Math.E / (Math.E + 2);
        Tensors.ToArray(FrameConfidence.Of(Mined(presence, choice))).ShouldBe([0.5 * 0.5, clear / (1 + Math.Exp(-2))], 1e-6);
    }

    [Fact]
    public void Without_candidates_it_is_presence_alone()
    {
        using var scope = NewDisposeScope();
        Tensors.ToArray(FrameConfidence.Of(Mined(tensor(new[] { 0f, 50f }), null))).ShouldBe([0.5, 1], 1e-6);
    }

    [Fact]
    public void A_frame_of_which_nothing_is_sure_still_weighs_something()
    {
        using var scope = NewDisposeScope();
        var confidence = FrameConfidence.Of(Mined(tensor(new[] { -100f }), zeros(1, 3)));
        confidence.item<float>().ShouldBeInRange(0.001f, 0.05f);
    }

    [Fact]
    public void No_gradient_flows_through_it()
    {
        using var scope = NewDisposeScope();
        var (presence, choice) = (zeros(2), zeros(2, 3));
        (presence.requires_grad, choice.requires_grad) = (true, true);
        FrameConfidence.Of(Mined(presence, choice)).requires_grad.ShouldBeFalse();
    }

    private static MinedFeatures Mined(Tensor presence, Tensor? choice) => new(
        zeros(1), zeros(1), choice is null ? null : new CandidateAnswer(choice, zeros_like(choice), presence), presence);
}
