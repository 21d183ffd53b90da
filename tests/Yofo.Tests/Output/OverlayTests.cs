using CsCheck;
using Shouldly;
using Xunit;
using Yofo.Output;

namespace Yofo.Tests.Output;

public sealed class OverlayTests
{
    private static readonly FrameObject[] Nothing = [];

    [Fact]
    public void The_background_stays_the_inside_is_tinted_and_the_edge_is_solid()
    {
        const int width = 60, height = 40;
        var rgb = Enumerable.Repeat((byte)100, width * height * 3).ToArray();
        var indices = new byte[width * height];
        Fill(indices, width, 10, 10, 30, 20, 2);
        using var overlay = new Overlay([], width, height);
        var drawn = new byte[rgb.Length];
        overlay.Draw(rgb, indices, Nothing, drawn);

        var (red, green, blue) = Overlay.Colour(2);
        Pixel(drawn, width, 5, 5).ShouldBe([100, 100, 100]);
        Pixel(drawn, width, 10, 10).ShouldBe([red, green, blue]);
        Pixel(drawn, width, 11, 20).ShouldBe([red, green, blue]);
        Pixel(drawn, width, 25, 29).ShouldBe([red, green, blue]);
        var inside = Pixel(drawn, width, 25, 20);
        inside.Zip([red, green, blue]).ShouldAllBe(pair => pair.First > Math.Min((int)pair.Second, 100) && pair.First < Math.Max((int)pair.Second, 100));
    }

    [Fact]
    public void The_border_of_the_picture_is_no_edge()
    {
        var indices = Enumerable.Repeat((byte)1, 60 * 40).ToArray();
        using var overlay = new Overlay([], 60, 40);
        var drawn = new byte[indices.Length * 3];
        overlay.Draw(new byte[drawn.Length], indices, Nothing, drawn);
        drawn.Chunk(3).ShouldAllBe(pixel => pixel.SequenceEqual(drawn.Take(3)));
        drawn[0].ShouldBeLessThan(Overlay.Colour(1).Red);
    }

    [Fact]
    public void Any_mask_changes_its_own_pixels_only()
    {
        var cases =
            from width in Gen.Int[1, 40]
            from height in Gen.Int[1, 30]
            from indices in Gen.Int[0, 3].Select(index => (byte)(index * 85)).Array[width * height]
            select (width, height, indices);
        cases.Sample(item =>
        {
            using var overlay = new Overlay([], item.width, item.height);
            var drawn = new byte[item.indices.Length * 3];
            overlay.Draw(new byte[drawn.Length], item.indices, Nothing, drawn);
            return item.indices.Select((index, at) => (index == 0) == (drawn[at * 3] + drawn[(at * 3) + 1] + drawn[(at * 3) + 2] == 0)).All(right => right);
        });
    }

    [Fact]
    public void The_legend_shows_a_label_for_each_phrase_and_dims_the_absent_one()
    {
        Assert.SkipUnless(Directory.Exists("/usr/share/fonts"), "No fonts on this machine: the legend was not looked at.");
        using var legend = new OverlayLegend(["the dog", "a very long phrase that says much more than any frame of this width could ever show in one line"], 320, 240);
        Assert.SkipWhen(legend.IsEmpty, "No font on this machine: the legend was not looked at.");
        var (both, one) = (new byte[320 * 240 * 3], new byte[320 * 240 * 3]);
        legend.Draw([new(1, true, 1, 1, default), new(2, true, 1, 1, default)], both);
        legend.Draw([new(1, true, 1, 1, default), new(2, false, 0, 0, default)], one);
        both.Max().ShouldBe((byte)255); // white letters
        both.Count(value => value > 0).ShouldBeGreaterThan(500);
        one.Sum(value => value).ShouldBeLessThan(both.Sum(value => value));
        one.Count(value => value > 0).ShouldBeGreaterThan(500);
    }

    [Fact]
    public void Without_a_font_there_is_no_legend_and_no_failure()
    {
        var folder = Directory.CreateTempSubdirectory("yofo-fonts-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "broken.ttf"), "no font");
            using var legend = new OverlayLegend(["the dog"], 320, 240, [folder.FullName, "/nowhere", ""]);
            legend.IsEmpty.ShouldBeTrue();
            legend.Draw([], new byte[320 * 240 * 3]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(20, 300)]
    [InlineData(300, 20)]
    public void A_tiny_frame_with_many_phrases_does_not_overflow(int width, int height)
    {
        using var overlay = new Overlay([.. Enumerable.Range(0, 40).Select(number => $"phrase number {number}")], width, height);
        var drawn = new byte[width * height * 3];
        overlay.Draw(new byte[drawn.Length], new byte[width * height], [new(1, true, 1, 1, default)], drawn);
    }

    internal static void Fill(byte[] indices, int width, int left, int top, int columns, int rows, byte index)
    {
        for (var y = top; y < top + rows; y++)
        {
            indices.AsSpan((y * width) + left, columns).Fill(index);
        }
    }

    private static byte[] Pixel(byte[] rgb, int width, int x, int y) => rgb[(((y * width) + x) * 3)..][..3];
}
