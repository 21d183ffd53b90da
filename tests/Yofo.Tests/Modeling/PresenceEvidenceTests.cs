using Shouldly;
using Xunit;
using Yofo.Modeling;
using Yofo.Modeling.Language;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling;

public sealed class PresenceEvidenceTests
{
    [Theory]
    [InlineData(4, 4, 3, true)]    // both say so
    [InlineData(-1, -2, 6, true)]  // the noun is plainly there, a detail is not borne out
    [InlineData(-5, 3, 6, false)]  // the words deny it: the noun alone is another one's
    [InlineData(-6, -5, 3, false)] // every detail speaks against it
    [InlineData(3, 3, -1, true)]   // who is sure of the whole is sure of the noun
    [InlineData(0, 0, 0.7f, false)] // the noun alone is not enough
    [InlineData(-3, -3, -3, false)]
    public void Phrase_and_noun_are_weighed_together(float phrase, float candidate, float noun, bool present)
    {
        using var scope = NewDisposeScope();
        Join(Answer(phrase, candidate), Answer(noun, 0))[0].item<float>().ShouldSatisfyAllConditions(logit => (logit > 0).ShouldBe(present));
    }

    [Fact]
    public void Words_of_motion_that_are_not_borne_out_deny_nothing()
    {
        using var scope = NewDisposeScope();
        float Logit(bool moving) => PresenceEvidence.Join(Answer(-5, 3), Answer(6, 0), Answer(0, 0).Rows(0, 0), [], new PresenceHints { Moving = [moving] })[0].item<float>();
        Logit(false).ShouldBeLessThan(0);
        Logit(true).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void The_best_candidate_counts_and_padding_does_not()
    {
        using var scope = NewDisposeScope();
        var one = Join(Answer(2, 3, -1e4f, 1), Answer(2, 0));
        one[0].item<float>().ShouldBe(Join(Answer(2, 3), Answer(2, 0))[0].item<float>(), 1e-4f);
        float.IsFinite(Join(Answer(2, -1e4f), Answer(2, -1e4f))[0].item<float>()).ShouldBeTrue();
    }

    [Fact]
    public void A_noun_that_no_candidate_bears_out_is_hardly_there()
    {
        using var scope = NewDisposeScope();
        var borne = Join(Answer(0, 0), Answer(4, 1))[0].item<float>();
        Join(Answer(0, 0), Answer(4, 5))[0].item<float>().ShouldBe(borne, 1e-5f, "more than borne out is no more");
        Join(Answer(0, 0), Answer(4, -2))[0].item<float>().ShouldBe(borne - 2, 1e-5f);
        Join(Answer(0, 0), Answer(4, -9))[0].item<float>().ShouldBe(borne - 4, 1e-5f, "no less than the whole phrase says");
    }

    [Fact]
    public void A_noun_whose_thing_is_plainly_seen_is_there()
    {
        using var scope = NewDisposeScope();
        float Logit(float noun, float seen) => PresenceEvidence.Join(Answer(0, 0), Answer(noun, 0), Answer(0, 0).Rows(0, 0), [], new PresenceHints { Seen = tensor(new[] { seen }) })[0].item<float>();
        Logit(-4, 1).ShouldBe(Logit(3, 0), 1e-5f);
        Logit(5, 1).ShouldBe(Logit(5, 0), 1e-5f, "who is surer stays so");
        Logit(-4, 0).ShouldBe(Join(Answer(0, 0), Answer(-4, 0))[0].item<float>(), 1e-5f);
    }

    [Fact]
    public void A_phrase_that_is_its_own_noun_need_not_be_surer_than_others()
    {
        using var scope = NewDisposeScope();
        float Logit(float said, bool bare) =>
            PresenceEvidence.Join(Answer(said, said), Answer(said, said), Answer(0, 0).Rows(0, 0), [], new PresenceHints { Bare = [bare] })[0].item<float>();
        Logit(0.4f, true).ShouldBeGreaterThan(0);
        Logit(0.4f, false).ShouldBeLessThan(0);
        Logit(-0.7f, true).ShouldBeLessThan(0);
    }

    [Fact]
    public void Things_that_are_named_together_are_there_where_each_of_them_is()
    {
        using var scope = NewDisposeScope();
        var doubted = new CandidateAnswer(zeros(2, 1), tensor(new[] { -6f, -6f }).reshape(2, 1), tensor(new[] { -6f, -6f }));
        var nouns = new CandidateAnswer(zeros(2, 1), tensor(new[] { 4f, 4f }).reshape(2, 1), tensor(new[] { 4f, 4f }));
        float[] Logits(float rider, float dog)
        {
            var companions = new CandidateAnswer(zeros(2, 1), tensor(new[] { rider, dog }).reshape(2, 1), tensor(new[] { rider, dog }));
            var hints = new PresenceHints { Together = (companions, [new PhrasePart(1, "rider", false), new PhrasePart(1, "dog", false)]) };
            return PresenceEvidence.Join(doubted, nouns, Answer(0, 0).Rows(0, 0), [], hints).data<float>().ToArray();
        }

        var (both, one) = (Logits(3, 4), Logits(3, -4));
        both[0].ShouldBeLessThan(0, "the phrase that names nothing more is doubted as before");
        both[1].ShouldBeGreaterThan(0);
        one[1].ShouldBeLessThan(0, "a horse and its rider is no horse without one");
    }

    [Fact]
    public void What_the_object_has_with_it_is_weak_evidence()
    {
        using var scope = NewDisposeScope();
        var phrases = new CandidateAnswer(zeros(2, 1), tensor(new[] { -6f, -6f }).reshape(2, 1), tensor(new[] { -6f, -6f }));
        var nouns = new CandidateAnswer(zeros(2, 1), zeros(2, 1), tensor(new[] { 4f, 4f }));
        var joined = PresenceEvidence.Join(phrases, nouns, Answer(4, 4), [new PhrasePart(1, "the woman", false)]);
        joined[0].item<float>().ShouldBeLessThan(0, "a woman in red");
        joined[1].item<float>().ShouldBeGreaterThan(0, "a woman with a bag that is not seen");
        PresenceEvidence.Join(Answer(3, 3), Answer(3, 0), Answer(1, 1), [new PhrasePart(0, "the woman", false)])[0].item<float>()
            .ShouldBe(Join(Answer(3, 3), Answer(3, 0))[0].item<float>(), 1e-5f, "it takes nothing away");
    }

    private static Tensor Join(CandidateAnswer phrase, CandidateAnswer noun) => PresenceEvidence.Join(phrase, noun, phrase.Rows(0, 0), []);

    private static CandidateAnswer Answer(float presence, params float[] members) =>
        new(zeros(1, members.Length), tensor(members).reshape(1, -1), tensor(new[] { presence }));
}
