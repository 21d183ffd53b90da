using Shouldly;
using Xunit;
using Yofo.Modeling;
using Yofo.Modeling.Language;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling;

public sealed class LandmarkEvidenceTests
{
    private static readonly Landmark Bench = new(1, "bench", IsAlike: false), OtherGirl = new(1, "girl", IsAlike: true);

    [Theory]
    [InlineData(4f, 3f)]      // it is there
    [InlineData(-2f, 3f)]     // it may be
    [InlineData(-3f, 1f)]
    [InlineData(-4f, -1f)]    // it is not
    [InlineData(-15f, -1f)]
    public void A_landmark_that_is_missing_takes_from_its_phrase_alone(float landmark, float left)
    {
        using var scope = NewDisposeScope();
        var result = LandmarkEvidence.Weigh(tensor(new[] { 3f, 3f }), Answer(landmark, landmark, -9), [Bench], Boxes(0.6f));
        result[0].item<float>().ShouldBe(3);
        result[1].item<float>().ShouldBe(left, 1e-5f);
    }

    [Theory]
    [InlineData(0.6f, 4f, 3f)]     // two girls
    [InlineData(0.6f, -4.5f, 0f)]
    [InlineData(0.6f, -9f, -3f)]   // one, and something else
    [InlineData(0.05f, 4f, -3f)]   // one, in two boxes
    public void Two_of_a_kind_must_lie_apart(float left, float second, float weighed)
    {
        using var scope = NewDisposeScope();
        var result = LandmarkEvidence.Weigh(tensor(new[] { 7f, 3f }), Answer(5, 5, second), [OtherGirl], Boxes(left));
        result[0].item<float>().ShouldBe(7);
        result[1].item<float>().ShouldBe(weighed, 1e-5f);
    }

    [Fact]
    public void Each_landmark_of_a_phrase_counts()
    {
        using var scope = NewDisposeScope();
        var one = Answer(-9, -9, -9);
        var both = new CandidateAnswer(cat([one.Choice, one.Choice]), cat([one.Member, one.Member]), cat([one.Presence, one.Presence]));
        LandmarkEvidence.Weigh(zeros(2), both, [Bench, Bench with { Noun = "bus" }], Boxes(0.6f))[1].item<float>().ShouldBe(-8);
    }

    // One candidate on the left, another that begins where it is told to.
    private static Tensor Boxes(float left) => tensor(new[] { 0, 0, 0.4f, 1, left, 0, left + 0.3f, 1 }).reshape(1, 2, 4);

    private static CandidateAnswer Answer(float presence, float first, float second) =>
        new(zeros(1, 2), tensor(new[] { first, second }).reshape(1, 2), tensor(new[] { presence }));
}
