using Xunit;
using Yofo.Engine;

namespace Yofo.Tests.Engine;

/// <summary>What is not asked of oneDNN where it computes that wrongly.</summary>
internal static class Rightness
{
    /// <summary>Skips a test of oneDNN's own convolutions of 1 x 1 where they are not used.</summary>
    /// <param name="points">Points a side of the kernel.</param>
    public static void Need(int points) =>
        Assert.SkipWhen(points == 1 && OneDnn.IsWrong, "oneDNN's convolutions of 1 x 1 are wrong on this machine, and none is fused: what they give was not tested.");
}
