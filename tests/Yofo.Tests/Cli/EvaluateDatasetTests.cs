using System.IO.Compression;
using System.Text.Json;
using Shouldly;
using SkiaSharp;
using Xunit;
using Yofo.Cli;
using Yofo.Data.Datasets;
using Yofo.Evaluation;
using Yofo.Output;
using Yofo.Tests.Data.Datasets;

namespace Yofo.Tests.Cli;

/// <summary>
/// <c>yofo evaluate --dataset</c> with untrained weights on sets of a few frames. What such a network answers is nothing to hold to, so
/// the scoring is checked on masks that the test puts in place of the network's.
/// </summary>
public sealed class EvaluateDatasetTests(TinyWeights weights) : IClassFixture<TinyWeights>, IDisposable
{
    private readonly SmallTree tree = new();

    private string Out => tree["out"];

    public void Dispose() => tree.Dispose();

    [Fact]
    public void What_is_found_in_ref_davis_is_laid_into_its_set()
    {
        SmallSets.WriteRefDavis(tree);
        var run = Evaluator.Run(["--dataset", "ref-davis17", "--root", tree["set"], "--weights", weights.Everything, "-o", Out, "--threads", "1", "--report", tree["report.json"], "-q"]);
        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(ExitCode.Done);
        foreach (var set in RefDavis17.Sets)
        {
            PalettePng.Read(Path.Combine(Out, set, "tiger", "00001.png")).Indices.ShouldAllBe(index => index > 0);
        }
    }

