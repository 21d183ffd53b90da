using System.Text.Json;
using Shouldly;
using Xunit;
using Yofo.Evaluation;

namespace Yofo.Tests.Evaluation;

public sealed class OfficialSequencesTests
{
    [Fact]
    public void Every_sequence_scores_as_the_official_evaluator_scored_it()
    {
        var results = DavisFixtures.Read("sequences/expected.json").GetProperty("results").EnumerateArray().ToList();
        results.Count.ShouldBe(20);
        foreach (var result in results)
        {
            var (sequence, prediction, mode) = (Text(result, "sequence"), Text(result, "prediction"), Mode(Text(result, "task")));
            var what = $"{sequence} {prediction} {mode}";
            if (result.TryGetProperty("refused", out _))
            {
                Should.Throw<YofoException>(() => DavisFixtures.Score(sequence, prediction, mode), what).Message.ShouldContain("holds the id");
                continue;
            }

            var score = DavisFixtures.Score(sequence, prediction, mode, threads: 2);
            var rows = result.GetProperty("rows").EnumerateArray().ToList();
            score.Objects.Select(entry => entry.Id).ShouldBe(Enumerable.Range(1, rows.Count), what);
            foreach (var row in rows)
            {
                var entry = score.Objects.Single(entry => entry.Id == row.GetProperty("object_id").GetInt32());
                entry.PredictionId.ShouldBe(row.GetProperty("prediction_id").GetInt32(), what);
                ShouldBe(entry.J, row.GetProperty("J"), what);
                ShouldBe(entry.F, row.GetProperty("F"), what);
            }

            ShouldBe(score.Objects, result.GetProperty("global"), what);
        }
    }

    [Theory]
    [InlineData("semi-supervised")]
    [InlineData("unsupervised")]
    public void A_submission_is_the_mean_over_objects_and_not_over_sequences(string task)
    {
        var submission = DavisFixtures.Read("sequences/expected.json").GetProperty("submission");
        var objects = submission.GetProperty("parts").EnumerateObject()
            .SelectMany(part => DavisFixtures.Score(part.Name, part.Value.GetString()!, Mode(task)).Objects)
            .ToList();
        ShouldBe(objects, submission.GetProperty(task), task);
    }

    [Fact]
    public void By_id_does_not_forgive_swapped_objects_and_agrees_with_the_official_figures_when_the_ids_are_right()
    {
        var swapped = DavisFixtures.Score("two-objects", "swapped", ScoreMode.ById);
        swapped.Objects.ShouldAllBe(entry => entry.J.Statistics.Mean == 0 && entry.F.Statistics.Mean == 0);

        var right = DavisFixtures.Score("two-objects", "same-order", ScoreMode.ById);
        var matched = DavisFixtures.Score("two-objects", "same-order", ScoreMode.Unsupervised);
        right.Objects.Select(entry => entry.J.Statistics).ShouldBe(matched.Objects.Select(entry => entry.J.Statistics));
        right.Objects.Select(entry => entry.F.Statistics).ShouldBe(matched.Objects.Select(entry => entry.F.Statistics));
    }

    [Fact]
    public void By_id_refuses_an_id_that_the_truth_has_not()
    {
        DavisFixtures.Folder("sequences"); // skips here where it is absent: inside, the skip would be taken for the wrong exception
        Should.Throw<YofoException>(() => DavisFixtures.Score("three-objects", "five-ids", ScoreMode.ById)).Message.ShouldContain("holds the id 4");
    }

    internal static ScoreMode Mode(string task) => task == "unsupervised" ? ScoreMode.Unsupervised : ScoreMode.SemiSupervised;

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static void ShouldBe(MetricScore score, JsonElement expected, string what)
    {
        score.Statistics.Mean.ShouldBe(expected.GetProperty("mean").GetDouble(), DavisFixtures.Tolerance, what);
        score.Statistics.Recall.ShouldBe(expected.GetProperty("recall").GetDouble(), DavisFixtures.Tolerance, what);
        score.Statistics.Decay.ShouldBe(expected.GetProperty("decay").GetDouble(), DavisFixtures.Tolerance, what);
        score.Frames.ShouldBe(DavisFixtures.Doubles(expected.GetProperty("per_frame")), DavisFixtures.Tolerance, what);
    }

    private static void ShouldBe(IReadOnlyList<ObjectScore> objects, JsonElement expected, string what)
    {
        var (j, f) = (objects.Average(entry => entry.J.Statistics.Mean), objects.Average(entry => entry.F.Statistics.Mean));
        Check("J&F-Mean", (j + f) / 2);
        Check("J-Mean", j);
        Check("J-Recall", objects.Average(entry => entry.J.Statistics.Recall));
        Check("J-Decay", objects.Average(entry => entry.J.Statistics.Decay));
        Check("F-Mean", f);
        Check("F-Recall", objects.Average(entry => entry.F.Statistics.Recall));
        Check("F-Decay", objects.Average(entry => entry.F.Statistics.Decay));

        void Check(string name, double actual) => actual.ShouldBe(expected.GetProperty(name).GetDouble(), DavisFixtures.Tolerance, $"{what} {name}");
    }
}
