using Shouldly;
using Xunit;
using Yofo.Engine;

namespace Yofo.Tests.Engine;

public sealed class StageClockTests
{
    [Fact]
    public void A_stage_is_counted_without_the_stages_inside_it()
    {
        using var clock = StageClock.Start();
        using (StageClock.Measure("test outer"))
        {
            using (StageClock.Measure("test inner"))
            {
                Thread.Sleep(200);
            }

            Thread.Sleep(20);
        }

        var (outer, inner) = (Of(clock, "test outer"), Of(clock, "test inner"));
        inner.Milliseconds.ShouldBeGreaterThanOrEqualTo(199);
        outer.Milliseconds.ShouldBeGreaterThanOrEqualTo(19);
        outer.Order.ShouldBeLessThan(inner.Order);

        // Other work may hold the thread up in the outer stage, but hardly for as long as the inner one slept.
        outer.Milliseconds.ShouldBeLessThan(inner.Milliseconds + 150);
    }

    private static StageTime Of(StageClock clock, string name) => clock.Times.Single(time => time.Name == name);
}
