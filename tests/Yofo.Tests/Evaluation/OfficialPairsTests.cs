using Shouldly;
using Xunit;
using Yofo.Evaluation;

namespace Yofo.Tests.Evaluation;

public sealed class OfficialPairsTests
{
    [Fact]
    public void Every_pair_scores_as_the_official_evaluator_scored_it()
    {
        var pairs = DavisFixtures.Read("pairs/expected.json").GetProperty("pairs");
        pairs.GetArrayLength().ShouldBe(47);
        foreach (var pair in pairs.EnumerateArray())
        {
            var name = pair.GetProperty("name").GetString();
            var truth = DavisFixtures.Mask("pairs/" + pair.GetProperty("gt").GetString());
            var prediction = DavisFixtures.Mask("pairs/" + pair.GetProperty("pred").GetString());
            var (width, height) = (truth.Width, truth.Height);

            using var real = BitMask.NonZero(truth.Labels, width, height);
            using var predicted = BitMask.NonZero(prediction.Labels, width, height);
            using var realBoundary = ContourMap.Trace(real);
            using var predictedBoundary = ContourMap.Trace(predicted);
            real.Count().ShouldBe(pair.GetProperty("gt_area").GetInt32(), name);
            predicted.Count().ShouldBe(pair.GetProperty("pred_area").GetInt32(), name);
            realBoundary.Count().ShouldBe(pair.GetProperty("gt_boundary_px").GetInt32(), name);
            predictedBoundary.Count().ShouldBe(pair.GetProperty("pred_boundary_px").GetInt32(), name);
            ContourAccuracy.Radius(width, height).ShouldBe(pair.GetProperty("tolerance_px").GetInt32(), name);

            RegionSimilarity.Score(prediction.Labels, truth.Labels, width, height).ShouldBe(pair.GetProperty("J").GetDouble(), DavisFixtures.Tolerance, name);
            ContourAccuracy.Score(prediction.Labels, truth.Labels, width, height).ShouldBe(pair.GetProperty("F").GetDouble(), DavisFixtures.Tolerance, name);
        }
    }
}
