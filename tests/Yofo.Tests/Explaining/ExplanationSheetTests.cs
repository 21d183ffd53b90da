using System.Text.Json;
using Shouldly;
using SkiaSharp;
using Xunit;
using Yofo.Explaining;
using Yofo.Tests.Modeling;
using Yofo.Tests.Modeling.Tiny;
using static TorchSharp.torch;

namespace Yofo.Tests.Explaining;

public sealed class ExplanationSheetTests
{
    [Theory]
    [InlineData(true, true, 8)]
    [InlineData(true, false, 6)]
    [InlineData(false, true, 6)]
    [InlineData(false, false, 4)]
    public void It_has_a_row_a_frame_and_the_columns_of_the_boxes_that_are_on(bool mining, bool transfer, int columns)
    {
        using var folder = new TemporaryFolder();
        using var network = TinyNetwork.BuildStirred(TinyNetwork.Options with { FeatureMining = mining, MetaTransfer = transfer });
        using var one = ExplainerTests.Explain(network, 3, 1);
        using var three = ExplainerTests.Explain(network, 3, 0, 1, 2);
        var (low, high) = (Draw(folder, one), Draw(folder, three));
        high.Width.ShouldBe(low.Width);
        var row = (high.Height - low.Height) / 2;
        row.ShouldBeInRange(150, 300);
        using var text = new SheetText("a");
        new SheetColumns(one, text).All().Count.ShouldBe(columns);
        low.Width.ShouldBeGreaterThan(columns * row);
    }

    [Fact]
    public void Every_tile_is_drawn_and_what_differs_in_the_network_differs_on_the_sheet()
    {
        using var network = TinyNetwork.BuildStirred();
        using var explanation = ExplainerTests.Explain(network, 3, 2);
        using var text = new SheetText("a");
        var tiles = new List<byte[]>();
        using var scope = NewDisposeScope();
        foreach (var column in new SheetColumns(explanation, text).All())
        {
            using var bitmap = new SKBitmap(new SKImageInfo(300, 200, SKColorType.Rgba8888, SKAlphaType.Opaque));
            using var canvas = new SKCanvas(bitmap);
            canvas.Clear(SKColors.White);
            column.Draw(canvas, SKRectI.Create(0, 0, 300, 200), explanation.Frames[0]);
            tiles.Add(bitmap.GetPixelSpan().ToArray());
        }

        for (var tile = 0; tile < tiles.Count; tile++)
        {
            tiles[tile].Chunk(4).Count(pixel => pixel is [255, 255, 255, 255]).ShouldBeLessThan(300 * 200 / 3, $"column {tile}");
            tiles.Skip(tile + 1).ShouldAllBe(other => !other.SequenceEqual(tiles[tile]));
        }
    }

    [Fact]
    public void Without_a_font_there_are_no_captions_and_it_says_so()
    {
        using var folder = new TemporaryFolder();
        using var network = TinyNetwork.BuildStirred();
        using var explanation = ExplainerTests.Explain(network, 1, 0);
        ExplanationSheet.Write(folder.At("bare.png"), explanation, [folder.Path]).ShouldBeFalse();
        using var bitmap = SKBitmap.Decode(folder.At("bare.png"));
        bitmap.Width.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void No_text_is_cut_however_long_the_phrase_is()
    {
        using var text = new SheetText("word");
        Assert.SkipUnless(text.IsPossible, "This machine has no font.");
        var phrase = string.Join(' ', Enumerable.Repeat("the man who walks behind", 20)) + " " + new string('w', 300);
        var lines = text.Wrap(phrase, 30, 500);
        lines.ShouldAllBe(line => text.Measure(line, 30, false) <= 500);
        string.Concat(lines).Replace(" ", "", StringComparison.Ordinal).ShouldBe(phrase.Replace(" ", "", StringComparison.Ordinal));
        text.Measure("a long title", text.Fit("a long title", 30, 100)).ShouldBeLessThanOrEqualTo(100);
    }

    [Fact]
    public void The_record_holds_the_numbers_of_each_frame()
    {
        using var folder = new TemporaryFolder();
        using var network = TinyNetwork.BuildStirred();
        using var explanation = ExplainerTests.Explain(network, 4, 0, 3);
        ExplanationRecord.Write(folder.At("explain.json"), explanation);
        using var json = JsonDocument.Parse(File.ReadAllText(folder.At("explain.json")));
        json.RootElement.GetProperty("phrase").GetString().ShouldBe("the bright square");
        var frames = json.RootElement.GetProperty("frames");
        frames.GetArrayLength().ShouldBe(2);
        var (seen, frame) = (explanation.Frames[1], frames[1]);
        frame.GetProperty("frame").GetInt32().ShouldBe(3);
        frame.GetProperty("presenceLogit").GetDouble().ShouldBe(seen.PresenceLogit, 1e-4);
        frame.GetProperty("area").GetInt32().ShouldBe(seen.Found.Area);
        frame.GetProperty("candidates")[0].GetProperty("choice").GetDouble().ShouldBe(seen.Candidates[0].Choice, 1e-4);
        frame.GetProperty("wordAttention")[2].GetProperty("word").GetString().ShouldBe("square");
        frame.GetProperty("w").GetProperty("largest").GetDouble().ShouldBe(seen.W.max().item<float>(), 1e-4);
        frame.GetProperty("targetWithTransfer").GetProperty("mean").GetDouble().ShouldBe(seen.ByTransfer!.Target.mean().item<float>(), 1e-4);
        frame.GetProperty("maskOverlapWithAndWithout").GetDouble().ShouldBe(seen.ByTransfer.Overlap(seen.Direct), 1e-4);
    }

    [Fact]
    public void The_colour_scale_grows_brighter_all_the_way()
    {
        using var scope = NewDisposeScope();
        var colours = ColourScale.Colour(linspace(0, 1, 256).unsqueeze(0));
        var brightness = (colours * tensor(new[] { 0.3f, 0.59f, 0.11f }).reshape(3, 1, 1)).sum([0L]).flatten();
        (brightness.narrow(0, 1, 255) - brightness.narrow(0, 0, 255)).min().item<float>().ShouldBeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public void The_first_component_of_a_feature_is_red_and_equal_features_have_equal_colours()
    {
        using var scope = NewDisposeScope();
        var strong = Tensors.Normal(1, ScalarType.Float32, 1, 20, 30) * 10;
        var map = cat([strong, strong * 0.5, Tensors.Normal(2, ScalarType.Float32, 3, 20, 30)], 0);
        var other = map.flip(2);
        var colours = new PrincipalColours([map, other]);
        var (seen, mirrored) = (colours.Colour(map), colours.Colour(other));
        Tensors.Difference(seen.flip(2), mirrored).ShouldBeLessThan(1e-6);
        var inner = seen[0].gt(0.01).logical_and(seen[0].lt(0.99));
        var (red, value) = (seen[0].masked_select(inner), strong[0].masked_select(inner));
        corrcoef(stack([red, value]))[0, 1].item<float>().ShouldBeGreaterThan(0.98f);
        new PrincipalColours([strong]).Colour(strong).shape.ShouldBe([3, 20, 30]);
    }

    private static SKSizeI Draw(TemporaryFolder folder, Explanation explanation)
    {
        ExplanationSheet.Write(folder.At("sheet.png"), explanation);
        using var bitmap = SKBitmap.Decode(folder.At("sheet.png"));
        return new SKSizeI(bitmap.Width, bitmap.Height);
    }
}
