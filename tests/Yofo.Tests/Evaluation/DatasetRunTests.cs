using Shouldly;
using Xunit;
using Yofo.Data.Datasets;
using Yofo.Evaluation;

namespace Yofo.Tests.Evaluation;

public sealed class DatasetRunTests
{
    private static readonly ReferringVideo Own = new("bear", ["bear.jpg"], 2, 2, [new("0", "a bear", [1])], null);

    [Fact]
    public void Wrong_phrases_are_other_videos_phrases_that_this_one_has_not_and_the_same_in_every_run()
    {
        (string, string)[] phrases = [("bear", "a bear"), ("zoo", "A bear"), ("zoo", "a lion"), ("road", "a car"), ("road", "a bus"), ("road", "a car")];
        var wrong = DatasetRun.OfOthers(Own, phrases, 3);
        wrong.Order(StringComparer.Ordinal).ShouldBe(["a bus", "a car", "a lion"]);
        DatasetRun.OfOthers(Own, phrases, 3).ShouldBe(wrong);
    }

    [Fact]
    public void A_set_of_one_video_has_no_wrong_phrases() => DatasetRun.OfOthers(Own, [("bear", "a bear"), ("bear", "a rock")], 2).ShouldBeEmpty();
}
