using CsCheck;
using Shouldly;
using Xunit;
using Yofo.Evaluation;

namespace Yofo.Tests.Evaluation;

public sealed class ContourAccuracyTests
{
    [Fact]
    public void Random_masks_score_as_a_brute_force_count_of_the_definition_does() =>
        // Widths on both sides of 64 and 128 and up to a radius of 3; single pixels, blobs, and masks that nearly agree.
        Gen.Select(Gen.Int[1, 300], Gen.Int[1, 24], Gen.Int[0, 40], Gen.UInt).Sample(
            (width, height, blobs, seed) =>
            {
                var random = new Random((int)(seed & int.MaxValue));
                var truth = Blobs(random, width, height, blobs);
                var prediction = random.Next(3) == 0 ? Blobs(random, width, height, blobs) : Disturb(random, truth);
                ContourAccuracy.Score(prediction, truth, width, height)
                    .ShouldBe(BruteForceContour.Score(prediction, truth, width, height), 1e-15, $"{width} x {height}, seed {seed}");
            },
            iter: 300,
            threads: 1);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 5)]
    public void A_tall_or_wide_frame_has_a_disk_of_more_than_a_word_in_reach(int height, int seed)
    {
        // 9000 pixels wide: the radius is 73, so a widened row reaches past the neighbouring word.
        const int Width = 9000;
        var random = new Random(seed);
        var (truth, prediction) = (new byte[Width * height], new byte[Width * height]);
        for (var k = 0; k < 40; k++)
        {
            truth[random.Next(truth.Length)] = 1;
            prediction[random.Next(truth.Length)] = 1;
        }

        ContourAccuracy.Radius(Width, height).ShouldBe(73);
        ContourAccuracy.Score(prediction, truth, Width, height).ShouldBe(BruteForceContour.Score(prediction, truth, Width, height), 1e-15);
    }

    [Fact]
    public void Ignored_pixels_are_background_in_both_masks()
    {
        byte[] truth = [0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0];
        byte[] prediction = [1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 0, 0, 0, 0, 1];
        byte[] ignored = [255, 0, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 255];
        ContourAccuracy.Score(prediction, truth, 5, 3, ignored).ShouldBe(1);
        RegionSimilarity.Score(prediction, truth, 5, 3, ignored).ShouldBe(1);
        RegionSimilarity.Score(prediction, truth, 5, 3).ShouldBe(4d / 8);
    }

    [Fact]
    public void A_mask_of_another_size_is_refused() =>
        Should.Throw<YofoException>(() => ContourAccuracy.Score(new byte[11], new byte[12], 4, 3)).Message.ShouldContain("4 x 3 pixels needs 12 bytes, but 11 were given");

    [Fact]
    public void Scoring_a_pair_again_leaves_the_heap_as_it_was()
    {
        var truth = Blobs(new(3), 854, 480, 12);
        var prediction = Disturb(new(4), truth);
        ContourAccuracy.Score(prediction, truth, 854, 480);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var k = 0; k < 10; k++) ContourAccuracy.Score(prediction, truth, 854, 480);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(10 * 2048);
    }

    private static byte[] Blobs(Random random, int width, int height, int blobs)
    {
        var mask = new byte[width * height];
        for (var k = 0; k < blobs; k++)
        {
            var (x, y, right, bottom) = (random.Next(width), random.Next(height), random.Next(1, 12), random.Next(1, 8));
            var value = (byte)(random.Next(4) == 0 ? 0 : 1);
            for (var row = y; row < Math.Min(height, y + bottom); row++)
                Array.Fill(mask, value, (row * width) + x, Math.Min(width - x, right));
        }

        return mask;
    }

    private static byte[] Disturb(Random random, byte[] mask)
    {
        var copy = (byte[])mask.Clone();
        for (var k = random.Next(20); k > 0; k--) copy[random.Next(copy.Length)] ^= 1;
        return copy;
    }
}
