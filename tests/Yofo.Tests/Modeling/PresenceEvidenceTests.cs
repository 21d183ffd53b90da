using Shouldly;
using Xunit;
using Yofo.Modeling;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling;

public sealed class PresenceEvidenceTests
{
    [Theory]
    [InlineData(4, 4, 3, true)]    // both say so
    [InlineData(-2, -1, 6, true)]  // the noun is plainly there, a detail is not borne out
    [InlineData(-6, -5, 3, false)] // every detail speaks against it
    [InlineData(3, 3, -1, true)]   // who is sure of the whole is sure of the noun
    [InlineData(0, 0, 2, false)]   // the noun alone is not enough
    [InlineData(-3, -3, -3, false)]
    public void Phrase_and_noun_are_weighed_together(float phrase, float candidate, float noun, bool present)
    {
        using var scope = NewDisposeScope();
        PresenceEvidence.Join(Answer(phrase, candidate), Answer(noun, 0))[0].item<float>().ShouldSatisfyAllConditions(logit => (logit > 0).ShouldBe(present));
    }

    [Fact]
    public void The_best_candidate_counts_and_padding_does_not()
    {
        using var scope = NewDisposeScope();
        var one = PresenceEvidence.Join(Answer(2, 3, -1e4f, 1), Answer(2, 0));
        one[0].item<float>().ShouldBe(PresenceEvidence.Join(Answer(2, 3), Answer(2, 0))[0].item<float>(), 1e-4f);
        float.IsFinite(PresenceEvidence.Join(Answer(2, -1e4f), Answer(2, -1e4f))[0].item<float>()).ShouldBeTrue();
    }

    private static CandidateAnswer Answer(float presence, params float[] members) =>
        new(zeros(1, members.Length), tensor(members).reshape(1, -1), tensor(new[] { presence }));
}
