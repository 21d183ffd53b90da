using Shouldly;
using Xunit;
using Yofo.Evaluation;

namespace Yofo.Tests.Evaluation;

public sealed class PhraseGroundingScoreTests
{
    [Fact]
    public void Overall_weighs_pixels_mean_weighs_phrases_and_a_threshold_is_reached_at_its_value()
    {
        var score = PhraseGroundingScore.Of([(900, 1000), (1, 2), (0, 0), (3, 5)]);
        score.Samples.ShouldBe(4);
        score.OverallIou.ShouldBe(904d / 1007, 1e-15);
        score.MeanIou.ShouldBe((0.9 + 0.5 + 0 + 0.6) / 4, 1e-15);
        score.Precision.ShouldBe([0.75, 0.5, 0.25, 0.25, 0.25]);
    }

    [Fact]
    public void No_phrase_is_an_error_and_not_a_zero() =>
        Should.Throw<YofoException>(() => PhraseGroundingScore.Of([]));
}
