using Shouldly;
using Xunit;
using Yofo.Modeling;
using Yofo.Modeling.Language;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling;

public sealed class CandidateExclusionTests
{
    [Fact]
    public void What_fits_what_is_ruled_out_loses_and_the_rest_does_not()
    {
        using var scope = NewDisposeScope();
        var lost = Of(["the dog", "the car not behind the bus"], choice: [4, -4, 3.9f], member: [5, 5, -5]);
        lost[0].ShouldAllBe(loss => loss == 0, "rules nothing out");
        lost[1][0].ShouldBe(3, 0.1);
        lost[1][1].ShouldBe(0, 0.1, "another fits much better");
        lost[1][2].ShouldBe(0, 0.1, "hardly fits at all");
    }

    [Fact]
    public void Of_several_that_are_ruled_out_the_worst_counts()
    {
        using var scope = NewDisposeScope();
        Of(["the man not sitting and not standing"], choice: [4, -4, -4, -4, 4, -4], member: [5, 5, 5, 5, 5, 5])[0].ShouldBe([3, 3, 0], 0.1);
    }

    private static float[][] Of(string[] phrases, float[] choice, float[] member)
    {
        var questions = PhraseQuestions.Of([.. phrases.Select(phrase => phrase.Split(' '))]);
        var rows = questions.Excluded.Count;
        var answers = new CandidateAnswer(tensor(choice).reshape(rows, -1), tensor(member).reshape(rows, -1), zeros(rows));
        var lost = CandidateExclusion.Discount(answers, questions.Excluded, phrases.Length);
        return [.. Enumerable.Range(0, phrases.Length).Select(row => lost[row].data<float>().ToArray())];
    }
}
