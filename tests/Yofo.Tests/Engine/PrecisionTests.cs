using Shouldly;
using Xunit;
using Yofo.Engine;
using static TorchSharp.torch;

namespace Yofo.Tests.Engine;

public sealed class PrecisionTests
{
    [Fact]
    public void A_name_says_what_is_computed_in()
    {
        Precision.Choose("fp32", CPU).ShouldBe(ScalarType.Float32);
        Precision.Choose("bf16", CPU).ShouldBe(ScalarType.BFloat16);
        Precision.Choose("auto", CPU).ShouldBe(Precision.Choose("auto", CPU)); // tested once
        Precision.Choose("auto", new Device("cuda")).ShouldBe(ScalarType.Float32);
        Precision.NameOf(ScalarType.Float32).ShouldBe("fp32");
        Precision.NameOf(ScalarType.BFloat16).ShouldBe("bf16");
    }

    [Fact]
    public void A_name_that_is_none_is_refused() =>
        Should.Throw<YofoException>(() => Precision.Choose("half", CPU)).Message.ShouldBe("Precision 'half' is not known. Use auto, fp32 or bf16.");

    [Fact]
    public void A_convolution_of_ones_is_right_in_both_types()
    {
        var (full, reduced, isRight) = Precision.Test(16, 20, 24);
        isRight.ShouldBeTrue();
        full.ShouldBeGreaterThan(0);
        reduced.ShouldBeGreaterThan(0);
        Precision.Time(ScalarType.Float32, 4, 6, 6).Value.ShouldBe(36);
    }

    [Fact]
    public void A_test_without_hope_ends_early() =>
        double.IsFinite(Precision.Time(ScalarType.Float32, 4, 6, 6, hopeless: 0).Milliseconds).ShouldBeTrue();
}
