using Shouldly;
using Xunit;
using Yofo.Modeling.Vision;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling.Vision;

public sealed class CandidateFinderTests
{
    private const int Cat = 15;

    [Fact]
    public void A_box_lies_at_the_cells_centre_and_its_distances_are_expectations()
    {
        using var scope = NewDisposeScope();
        var head = Head(stride: 16, rows: 4, columns: 6, classes: [(cell: 15, type: 3, score: 0.7f)]);

        // Cell 15 is row 2, column 3: its centre is (56, 40). Sides: 2, 1.5 (between 1 and 2), 0 and 10 strides.
        SetSide(head, 15, 0, 2);
        SetSide(head, 15, 1, 1, 2);
        SetSide(head, 15, 2, 0);
        SetSide(head, 15, 3, 10);
        var (boxes, scores) = CandidateFinder.Decode(head, 0, 64, 96);
        boxes.shape.ShouldBe([1, 4]);
        boxes.data<float>().ToArray().ShouldBe([56 - 32, 40 - 24, 56, 64], 1e-3); // the bottom is clipped: 40 + 160
        scores[0, 3].item<float>().ShouldBe(0.7f);
    }

    [Fact]
    public void A_score_at_or_below_the_threshold_makes_no_candidate()
    {
        using var scope = NewDisposeScope();
        var maps = Maps(Head(16, 4, 6, [(8, 0, 0.04f), (9, 1, 0.05f)]));
        var found = CandidateFinder.Find(maps, 0, 64, 96);
        found.Count.ShouldBe(0);
        found.Boxes.shape.ShouldBe([0, 4]);
        found.ClassScores.shape.ShouldBe([0, 80]);
        found.Scores.shape.ShouldBe([0]);
    }

    [Fact]
    public void Twins_of_two_classes_become_one_candidate_with_both_scores()
    {
        using var scope = NewDisposeScope();

        var fine = Head(16, 8, 8, [(cell: 27, type: 16, score: 0.6f)]); // row 3, column 3: its centre is 56
        var coarse = Head(32, 4, 4, [(cell: 5, type: Cat, score: 0.8f)]); // row 1, column 1: its centre is 48
        foreach (var side in Enumerable.Range(0, 4))
        {
            SetSide(fine, 27, side, side < 2 ? 3 : 2); // 8..88
            SetSide(coarse, 5, side, 1, 2); // 0..96
        }

        var apart = CandidateFinder.Find(Maps(fine, coarse), 0, 128, 128);
        apart.Count.ShouldBe(2, "overlap 6400 / 9216 = 0.69");
        apart.Classes.ShouldBe([Cat, 16]);

        foreach (var side in Enumerable.Range(0, 4))
        {
            SetSide(fine, 27, side, side < 2 ? [3, 4] : [2, 3]); // 0..96 as well
        }

        var twins = CandidateFinder.Find(Maps(fine, coarse), 0, 128, 128);
        twins.Count.ShouldBe(1);
        twins.Classes.ShouldBe([Cat]);
        twins.ClassScores[0, Cat].item<float>().ShouldBe(0.8f);
        twins.ClassScores[0, 16].item<float>().ShouldBe(0.6f);
        twins.Scores[0].item<float>().ShouldBe(0.8f);
    }

    [Fact]
    public void The_photo_of_a_cat_shows_a_cat()
    {
        using var scope = NewDisposeScope();
        var check = Safetensors.Open(Shared.Path("weights/deeplab-check.safetensors")); // the whole cat, 144x224
        using var rgb = check.Read("photo.rgb");
        var frame = new Yofo.Video.Frame(0, 0, 224, 144, rgb.bytes.ToArray());
        using var network = NanoDet.Load(CheckFile.NanoDetWeights);
        var maps = network.Forward(ImageInput.ForNanoDet(ImageInput.FromFrame(frame, 320, 480)));
        var found = CandidateFinder.Find(maps, 0, 320, 480);
        found.Count.ShouldBeInRange(1, 24);
        found.Classes[0].ShouldBe(Cat);
        found.ClassScores[0].argmax().item<long>().ShouldBe(Cat);
        found.Scores[0].item<float>().ShouldBeGreaterThan(0.35f);
        var box = found.Boxes[0].data<float>().ToArray();
        ((box[2] - box[0]) * (box[3] - box[1])).ShouldBeGreaterThan(0.4f * 320 * 480, "the cat fills most of the photo");

        var again = CandidateFinder.Find(maps, 0, 320, 480);
        CheckFile.Difference(found.Boxes, again.Boxes).ShouldBe(0);
        CheckFile.Difference(found.ClassScores, again.ClassScores).ShouldBe(0);
        var best = CandidateFinder.Find(maps, 0, 320, 480, count: 1);
        CheckFile.Difference(best.Boxes, found.Boxes.narrow(0, 0, 1)).ShouldBe(0);
    }

    [Fact]
    public void The_best_candidate_is_the_best_cell_of_the_check_file()
    {
        using var scope = NewDisposeScope();
        var check = Safetensors.Open(Shared.Path("weights/nanodet-check.safetensors"));
        var expected = cat([.. new[] { 8, 16, 32 }.Select(stride => check.ReadFloat($"photo.cls{stride}"))], 1)[0]; // [525, 80]
        var best = expected.amax([1]).argmax().item<long>();
        using var network = NanoDet.Load(CheckFile.NanoDetWeights);
        var maps = network.Forward(cat([zeros(1, 3, 160, 160), NanoDetTests.Input(check, "photo")], 0));

        var found = CandidateFinder.Find(maps, 1, 160, 160);
        found.Classes[0].ShouldBe((int)expected[best].argmax().item<long>());
        found.Scores[0].item<float>().ShouldBe(expected[best].max().item<float>(), 1e-4);
        found.ClassScores[0, Cat].item<float>().ShouldBeGreaterThan(expected[best, Cat].item<float>() - 1e-4f);
        (found.ClassScores.amax([1]) - found.Scores).abs().max().item<float>().ShouldBe(0);
        var nothing = CandidateFinder.Find(maps, 0, 160, 160); // a grey picture, first in the batch
        (nothing.Count == 0 || nothing.Scores[0].item<float>() < 0.3f).ShouldBeTrue();
    }

    private static NanoDetHead Head(int stride, int rows, int columns, (int cell, int type, float score)[] classes)
    {
        var scores = zeros(1, rows * columns, 80);
        foreach (var (cell, type, score) in classes)
        {
            scores[0, cell, type] = score;
        }

        return new NanoDetHead(stride, columns, scores, zeros(1, rows * columns, 44));
    }

    // Logits that put all weight on the given distances, in equal parts.
    private static void SetSide(NanoDetHead head, int cell, int side, params int[] distances)
    {
        head.Sides[0, cell].narrow(0, side * 11, 11).fill_(-100);
        foreach (var distance in distances)
        {
            head.Sides[0, cell, (side * 11) + distance] = 0;
        }
    }

    private static NanoDetMaps Maps(params NanoDetHead[] heads)
    {
        var none = zeros(1);
        return new NanoDetMaps(none, none, none, none, none, none, none, heads);
    }
}
