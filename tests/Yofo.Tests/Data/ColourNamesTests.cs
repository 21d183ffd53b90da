using Shouldly;
using Xunit;
using Yofo.Modeling.Vision;

namespace Yofo.Tests.Data;

public sealed class ColourNamesTests
{
    [Theory]
    [InlineData(5, 5, 5, "black")]
    [InlineData(40, 38, 45, "black")]
    [InlineData(20, 25, 40, "black")]
    [InlineData(255, 255, 255, "white")]
    [InlineData(215, 212, 205, "white")]
    [InlineData(128, 128, 128, "gray")]
    [InlineData(90, 94, 99, "gray")]
    [InlineData(220, 20, 30, "red")]
    [InlineData(140, 15, 20, "red")]
    [InlineData(250, 130, 10, "orange")]
    [InlineData(240, 220, 40, "yellow")]
    [InlineData(250, 250, 90, "yellow")]
    [InlineData(30, 160, 50, "green")]
    [InlineData(85, 107, 47, "green")]
    [InlineData(120, 200, 120, "green")]
    [InlineData(20, 60, 200, "blue")]
    [InlineData(135, 190, 235, "blue")]
    [InlineData(25, 35, 95, "blue")]
    [InlineData(110, 30, 150, "purple")]
    [InlineData(150, 100, 200, "purple")]
    [InlineData(250, 150, 190, "pink")]
    [InlineData(255, 105, 180, "pink")]
    [InlineData(255, 182, 193, "pink")]
    [InlineData(110, 70, 40, "brown")]
    [InlineData(139, 69, 19, "brown")]
    [InlineData(180, 140, 100, "brown")]
    [InlineData(210, 180, 160, "white")]
    public void Clear_examples_get_their_name(byte red, byte green, byte blue, string name)
    {
        // The last example is beige, for which there is no name: it may be white or brown, nothing else.
        var got = ColourNames.All[ColourNames.IndexOf(red, green, blue)];
        if ((red, green, blue) == (210, 180, 160))
            got.ShouldBeOneOf("white", "brown");
        else
            got.ShouldBe(name);
    }

    [Fact]
    public void A_histogram_counts_only_what_is_masked()
    {
        byte[] rgb = [255, 0, 0, 255, 0, 0, 0, 0, 255, 0, 160, 0];

        var histogram = ColourNames.Histogram(rgb, [1, 1, 1, 0]);

        histogram[ColourNames.Red].ShouldBe(2 / 3f, 1e-6f);
        histogram[ColourNames.Blue].ShouldBe(1 / 3f, 1e-6f);
        histogram[ColourNames.Green].ShouldBe(0);
        ColourNames.Histogram(rgb, [])[ColourNames.Green].ShouldBe(0.25f);
        ColourNames.Histogram(rgb, [0, 0, 0, 0]).Sum().ShouldBe(0);
    }

    [Fact]
    public void Every_colour_has_one_of_eleven_names()
    {
        ColourNames.All.Count.ShouldBe(ColourNames.Count);
        var seen = new HashSet<int>();
        for (var i = 0; i < 1 << 15; i++)
            seen.Add(ColourNames.IndexOf((byte)((i >> 10) * 8), (byte)(((i >> 5) & 31) * 8), (byte)((i & 31) * 8)));
        seen.Order().ShouldBe(Enumerable.Range(0, ColourNames.Count));
    }
}
