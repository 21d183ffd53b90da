using Shouldly;
using SkiaSharp;
using Xunit;
using Yofo.Cli;
using Yofo.Tests.Data.Datasets;
using Yofo.Tests.Training;
using Yofo.Tests.Video;

namespace Yofo.Tests.Cli;

/// <summary><c>yofo evaluate --data</c> with untrained weights on two clips of three frames: kinds, controls, sheet, ablation.</summary>
public sealed class EvaluateDataTests(TinyWeights weights) : IClassFixture<TinyWeights>, IDisposable
{
    private readonly SmallTree tree = new();

    public void Dispose() => tree.Dispose();

    [Fact]
    public void The_report_has_the_controls_and_the_kinds_of_phrase_and_the_sheet_is_drawn()
    {
        WriteData();
        var run = Evaluator.Run("--data", tree["data"], "--only", "clips", "--weights", weights.Full, "--threads", "1", "--report", tree["report.json"], "--sheet", tree["sheet.png"], "-q");
        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(ExitCode.Done);
        run.Output.Split('\n')[0].ShouldBe("# tiny, `full.safetensors`"); // in fp32, which goes without saying
        run.Output.ShouldContain("| wrong phrase answered empty | everything, J | ellipse, J |");
        run.Output.ShouldContain("| noun | 2 |");
        run.Output.ShouldContain("| full_video | 1 |");
        run.Output.ShouldContain("| first_frame | 2 |");
        File.ReadAllText(tree["report.json"]).ShouldContain("\"Kind\": \"noun\"");
        using var sheet = SKBitmap.Decode(tree["sheet.png"]);
        sheet.ShouldNotBeNull();
    }

    [Fact]
    public void Stills_are_asked_what_a_file_says()
    {
        PaintedStills.Paint(tree["data/stills"], 2);
        tree.Text("phrases.tsv", "# folder, picture, annotation, phrase\ncoco\t1\t1\tthe red dog\ncoco\t1\t0\tthe green dog\ncoco\t2\t4\tthe person on the left\ncoco\t7\t1\tof a picture that is not there\n");
        string[] call = ["--data", tree["data"], "--phrases", tree["phrases.tsv"], "--weights", weights.Full, "--threads", "1", "-q"];
        var run = Evaluator.Run(call);
        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(ExitCode.Done);
        run.Output.ShouldContain("| written | all | 2 |");
        run.Output.ShouldContain("| written | person | 1 |");
        run.Output.ShouldContain("| written | near miss | 1 |");

        Evaluator.Run([.. call, "--only", "clips"]).ExitCode.ShouldBe(ExitCode.Usage);
        tree.Text("phrases.tsv", "coco\t1\t9\tthe red dog\n");
        var wrong = Evaluator.Run(call);
        wrong.ExitCode.ShouldBe(ExitCode.Failed);
        wrong.Error.ShouldContain("annotation 9 of picture 1 in 'coco'");
        tree.Text("phrases.tsv", "voc\t1\t1\tthe red dog\n");
        Evaluator.Run(call).Error.ShouldContain("None of the written phrases is of a picture");
    }

    [Fact]
    public void An_ablation_runs_each_network_and_says_its_switches()
    {
        WriteData();
        string[] call = ["--data", tree["data"], "--only", "clips", "--wrong", "1", "--threads", "1", "-q"];
        var run = Evaluator.Run([.. call, "--ablation", $"full={weights.Full}", "--ablation", $"both-off={weights.BothOff}", "--report", tree["ablation.json"]]);
        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(ExitCode.Done);
        run.Output.ShouldContain("| full | on | on | `full.safetensors` |");
        run.Output.ShouldContain("| both-off | off | off | `both-off.safetensors` |");
        File.ReadAllText(tree["ablation.md"]).ShouldBe(run.Output);

        var wrong = Evaluator.Run([.. call, "--ablation", $"fm-off={weights.Full}"]);
        wrong.ExitCode.ShouldBe(ExitCode.Failed);
        wrong.Error.ShouldContain($"'{weights.Full}' is no 'fm-off': it was trained with feature mining on and meta-transfer on");
    }

    [Fact]
    public void A_call_that_was_stopped_goes_on_with_what_is_not_answered()
    {
        WriteData();
        string[] call = ["--data", tree["data"], "--only", "clips", "--wrong", "1", "--threads", "1", "--weights", weights.Full, "--report", tree["report.json"]];
        Evaluator.Run(call).ExitCode.ShouldBe(ExitCode.Done);
        var (whole, journal) = (File.ReadAllText(tree["report.json"]), tree["report.json.partial.jsonl"]);
        File.Exists(journal).ShouldBeFalse("the report is written");

        // The video of the second clip is gone: the call stops there. The first clip is answered, and is not asked again.
        var bus = tree["data/davis/videos/bus.mp4"];
        var clip = File.ReadAllBytes(bus);
        File.WriteAllText(bus, "no video");
        File.Delete(tree["report.json"]);
        Evaluator.Run(call).ExitCode.ShouldBe(ExitCode.Failed);
        File.ReadAllLines(journal).Length.ShouldBe(2, "the call and the first clip");
        File.AppendAllText(journal, "{\"Part\": \"clip bu"); // what a kill leaves
        File.WriteAllBytes(bus, clip);
        File.WriteAllText(tree["data/davis/videos/cat.mp4"], "no video");
        var second = Evaluator.Run(call);
        second.ExitCode.ShouldBe(ExitCode.Done);
        second.Error.ShouldContain("Going on with a run that was stopped: 1 clips and pictures are done.");
        File.ReadAllText(tree["report.json"]).ShouldBe(whole);
        File.Exists(journal).ShouldBeFalse();
    }