    [Fact]
    public void Ref_davis_is_merged_by_sets_and_goes_on_where_it_stopped_and_is_scored_matched_and_by_id()
    {
        SmallSets.WriteRefDavis(tree);
        string[] call = ["--dataset", "ref-davis17", "--root", tree["set"], "--weights", weights.Full, "-o", Out, "--threads", "1", "--report", tree["report.json"]];
        var first = Evaluator.Run([.. call, "-q"]);
        first.Error.ShouldBeEmpty();
        first.ExitCode.ShouldBe(ExitCode.Done);
        foreach (var set in RefDavis17.Sets)
        {
            foreach (var video in new[] { "goat", "tiger" })
                Directory.GetFiles(Path.Combine(Out, set, video)).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(["00000.png", "00001.png"]);
        }

        // The true masks in place of the network's; the last set's two goats change places, the others are empty.
        foreach (var set in RefDavis17.Sets)
        {
            foreach (var frame in new[] { "00000.png", "00001.png" })
            {
                var (right, swapped) = (set != "annot2_full_video", set == "annot2_full_video");
                PalettePng.Write(Path.Combine(Out, set, "goat", frame), SmallSets.Goats(right ? 1 : 2, swapped ? 1 : 2), SmallSets.Width, SmallSets.Height);
                PalettePng.Write(Path.Combine(Out, set, "tiger", frame), set == "annot2" ? new byte[SmallSets.Width * SmallSets.Height] : SmallSets.Tiger(), SmallSets.Width, SmallSets.Height);
            }
        }

        File.Delete(Path.Combine(Out, "done", "tiger.json"));
        var second = Evaluator.Run([.. call, "--sheet", tree["sheet.png"]]);
        second.ExitCode.ShouldBe(ExitCode.Done);
        second.Error.ShouldContain($"{Out}: 2 videos in");
        PalettePng.Read(Path.Combine(Out, "annot1", "goat", "00001.png")).Indices.ShouldBe(SmallSets.Goats(1, 2)); // done before, so not done again
        File.Exists(Path.Combine(Out, "done", "tiger.json")).ShouldBeTrue();

        foreach (var set in RefDavis17.Sets)
        {
            foreach (var frame in new[] { "00000.png", "00001.png" })
                PalettePng.Write(Path.Combine(Out, set, "tiger", frame), set == "annot2" ? new byte[SmallSets.Width * SmallSets.Height] : SmallSets.Tiger(), SmallSets.Width, SmallSets.Height);
        }

        var third = Evaluator.Run([.. call, "--sheet", tree["sheet.png"], "-q"]);
        third.ExitCode.ShouldBe(ExitCode.Done);
        var report = Json(tree["report.json"]);
        var sets = report.GetProperty("scores").GetProperty("sets").EnumerateArray().ToList();
        sets.Select(set => set.GetProperty("set").GetString()).ShouldBe(RefDavis17.Sets);
        Numbers(sets, "j").ShouldBe([1, 1, 2 / 3d, 1], 1e-12);        // matching forgives the swap, not the missing tiger
        Numbers(sets, "byIdJ").ShouldBe([1, 1, 2 / 3d, 1 / 3d], 1e-12);
        third.Output.ShouldContain("| **mean of four** | | **91.7** |");
        third.Output.ShouldContain("| first frame | 6 |");
        third.Output.ShouldContain("| full video | 6 |");
        report.GetProperty("wrongAsked").GetInt32().ShouldBe(4);
        report.GetProperty("wrongEmpty").GetDouble().ShouldBeInRange(0, 1);
        report.GetProperty("scores").GetProperty("phrases").EnumerateArray().First().GetProperty("everything").GetDouble().ShouldBe(0.25, 1e-12);
        File.ReadAllText(tree["report.md"]).ShouldContain("| goat | 0 | goat 1, annot1 | 2 | 100.0 | 100.0 | 100.0 | 100.0 |");
        using var sheet = SKBitmap.Decode(tree["sheet.png"]);
        sheet.Width.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void An_ablation_compares_networks_each_in_a_folder_of_its_own_and_goes_on()
    {
        SmallSets.WriteRefDavis(tree);
        string[] call =
        [
            "--dataset", "ref-davis17", "--root", tree["set"], "-o", Out, "--threads", "1", "--wrong", "1", "--report", tree["ablation.json"], "-q",
            "--ablation", $"full={weights.Full}", "--ablation", $"both-off={weights.BothOff}",
        ];
        var run = Evaluator.Run(call);
        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(ExitCode.Done);
        run.Output.ShouldContain("| full | on | on | `full.safetensors` |");
        run.Output.ShouldContain("| both-off | off | off | `both-off.safetensors` |");

        // The true masks in place of one network's: its row has full marks, and nothing is run again.
        foreach (var (set, frame) in RefDavis17.Sets.SelectMany(set => new[] { "00000.png", "00001.png" }.Select(frame => (set, frame))))
        {
            PalettePng.Write(Path.Combine(Out, "both-off", set, "goat", frame), SmallSets.Goats(1, 2), SmallSets.Width, SmallSets.Height);
            PalettePng.Write(Path.Combine(Out, "both-off", set, "tiger", frame), SmallSets.Tiger(), SmallSets.Width, SmallSets.Height);
        }

        var again = Evaluator.Run(call);
        again.ExitCode.ShouldBe(ExitCode.Done);
        again.Output.ShouldContain("| both-off | off | off | `both-off.safetensors` | 100.0 | 100.0 | 100.0 |");
        Json(tree["ablation.json"]).GetProperty("rows").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public void A_networks_name_must_be_fit_for_a_folder()
    {
        SmallSets.WriteRefDavis(tree);
        var run = Evaluator.Run("--dataset", "ref-davis17", "--root", tree["set"], "-o", Out, "--threads", "1", "--ablation", $"../full={weights.Full}", "-q");
        run.ExitCode.ShouldBe(ExitCode.Failed);
        run.Error.ShouldContain("The name '../full' of a network cannot be part of a path");
        Directory.Exists(tree["full"]).ShouldBeFalse();
    }

    [Fact]
    public void Another_run_does_not_mix_its_masks_into_the_folder()
    {
        SmallSets.WriteMeVis(tree, "valid");
        string[] call = ["--dataset", "mevis", "--root", tree["set"], "--split", "valid", "-o", Out, "--submission", tree["a.zip"], "--threads", "1", "-q"];
        Evaluator.Run([.. call, "--weights", weights.Full]).ExitCode.ShouldBe(ExitCode.Done);
        Evaluator.ShouldFail("holds the masks of another run", [.. call, "--weights", weights.BothOff]);
        Evaluator.ShouldFail("holds the masks of another run", [.. call, "--weights", weights.Full, "--wrong", "0"]);
    }

    [Fact]
    public void A_video_whose_phrases_changed_or_whose_masks_went_is_done_again()
    {
        SmallSets.WriteMeVis(tree, "valid");
        string[] call = ["--dataset", "mevis", "--root", tree["set"], "--split", "valid", "--weights", weights.Full, "-o", Out, "--submission", tree["a.zip"], "--threads", "1", "-q"];
        Evaluator.Run(call).ExitCode.ShouldBe(ExitCode.Done);
        var (mask, kept) = (Path.Combine(Out, "Annotations", "v1", "0", "00001.png"), Path.Combine(Out, "done", "v2.json"));
        File.Delete(mask);
        File.WriteAllText(kept, File.ReadAllText(kept) + " "); // to see that it stays
        var run = Evaluator.Run(call);
        run.Error.ShouldBeEmpty();
        File.Exists(mask).ShouldBeTrue();
        File.ReadAllText(kept).ShouldEndWith(" ");

        var file = tree["set/valid/meta_expressions.json"];
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"1\": {\"exp\": \"the left car\"", "\"7\": {\"exp\": \"the right car\"", StringComparison.Ordinal));
        Evaluator.Run(call).Error.ShouldBeEmpty();
        File.ReadAllText(kept).ShouldContain("the right car");
        File.Exists(Path.Combine(Out, "Annotations", "v2", "7", "00000.png")).ShouldBeTrue();
        using var zip = ZipFile.OpenRead(tree["a.zip"]);
        zip.Entries.Count(entry => entry.FullName.StartsWith("Annotations/v2/1/", StringComparison.Ordinal)).ShouldBe(0);
    }

