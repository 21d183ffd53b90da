using System.Text.Json;
using Shouldly;
using SkiaSharp;
using Xunit;
using Yofo.Cli;
using Yofo.Tests.Data.Datasets;

namespace Yofo.Tests.Cli;

/// <summary><c>yofo evaluate --truth --predictions</c>: scores, sheet, and one sentence for each bad input.</summary>
public sealed class EvaluateFolderTests : IDisposable
{
    private const int Width = 40;
    private const int Height = 30;

    private readonly SmallTree tree = new();

    public EvaluateFolderTests()
    {
        foreach (var frame in new[] { "00000", "00001", "00002" })
        {
            tree.Mask($"truth/cat/{frame}.png", Width, Height, Square(10));
            tree.Mask($"masks/cat/{frame}.png", Width, Height, frame == "00001" ? Square(15) : Square(10));
            tree.Photo($"frames/cat/{frame}.jpg", Width, Height);
        }
    }

    public void Dispose() => tree.Dispose();

    [Fact]
    public void A_folder_is_scored_and_its_worst_frame_drawn()
    {
        var run = Evaluate("--report", tree["score.json"], "--sheet", tree["sheet.png"], "--frames", tree["frames"]);
        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(ExitCode.Done);
        run.Output.ShouldContain("| **mean** | 1 objects |");
        using var report = JsonDocument.Parse(File.ReadAllText(tree["score.json"]));
        report.RootElement.EnumerateObject().Select(property => property.Name).ShouldBe(["mode", "mean", "sequences"]);
        var frames = report.RootElement.GetProperty("sequences")[0].GetProperty("objects")[0].GetProperty("J").GetProperty("frames").EnumerateArray().Select(value => value.GetDouble()).ToArray();
        frames.ShouldBe([1, 1 / 3d, 1], 1e-12); // ten columns, five of them shared
        File.ReadAllText(tree["score.md"]).ShouldBe(run.Output);
        using var sheet = SKBitmap.Decode(tree["sheet.png"]);
        sheet.ShouldNotBeNull();
    }

    [Fact]
    public void A_sheet_needs_no_pictures_but_those_that_are_named_must_be_there()
    {
        Evaluate("--sheet", tree["sheet.png"]).ExitCode.ShouldBe(ExitCode.Done);
        File.Delete(tree["sheet.png"]);
        File.Delete(tree["frames/cat/00001.jpg"]);
        ShouldFail($"There is no picture '{tree["frames/cat/00001"]}'", "--sheet", tree["sheet.png"], "--frames", tree["frames"]);
        File.Exists(tree["sheet.png"]).ShouldBeFalse();
    }

    [Fact]
    public void A_truncated_mask()
    {
        var file = tree["masks/cat/00002.png"];
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^25]);
        ShouldFail($"'{file}' is a truncated or damaged PNG");
    }

    [Fact]
    public void A_picture_in_true_colour()
    {
        using var bitmap = new SKBitmap(Width, Height);
        bitmap.Erase(SKColors.Red);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        tree.Bytes("masks/cat/00001.png", data.ToArray());
        ShouldFail($"'{tree["masks/cat/00001.png"]}' is a PNG of colour type 6 with 8 bits, not a palette image. Save it with a palette");
    }

    [Fact]
    public void A_last_frame_that_is_missing_counts_only_where_the_official_evaluator_takes_it()
    {
        File.Delete(tree["masks/cat/00002.png"]);
        ShouldFail($"The folder '{tree["masks/cat"]}' lacks 1 of the 3 frames of the truth, first '00002.png'");
        ShouldFail("lacks 1 of the 3 frames", "--mode", "unsupervised");
        Evaluate("--mode", "semi-supervised").ExitCode.ShouldBe(ExitCode.Done);
    }

    [Fact]
    public void More_proposals_than_objects_are_matched_and_the_rest_counts_nowhere()
    {
        foreach (var frame in new[] { "00000", "00001", "00002" })
        {
            var mask = Square(10).Select(value => (byte)(4 * value)).ToArray();
            (mask[0], mask[39]) = (1, 2);
            tree.Mask($"masks/cat/{frame}.png", Width, Height, mask);
        }

        Evaluate("--mode", "unsupervised").Output.ShouldContain("| cat | 1 | 100.0 | 100.0 |");
    }

    [Fact]
    public void A_mask_of_another_size()
    {
        tree.Mask("masks/cat/00002.png", Width, 10, new byte[Width * 10]);
        ShouldFail($"The mask '{tree["masks/cat/00002.png"]}' is {Width} x 10 but its truth '{tree["truth/cat/00002.png"]}' is {Width} x {Height}");
    }

    [Fact]
    public void A_missing_frame()
    {
        File.Delete(tree["masks/cat/00001.png"]);
        ShouldFail($"The folder '{tree["masks/cat"]}' lacks 1 of the 3 frames of the truth, first '00001.png'");
    }

    [Fact]
    public void An_id_that_the_truth_has_not()
    {
        var mask = Square(10);
        mask[0] = 9;
        tree.Mask("masks/cat/00002.png", Width, Height, mask);
        ShouldFail($"The mask '{tree["masks/cat/00002.png"]}' holds the id 9");
    }

    [Fact]
    public void An_empty_folder()
    {
        Directory.Delete(tree["masks/cat"], recursive: true);
        ShouldFail($"'{tree["masks"]}' holds no sequence folders");
    }

    private static byte[] Square(int left) => [.. Enumerable.Range(0, Width * Height).Select(index => (byte)(index % Width >= left && index % Width < left + 10 ? 1 : 0))];

    private ToolRun Evaluate(params string[] more) => Evaluator.Run(["--truth", tree["truth"], "--predictions", tree["masks"], .. more]);

    private void ShouldFail(string expected, params string[] more)
    {
        var run = Evaluate(more);
        run.Error.ShouldStartWith("yofo: ");
        run.Error.ShouldContain(expected);
        run.Error.TrimEnd('\n').ShouldNotContain("\n");
        run.Output.ShouldBeEmpty();
        run.ExitCode.ShouldBe(ExitCode.Failed);
    }
}
