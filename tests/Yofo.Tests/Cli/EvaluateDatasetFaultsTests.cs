using Shouldly;
using Xunit;
using Yofo.Cli;
using Yofo.Tests.Data.Datasets;

namespace Yofo.Tests.Cli;

/// <summary><c>yofo evaluate --dataset</c> on sets that are not as they should be: one sentence that names the place, and nothing lost.</summary>
public sealed class EvaluateDatasetFaultsTests(TinyWeights weights) : IClassFixture<TinyWeights>, IDisposable
{
    private readonly SmallTree tree = new();

    private string Out => tree["out"];

    public void Dispose() => tree.Dispose();

    [Fact]
    public void A_missing_file_is_named_and_the_tree_drawn_over_several_lines()
    {
        var run = Evaluator.Run("--dataset", "mevis", "--root", tree["nowhere"], "--weights", weights.Full);
        run.ExitCode.ShouldBe(ExitCode.Failed);
        run.Error.ShouldStartWith($"yofo: MeViS needs '{tree["nowhere/valid_u/meta_expressions.json"]}'");
        run.Error.ShouldContain("\n├── train/\n");
    }

    [Fact]
    public void A_name_that_leads_out_of_the_folder_is_refused_with_its_file()
    {
        SmallSets.WriteMeVis(tree, "valid");
        var file = tree["set/valid/meta_expressions.json"];
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"0\":", "\"../../../evil\":", StringComparison.Ordinal));
        Evaluator.ShouldFail($"The name '../../../evil' of a phrase in '{file}' cannot be part of a path", "--dataset", "mevis", "--root", tree["set"], "--split", "valid", "-o", Out, "--submission", tree["a.zip"]);
        Directory.Exists(Out).ShouldBeFalse();
    }

    [Fact]
    public void A_pickle_that_asks_for_something_to_be_run_is_refused_with_its_file()
    {
        tree.Photo("set/train2014/COCO_train2014_000000000009.jpg", SmallSets.Width, SmallSets.Height);
        tree.Text("set/refcoco/instances.json", """{"images": [], "annotations": []}""");
        tree.Text("set/refcoco/refs(unc).p", $"cos\nsystem\n(S'touch {tree["owned"]}'\ntR.");
        Evaluator.ShouldFail(tree["set/refcoco/refs(unc).p"], "--dataset", "refcoco", "--root", tree["set"]);
        File.Exists(tree["owned"]).ShouldBeFalse();
    }

    [Fact]
    public void A_line_that_is_not_as_it_should_be_is_named_with_its_number()
    {
        SmallSets.WriteRefDavis(tree);
        File.AppendAllText(tree["set/davis_text_annotations/Davis17_annot2.txt"], "tiger one \"a tiger\"\n");
        Evaluator.ShouldFail($"Line 4 of '{tree["set/davis_text_annotations/Davis17_annot2.txt"]}'", "--dataset", "ref-davis17", "--root", tree["set"]);
    }

    [Fact]
    public void A_true_mask_that_is_cut_short_or_a_frame_of_another_size_is_named()
    {
        SmallSets.WriteRefDavis(tree);
        string[] call = ["--dataset", "ref-davis17", "--root", tree["set"], "--weights", weights.Full, "-o", Out, "--threads", "1", "-q"];
        var mask = tree["set/DAVIS/Annotations_unsupervised/480p/goat/00001.png"];
        var whole = File.ReadAllBytes(mask);
        File.WriteAllBytes(mask, whole[..^20]);
        Evaluator.ShouldFail($"'{mask}' is a truncated or damaged PNG", call);

        File.WriteAllBytes(mask, whole);
        Directory.Delete(Out, recursive: true);
        tree.Photo("set/DAVIS/JPEGImages/480p/tiger/00001.jpg", SmallSets.Width + 8, SmallSets.Height);
        Evaluator.ShouldFail($"The frame '{tree["set/DAVIS/JPEGImages/480p/tiger/00001.jpg"]}' is {SmallSets.Width + 8} x {SmallSets.Height}", call);
        File.Exists(Path.Combine(Out, "done", "goat.json")).ShouldBeTrue();
        File.Exists(Path.Combine(Out, "done", "tiger.json")).ShouldBeFalse();
    }
}