    [Fact]
    public void The_zip_for_Ref_YouTube_VOS_has_the_frames_own_numbers_and_not_the_videos_of_test()
    {
        string[] frames = ["00000", "00005", "00010"];
        foreach (var video in new[] { "mine", "tested" })
        {
            foreach (var frame in frames) tree.Photo($"set/valid/JPEGImages/{video}/{frame}.jpg", SmallSets.Width, SmallSets.Height);
        }

        const string Tested = """ "tested": {"expressions": {"0": {"exp": "a man"}}, "frames": ["00000"]} """;
        tree.Text("set/meta_expressions/test/meta_expressions.json", $$"""{"videos": { {{Tested}} } }""");
        tree.Text("set/meta_expressions/valid/meta_expressions.json", $$$"""{ "videos": { {{{Tested}}}, "mine": {"expressions": {"0": {"exp": "a dog"} }, "frames": ["00000", "00005", "00010"]} } }""");
        var run = Evaluator.Run("--dataset", "ref-youtube-vos", "--root", tree["set"], "--weights", weights.Full, "-o", Out, "--submission", tree["y.zip"], "--threads", "1", "-q");
        run.ExitCode.ShouldBe(ExitCode.Done);
        using var zip = ZipFile.OpenRead(tree["y.zip"]);
        zip.Entries.Select(entry => entry.FullName).ShouldBe(frames.Select(frame => $"Annotations/mine/0/{frame}.png"));
    }

