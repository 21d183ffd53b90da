using CsCheck;
using Shouldly;
using Xunit;
using Yofo.Modeling.Vision;

namespace Yofo.Tests.Modeling.Vision;

public sealed class SuppressionTests
{
    private static readonly Gen<(Box Box, float Score, long Class)[]> Scenes = Gen.Select(
        Gen.Int[0, 30], Gen.Int[0, 30], Gen.Int[1, 20], Gen.Int[1, 20], Gen.Int[1, 9], Gen.Long[0, 2],
        (x, y, w, h, score, type) => (new Box(x, y, x + w, y + h), score / 10f, type)).Array[0, 60];

    [Fact]
    public void A_worse_box_of_the_same_class_is_dropped()
    {
        var kept = Run([(new Box(0, 0, 10, 10), 0.5f, 1), (new Box(0, 0, 10, 11), 0.9f, 1), (new Box(50, 50, 60, 60), 0.2f, 1)]);
        kept.Select(box => box.Index).ShouldBe([1, 2]);
        kept[0].Merged.ShouldBe([1]);
    }

    [Fact]
    public void A_near_duplicate_of_another_class_is_merged_and_a_looser_one_stays()
    {
        var kept = Run([(new Box(0, 0, 100, 100), 0.9f, 1), (new Box(0, 0, 100, 95), 0.5f, 2), (new Box(0, 0, 100, 70), 0.4f, 3)]);
        kept.Select(box => box.Index).ShouldBe([0, 2]);
        kept[0].Merged.ShouldBe([0, 1]);
    }

    [Fact]
    public void Survivors_are_ordered_and_apart_and_every_box_left_out_has_a_reason() => Scenes.Sample(scene =>
    {
        var kept = Run(scene);
        var merged = kept.SelectMany(box => box.Merged).ToHashSet();
        for (var one = 0; one < kept.Count; one++)
        {
            for (var other = 0; other < one; other++)
            {
                var (worse, better) = (scene[kept[one].Index], scene[kept[other].Index]);
                worse.Score.ShouldBeLessThanOrEqualTo(better.Score);
                worse.Box.Overlap(better.Box).ShouldBeLessThanOrEqualTo(worse.Class == better.Class ? 0.6f : 0.85f);
            }
        }

        for (var index = 0; index < scene.Length; index++)
        {
            var (box, score, type) = scene[index];
            var reason = merged.Contains(index) || scene.Any(other =>
                other.Score >= score && other.Class == type && other.Box != box && other.Box.Overlap(box) > 0.6f)
                || scene.Take(index).Any(other => other.Box == box && other.Class == type)
                || scene.Any(other => other.Box == box && other.Class == type && other.Score > score);
            reason.ShouldBeTrue($"box {index} vanished");
        }
    });

    [Fact]
    public void The_count_is_kept_to_and_takes_the_best() => Scenes.Sample(scene =>
    {
        var all = Run(scene);
        var few = Run(scene, 3);
        few.Select(box => box.Index).ShouldBe(all.Take(3).Select(box => box.Index));
    });

    [Fact]
    public void Overlap_is_symmetric_and_one_with_itself() => Scenes.Sample(scene =>
    {
        foreach (var (one, _, _) in scene)
        {
            one.Overlap(one).ShouldBe(1);
            foreach (var (other, _, _) in scene)
            {
                one.Overlap(other).ShouldBe(other.Overlap(one));
            }
        }
    });

    [Fact]
    public void Empty_boxes_overlap_nothing() => new Box(3, 3, 3, 3).Overlap(new Box(3, 3, 3, 3)).ShouldBe(0);

    private static List<Suppression.Kept> Run((Box Box, float Score, long Class)[] scene, int count = 1000) => Suppression.Run(
        scene.Select(box => box.Box).ToArray(), scene.Select(box => box.Score).ToArray(), scene.Select(box => box.Class).ToArray(), 0.6f, 0.85f, count);
}