    [Fact]
    public void What_another_call_left_is_not_taken()
    {
        WriteData();
        string[] call = ["--data", tree["data"], "--only", "clips", "--threads", "1", "--weights", weights.Full, "--report", tree["report.json"]];
        var clip = File.ReadAllBytes(tree["data/davis/videos/bus.mp4"]);
        File.WriteAllText(tree["data/davis/videos/bus.mp4"], "no video");
        Evaluator.Run([.. call, "--wrong", "1"]).ExitCode.ShouldBe(ExitCode.Failed);
        File.WriteAllBytes(tree["data/davis/videos/bus.mp4"], clip);
        var run = Evaluator.Run([.. call, "--wrong", "2"]);
        run.ExitCode.ShouldBe(ExitCode.Done);
        run.Error.ShouldNotContain("Going on");
        run.Output.ShouldContain("| cat | a bus | wrong phrase |");
    }

    [Theory]
    [InlineData("davis/splits.json")]
    [InlineData("davis/phrases.json")]
    public void A_missing_file_is_named_and_the_tree_drawn(string missing)
    {
        WriteData();
        File.Delete(tree["data/" + missing]);
        var run = Evaluator.Run("--data", tree["data"], "--weights", weights.Full, "-q");
        run.ExitCode.ShouldBe(ExitCode.Failed);
        run.Error.ShouldStartWith($"yofo: Yofo's data folder needs '{tree["data/" + missing]}', which is not there");
        run.Error.ShouldContain("\n├── davis/\n");
    }

    [Theory]
    [InlineData("davis/splits.json", "[]", "is not in the form of Yofo's data folder")]
    [InlineData("davis/splits.json", "{", "is not valid JSON (line 1)")]
    [InlineData("davis/phrases.json", """{"videos": {"../cat": {"frames": ["00000"], "expressions": {}}}}""", "The name '../cat' of a clip in")]
    [InlineData("stills/voc/phrases.json", """{"phrases": [{"image_id": 5}]}""", "is not in the form of Yofo's data folder")]
    [InlineData("stills/voc/absent.json", """{"phrases": [{"image_id": 5, "phrase": "a dog", "type": "class"}]}""", "names the picture 5, which its instances.json has not")]
    public void A_file_in_another_form_is_named(string file, string content, string complaint)
    {
        WriteData();
        tree.Text("data/stills/voc/instances.json", """{"categories": [], "annotations": [], "images": []}""");
        tree.Text("data/" + file, content);
        var run = Evaluator.Run("--data", tree["data"], "--only", file.Split('/')[0] == "davis" ? "clips" : "stills", "--weights", weights.Full, "-q");
        run.ExitCode.ShouldBe(ExitCode.Failed);
        run.Error.ShouldContain(complaint);
        run.Error.TrimEnd('\n').ShouldNotContain("\n");
    }

    private void WriteData()
    {
        Clips.NeedFfmpeg();
        Directory.CreateDirectory(tree["data/davis/videos"]);
        var half = Enumerable.Range(0, 64 * 48).Select(index => (byte)(index % 64 < 32 ? 1 : 0)).ToArray();
        foreach (var clip in new[] { "cat", "bus" })
        {
            Clips.Ffmpeg("-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=0.3", "-pix_fmt", "yuv420p", tree[$"data/davis/videos/{clip}.mp4"]);
            foreach (var frame in new[] { "00000", "00001", "00002" }) tree.Mask($"data/davis/masks/{clip}/{frame}.png", 64, 48, half);
        }

        tree.Text("data/davis/splits.json", """{"dev": ["cat", "bus"]}""");
        tree.Text("data/davis/phrases.json", """
            {"videos": {
              "cat": {"frames": ["00000", "00001", "00002"], "expressions": {
                "0": {"exp": "a cat", "obj_id": "1", "kind": "noun", "when": "first_frame"},
                "1": {"exp": "a cat that runs", "obj_id": "1", "kind": "action", "when": "full_video"}}},
              "bus": {"frames": ["00000", "00001", "00002"], "expressions": {"0": {"exp": "a bus", "obj_id": "1", "kind": "noun", "when": "first_frame"}}}}}
            """);
    }
}