    [Fact]
    public void A_split_without_truth_can_only_be_submitted()
    {
        SmallSets.WriteMeVis(tree, "valid");
        string[] call = ["--dataset", "mevis", "--root", tree["set"], "--split", "valid", "--weights", weights.Full, "-o", Out, "--threads", "1"];
        Evaluator.ShouldFail("MeViS keeps the truth of its split 'valid' back, so it cannot be scored here; pass --submission FILE.zip", call);
        Directory.Exists(Out).ShouldBeFalse();

        var run = Evaluator.Run([.. call, "--submission", tree["mevis.zip"], "--report", tree["report.json"]]);
        run.ExitCode.ShouldBe(ExitCode.Done);
        run.Error.ShouldContain($"so there is no score: upload '{tree["mevis.zip"]}' to its server.");
        using var zip = ZipFile.OpenRead(tree["mevis.zip"]);
        zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal).ShouldBe([
            "Annotations/v1/0/00000.png", "Annotations/v1/0/00001.png", "Annotations/v1/1/00000.png", "Annotations/v1/1/00001.png",
            "Annotations/v2/0/00000.png", "Annotations/v2/0/00001.png", "Annotations/v2/1/00000.png", "Annotations/v2/1/00001.png"]);
        using var bytes = new MemoryStream();
        using (var entry = zip.Entries[0].Open()) entry.CopyTo(bytes);
        using var mask = SKBitmap.Decode(bytes.ToArray());
        (mask.Width, mask.Height).ShouldBe((SmallSets.Width, SmallSets.Height));
        var report = Json(tree["report.json"]);
        report.GetProperty("scores").ValueKind.ShouldBe(JsonValueKind.Null);
        report.GetProperty("wrongAsked").GetInt32().ShouldBe(4);
    }

    [Fact]
    public void Phrases_that_mean_several_objects_are_scored_over_all_frames()
    {
        SmallSets.WriteMeVis(tree, "valid_u");
        string[] call = ["--dataset", "mevis", "--root", tree["set"], "--weights", weights.Full, "-o", Out, "--threads", "1", "--report", tree["report.json"], "-q"];
        Evaluator.Run(call).ExitCode.ShouldBe(ExitCode.Done);
        // In v1 the first phrase is answered right in one frame of two, its second phrase always; v2 is empty in truth and answer alike.
        foreach (var (video, phrase, frame, mask) in new[] { ("v1", "0", "00000", SmallSets.Both()), ("v1", "0", "00001", new byte[SmallSets.Width * SmallSets.Height]), ("v1", "1", "00000", SmallSets.Left()), ("v1", "1", "00001", SmallSets.Left()) })
            File.WriteAllBytes(Path.Combine(Out, "Annotations", video, phrase, frame + ".png"), GreyPng.Encode(mask, SmallSets.Width, SmallSets.Height));
        foreach (var file in Directory.GetFiles(Path.Combine(Out, "Annotations", "v2"), "*.png", SearchOption.AllDirectories))
            File.WriteAllBytes(file, GreyPng.Encode(new byte[SmallSets.Width * SmallSets.Height], SmallSets.Width, SmallSets.Height));
        var run = Evaluator.Run(call);
        run.ExitCode.ShouldBe(ExitCode.Done);
        var phrases = Json(tree["report.json"]).GetProperty("scores").GetProperty("phrases").EnumerateArray().ToList();
        Numbers(phrases, "j").ShouldBe([0.5, 1, 1, 1], 1e-12);
        Numbers(phrases, "f").ShouldBe([0.5, 1, 1, 1], 1e-12);
        run.Output.ShouldContain("| 4 | **87.5** | 87.5 | 87.5 |");
        run.Output.ShouldContain("| several objects | 2 | 75.0 |");
    }

    [Fact]
    public void Stills_are_scored_by_intersection_over_union()
    {
        tree.Photo("set/train2014/COCO_train2014_000000000009.jpg", SmallSets.Width, SmallSets.Height);
        tree.Text("set/refcoco+/instances_refcoco+_val.json", $$"""
            {"images": [
               {"id": 0, "file_name": "COCO_train2014_000000000009.jpg", "width": {{SmallSets.Width}}, "height": {{SmallSets.Height}}, "caption": "left guy"},
               {"id": 1, "file_name": "COCO_train2014_000000000009.jpg", "width": {{SmallSets.Width}}, "height": {{SmallSets.Height}}, "caption": "the whole"}],
             "annotations": [
               {"id": 0, "image_id": 0, "segmentation": [[0, 0, 16, 0, 16, 24, 0, 24]]},
               {"id": 1, "image_id": 1, "segmentation": [[0, 0, 32, 0, 32, 24, 0, 24]]}]}
            """);
        string[] call = ["--dataset", "refcoco+", "--root", tree["set"], "--weights", weights.Full, "-o", Out, "--threads", "1", "-q"];
        Evaluator.Run(call).ExitCode.ShouldBe(ExitCode.Done);
        foreach (var phrase in new[] { "0", "1" })
            File.WriteAllBytes(Path.Combine(Out, "Annotations", "COCO_train2014_000000000009", phrase, "COCO_train2014_000000000009.png"), GreyPng.Encode(SmallSets.Left(), SmallSets.Width, SmallSets.Height));
        // 1 and 1/2; all shared pixels over all united ones: (384 + 384) / (384 + 768).
        Evaluator.Run(call).Output.ShouldContain("| 2 | 66.7 | 75.0 | 100.0 | 50.0 | 50.0 | 50.0 | 50.0 |");
    }

    private static double[] Numbers(IEnumerable<JsonElement> entries, string name) => [.. entries.Select(entry => entry.GetProperty(name).GetDouble())];

    private static JsonElement Json(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.Clone();
    }
}
