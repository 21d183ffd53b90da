using System.Text.Json;
using Shouldly;
using Xunit;
using Yofo.Evaluation;
using Yofo.Output;

namespace Yofo.Tests.Evaluation;

public sealed class FolderScorerTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("yofo-folders").FullName;

    private string Truth => Path.Combine(root, "truth");

    private string Predictions => Path.Combine(root, "predictions");

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("semi-supervised")]
    [InlineData("unsupervised")]
    public void The_report_of_a_folder_holds_the_official_figures_in_the_agreed_shape(string task)
    {
        var expected = DavisFixtures.Read("sequences/expected.json");
        var parts = expected.GetProperty("submission").GetProperty("parts").EnumerateObject().ToDictionary(part => part.Name, part => part.Value.GetString()!);
        foreach (var (sequence, prediction) in parts)
        {
            Copy(DavisFixtures.Folder($"sequences/{sequence}/gt"), Path.Combine(Truth, sequence));
            Copy(DavisFixtures.Folder($"sequences/{sequence}/{prediction}"), Path.Combine(Predictions, sequence));
        }

        using var document = JsonDocument.Parse(Score(ScoreModeNames.Parse(task), threads: 2).ToJson());
        var report = document.RootElement;
        report.EnumerateObject().Select(property => property.Name).ShouldBe(["mode", "mean", "sequences"]);
        report.GetProperty("mode").GetString().ShouldBe(task);
        foreach (var name in new[] { "J", "F", "J&F" })
        {
            report.GetProperty("mean").GetProperty(name).GetDouble()
                .ShouldBe(expected.GetProperty("submission").GetProperty(task).GetProperty(name + "-Mean").GetDouble(), DavisFixtures.Tolerance);
        }

        report.GetProperty("sequences").EnumerateArray().Select(sequence => sequence.GetProperty("name").GetString()).ShouldBe(["one-object", "three-objects", "two-objects"]);
        foreach (var sequence in report.GetProperty("sequences").EnumerateArray())
        {
            var name = sequence.GetProperty("name").GetString()!;
            var official = expected.GetProperty("results").EnumerateArray().Single(result =>
                result.GetProperty("sequence").GetString() == name && result.GetProperty("prediction").GetString() == parts[name] && result.GetProperty("task").GetString() == task);
            var rows = official.GetProperty("rows").EnumerateArray().ToDictionary(row => row.GetProperty("object_id").GetInt32());
            sequence.GetProperty("objects").EnumerateArray().Select(entry => entry.GetProperty("id").GetInt32()).ShouldBe(rows.Keys.Order());
            foreach (var entry in sequence.GetProperty("objects").EnumerateArray())
            {
                entry.EnumerateObject().Select(property => property.Name).ShouldBe(["id", "J", "F"]);
                foreach (var metric in new[] { "J", "F" })
                {
                    var (actual, wanted) = (entry.GetProperty(metric), rows[entry.GetProperty("id").GetInt32()].GetProperty(metric));
                    actual.EnumerateObject().Select(property => property.Name).ShouldBe(["mean", "recall", "decay", "frames"]);
                    foreach (var figure in new[] { "mean", "recall", "decay" })
                        actual.GetProperty(figure).GetDouble().ShouldBe(wanted.GetProperty(figure).GetDouble(), DavisFixtures.Tolerance);
                    DavisFixtures.Doubles(actual.GetProperty("frames")).ShouldBe(DavisFixtures.Doubles(wanted.GetProperty("per_frame")), DavisFixtures.Tolerance);
                }
            }
        }
    }

    [Fact]
    public void The_table_has_a_row_an_object_a_row_a_sequence_of_several_and_a_row_of_means()
    {
        Write(Truth, "cat", 3, [1, 1, 2, 0]);
        Write(Predictions, "cat", 3, [1, 0, 2, 0]);
        var report = Score(ScoreMode.ById);
        report.MeanJ.ShouldBe(0.75);
        var table = report.ToMarkdown();
        table.ShouldContain("| cat | 1 | 75.0 | 50.0 | 0.0 | 0.0 | 100.0 | 100.0 | 0.0 |");
        table.ShouldContain("| cat | 2 | 100.0 | 100.0 | 100.0 | 0.0 | 100.0 | 100.0 | 0.0 |");
        table.ShouldContain("| cat | mean of 2 | 87.5 | 75.0 | 50.0 | 0.0 | 100.0 | 100.0 | 0.0 |");
        table.ShouldContain("| **mean** | 2 objects | 87.5 | 75.0 | 50.0 | 0.0 | 100.0 | 100.0 | 0.0 |");
    }

    [Fact]
    public void A_mask_of_another_size_is_named_with_both_sizes()
    {
        Write(Truth, "cat", 3, [1, 1, 0, 0]);
        Write(Predictions, "cat", 2, [1, 1, 0, 0]);
        PalettePng.Write(Path.Combine(Predictions, "cat", "00002.png"), [1, 1, 0, 0, 0, 0], 3, 2);
        var message = Fails(ScoreMode.Unsupervised);
        message.ShouldContain(Path.Combine(Predictions, "cat", "00002.png"));
        message.ShouldContain("is 3 x 2");
        message.ShouldContain("is 2 x 2");
    }

    [Fact]
    public void Missing_frames_are_counted_and_the_first_is_named_but_frames_that_do_not_count_may_be_missing()
    {
        Write(Truth, "cat", 5, [1, 1, 0, 0]);
        Write(Predictions, "cat", 5, [1, 1, 0, 0]);
        File.Delete(Path.Combine(Predictions, "cat", "00000.png"));
        File.Delete(Path.Combine(Predictions, "cat", "00004.png"));
        Fails(ScoreMode.ById).ShouldContain("lacks 2 of the 5 frames of the truth, first '00000.png'");
        Score(ScoreMode.SemiSupervised).MeanJ.ShouldBe(1);
    }

    [Fact]
    public void A_missing_sequence_is_named()
    {
        Write(Truth, "cat", 3, [1, 1, 0, 0]);
        Write(Truth, "dog", 3, [1, 1, 0, 0]);
        Write(Predictions, "cat", 3, [1, 1, 0, 0]);
        Fails(ScoreMode.ById).ShouldContain(Path.Combine(Predictions, "dog"));
    }

    [Theory]
    [InlineData("by-id")]
    [InlineData("semi-supervised")]
    public void An_id_that_the_truth_has_not_is_refused(string mode)
    {
        Write(Truth, "cat", 3, [1, 1, 0, 0]);
        Write(Predictions, "cat", 3, [1, 1, 0, 7]);
        var message = Fails(ScoreModeNames.Parse(mode));
        message.ShouldContain("holds the id 7");
        message.ShouldContain(Path.Combine(Predictions, "cat", "0000"));
        Score(ScoreMode.Unsupervised).MeanJ.ShouldBe(1);
    }

    [Fact]
    public void More_than_twenty_proposals_are_refused()
    {
        Write(Truth, "cat", 1, [1, 1, 0, 0]);
        Write(Predictions, "cat", 1, [1, 1, 0, 21]);
        Fails(ScoreMode.Unsupervised).ShouldContain("at most 20 proposals");
    }

    [Fact]
    public void An_empty_or_missing_folder_is_named()
    {
        Fails(ScoreMode.ById).ShouldContain($"'{Truth}' cannot be read");
        Directory.CreateDirectory(Truth);
        Fails(ScoreMode.ById).ShouldContain($"'{Truth}' holds no sequence folders");
        Write(Truth, "cat", 1, [1, 1, 0, 0]);
        Directory.CreateDirectory(Predictions);
        Fails(ScoreMode.ById).ShouldContain($"'{Predictions}' holds no sequence folders");
        Write(Predictions, "cat", 1, [1, 1, 0, 0]);
        Directory.CreateDirectory(Path.Combine(Truth, "dog"));
        Fails(ScoreMode.ById).ShouldContain($"'{Path.Combine(Truth, "dog")}' holds no PNG masks");
    }

    [Fact]
    public void A_truncated_mask_is_named()
    {
        Write(Truth, "cat", 3, [1, 1, 0, 0]);
        Write(Predictions, "cat", 3, [1, 1, 0, 0]);
        var path = Path.Combine(Predictions, "cat", "00001.png");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^30]);
        Fails(ScoreMode.ById, threads: 2).ShouldContain(path);
    }

    [Fact]
    public void Two_frames_are_too_few_where_the_first_and_the_last_do_not_count()
    {
        Write(Truth, "cat", 2, [1, 1, 0, 0]);
        Write(Predictions, "cat", 2, [1, 1, 0, 0]);
        Fails(ScoreMode.SemiSupervised).ShouldContain("none counts");
    }

    [Fact]
    public void By_id_scores_an_object_that_comes_later_and_void_counts_nowhere()
    {
        Write(Truth, "cat", 2, [1, 255, 0, 0]);
        PalettePng.Write(Path.Combine(Truth, "cat", "00001.png"), [1, 0, 3, 0], 2, 2);
        Write(Predictions, "cat", 2, [1, 1, 0, 0]);
        PalettePng.Write(Path.Combine(Predictions, "cat", "00001.png"), [1, 0, 3, 3], 2, 2);
        var objects = Score(ScoreMode.ById).Sequences[0].Objects;
        objects.Select(entry => entry.Id).ShouldBe([1, 3]);
        objects[0].J.Frames.ShouldBe([1, 1]);
        objects[1].J.Frames.ShouldBe([1, 0.5]);
    }

    [Fact]
    public void An_unknown_mode_is_answered_with_the_known_ones() =>
        Should.Throw<YofoException>(() => ScoreModeNames.Parse("best")).Message.ShouldBe("The mode 'best' is unknown; use one of semi-supervised, unsupervised, by-id.");

    private string Fails(ScoreMode mode, int threads = 1)
    {
        var message = Should.Throw<YofoException>(() => Score(mode, threads)).Message;
        message.ShouldNotContain("\n");
        return message;
    }

    private FolderReport Score(ScoreMode mode, int threads = 1) =>
        FolderScorer.Score(Truth, Predictions, mode, threads, cancellation: TestContext.Current.CancellationToken);

    private static void Write(string folder, string sequence, int frames, byte[] square)
    {
        Directory.CreateDirectory(Path.Combine(folder, sequence));
        for (var k = 0; k < frames; k++) PalettePng.Write(Path.Combine(folder, sequence, $"{k:D5}.png"), square, 2, 2);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
