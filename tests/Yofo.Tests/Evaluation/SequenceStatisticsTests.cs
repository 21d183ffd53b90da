using Shouldly;
using Xunit;
using Yofo.Evaluation;

namespace Yofo.Tests.Evaluation;

public sealed class SequenceStatisticsTests
{
    [Fact]
    public void Every_list_of_values_gives_the_official_mean_recall_and_decay()
    {
        var cases = DavisFixtures.Read("statistics.json").GetProperty("cases");
        cases.GetArrayLength().ShouldBe(14);
        foreach (var entry in cases.EnumerateArray())
        {
            var name = entry.GetProperty("name").GetString();
            var values = DavisFixtures.Doubles(entry.GetProperty("values"));
            var official = SequenceStatistics.Of(values, wrapQuarters: true);
            Same(official.Mean, DavisFixtures.Double(entry.GetProperty("mean")), name);
            Same(official.Recall, DavisFixtures.Double(entry.GetProperty("recall")), name);
            Same(official.Decay, DavisFixtures.Double(entry.GetProperty("decay")), name);

            var ours = SequenceStatistics.Of(values);
            ours.Mean.ShouldBe(official.Mean, name);
            ours.Recall.ShouldBe(official.Recall, name);
            Same(ours.Decay, DavisFixtures.Double(entry.GetProperty("decay_without_wrap")), name);
        }
    }

    [Fact]
    public void A_value_of_exactly_one_half_is_not_recalled() =>
        SequenceStatistics.Of([0.5, 0.5000001]).Recall.ShouldBe(0.5);

    private static void Same(double actual, double expected, string? name)
    {
        if (double.IsNaN(expected)) actual.ShouldBe(double.NaN, name);
        else actual.ShouldBe(expected, DavisFixtures.Tolerance, name);
    }
}
