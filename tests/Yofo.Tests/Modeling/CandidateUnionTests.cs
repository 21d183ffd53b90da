using Shouldly;
using Xunit;
using Yofo.Modeling;
using Yofo.Modeling.Language;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling;

public sealed class CandidateUnionTests
{
    // A horse, its rider, somebody far away, and the rider's box once more.
    private static readonly float[] Boxes = [0.1f, 0.3f, 0.5f, 0.9f, 0.25f, 0.1f, 0.4f, 0.5f, 0.7f, 0.1f, 0.8f, 0.5f, 0.25f, 0.1f, 0.4f, 0.52f];

    [Fact]
    public void A_phrase_that_names_several_means_all_that_are_plainly_meant()
    {
        using var scope = NewDisposeScope();
        Of("the people", [1, 3, 2, 0], [-5, 2, 1, -1]).ShouldBe([0, 1, 1, 0]);
        Of("the people", [1, 3, 2, 0], [-5, -2, -1, -1]).ShouldBeNull("nobody plainly is");
        Of("the rider", [1, 3, 2, 0], [-5, 2, 1, -1]).ShouldBeNull("one is meant");
    }

    [Fact]
    public void What_is_named_together_is_what_the_words_choose_near_the_object()
    {
        using var scope = NewDisposeScope();
        float[] horse = [5, -2, -2, -2];
        With(horse, [-3, 1, 2, 0], [-5, 1, 2, 0]).ShouldBe([0, 1, 0, 0], "somebody else looks a little more like a rider, but not on this horse");
        With(horse, [-3, 1, 4, 0], [-5, 1, 2, 0]).ShouldBe([0, 0, 1, 0], "somebody else looks much more like one");
        With(horse, [-3, 1, 0, 0], [-5, -1, -3, 0]).ShouldBe([0, 1, 0, 0], "the phrase says that there is one, and this one touches it");
        With(horse, [-3, 1, 0, 0], [-5, -4, -3, -4]).ShouldBeNull("nothing is like one");
    }

    [Fact]
    public void The_horseis_not_its_own_companion()
    {
        using var scope = NewDisposeScope();
        var also = Of("the man and the rider", [-3, 5, -2, 4], [-5, 1, 1, 1], [-3, 9, 0, 8], [-5, 9, 1, 9]);
        also.ShouldBe([0, 0, 1, 0]); // neither the same box nor its double
    }

    [Fact]
    public void Each_phrase_has_its_own()
    {
        using var scope = NewDisposeScope();
        var questions = PhraseQuestions.Of([["rider"], "the horse and its rider".Split(' ')]);
        var also = CandidateUnion.Of(Candidates(), Answer([[0, 1, 0, 0], [5, 0, 0, 0]], [[1, 1, 1, 1], [1, 1, 1, 1]]), Answer([[0, 3, 0, 0]], [[0, 3, 0, 0]]), questions)!;
        Tensors.ToArray(also).ShouldBe([0, 0, 0, 0, 0, 1, 0, 0]);
    }

    [Fact]
    public void What_is_meant_too_is_painted_into_every_channel()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = Tiny.TinyNetwork.BuildStirred();
        var image = network.ImageEncoder.call(Tiny.TinyNetwork.Picture(0));
        var outlines = new CandidateOutlines(network.OutlineHead, image);
        var count = image.Candidates.Boxes.shape[1];
        var choice = zeros(1, count);
        choice[0, 0] = 9f;
        var single = new CandidateAnswer(choice, zeros(1, count), zeros(1));
        var also = zeros(1, count);
        also[0, count - 1] = 1f;
        var ((alone, _), (joined, outline)) = (Painting.Paint(single, 1, outlines), Painting.Paint(single with { Also = also }, 1, outlines));
        var other = outlines.Get(tensor(new[] { count - 1 }).reshape(1, 1));
        Tensors.Difference(joined, maximum(alone, other)).ShouldBeLessThan(1e-6);
        Tensors.Difference(joined, alone).ShouldBeGreaterThan(0.01);
        Tensors.Difference(outline, joined.narrow(1, Painting.Alone, 1)).ShouldBeLessThan(1e-6);
    }

    private static double[]? With(float[] horse, float[] choice, float[] member) => Of("a horse and its rider", horse, [0, 0, 0, 0], choice, member);

    private static double[]? Of(string phrase, float[] choice, float[] member, float[]? companionChoice = null, float[]? companionMember = null)
    {
        var companions = companionChoice is null ? Answer([choice], [member]).Rows(0, 0) : Answer([companionChoice], [companionMember!]);
        var also = CandidateUnion.Of(Candidates(), Answer([choice], [member]), companions, PhraseQuestions.Of([phrase.Split(' ')]));
        return also is null ? null : Tensors.ToArray(also);
    }

    private static CandidateAnswer Answer(float[][] choice, float[][] member) =>
        new(Rows(choice), Rows(member), zeros(choice.Length));

    private static Tensor Rows(float[][] rows) => tensor(rows.SelectMany(row => row).ToArray()).reshape(rows.Length, 4);

    private static CandidateFeatures Candidates() =>
        new(tensor(Boxes).reshape(1, 4, 4), zeros(1, 4, 2), zeros(1, 4, 33), zeros(1, 4, 1), ones(1, 4));
}
