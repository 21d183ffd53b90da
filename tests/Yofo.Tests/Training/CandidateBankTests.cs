using Shouldly;
using Xunit;
using Yofo.Modeling;
using Yofo.Tests.Modeling;
using Yofo.Training;
using static TorchSharp.torch;

namespace Yofo.Tests.Training;

public sealed class CandidateBankTests
{
    [Fact]
    public void A_mirrored_picture_has_left_and_right_swapped_and_its_padding_stays_empty()
    {
        using var scope = NewDisposeScope();
        var bank = new CandidateBank([Picture(0.1f), Picture(0.3f)]);
        var batch = bank.Batch(tensor(new long[] { 1, 0, 1 }), tensor(new[] { 0f, 1f, 1f }), CPU);
        batch.Boxes.shape.ShouldBe([3, 2, 4]);
        Tensors.ToArray(batch.Boxes[0, 0]).ShouldBe([0.3, 0.2, 0.7, 0.9], 1e-6);
        Tensors.ToArray(batch.Boxes[1, 0]).ShouldBe([0.3, 0.2, 0.9, 0.9], 1e-6);
        Tensors.ToArray(batch.Boxes[2, 0]).ShouldBe([0.3, 0.2, 0.7, 0.9], 1e-6);
        Tensors.Largest(batch.Boxes.select(1, 1)).ShouldBe(0);
        Tensors.ToArray(batch.Scores.reshape(-1)).ShouldBe([0.3, 0, 0.1, 0, 0.3, 0], 1e-6);
    }

    [Fact]
    public void Disturbed_candidates_keep_what_is_meant_and_lose_some_of_what_is_unsure()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        const int Pictures = 400;
        var boxes = tensor(new[] { 0.2f, 0.2f, 0.6f, 0.8f }).reshape(1, 1, 4).expand(Pictures, 4, 4);
        var scores = tensor(new[] { 0.9f, 0.1f, 0.1f, 0f }).reshape(1, 4, 1).expand(Pictures, 4, 1); // sure, meant, unsure, padding
        var valid = tensor(new[] { 1f, 1f, 1f, 0f }).expand(Pictures, 4);
        var kept = tensor(new[] { 0f, 1f, 0f, 0f }).expand(Pictures, 4);
        var seen = new CandidateFeatures(boxes * valid.unsqueeze(2), scores, ones(Pictures, 4, 33), ones(Pictures, 4, 5), valid);
        var disturbed = CandidateBank.Disturb(seen, kept, 1);
        var left = Tensors.ToArray(disturbed.Valid.mean([0]));
        (left[0], left[1], left[3]).ShouldBe((1, 1, 0));
        left[2].ShouldBe(0.85, 0.06);
        Tensors.ToArray((disturbed.Boxes.select(1, 0) - boxes.select(1, 0)).std(0)).ShouldAllBe(spread => spread > 0.008 && spread < 0.022); // 3% of 0.4 and of 0.6
        var gone = disturbed.Valid.eq(0);
        Tensors.Largest(disturbed.Appearance.amax([2]).masked_select(gone)).ShouldBe(0);
        Tensors.Difference(CandidateBank.Disturb(seen, kept, 0).Boxes, seen.Boxes).ShouldBeLessThan(1e-6);
    }

    [Fact]
    public void Crops_are_kept_of_the_pictures_that_have_some_and_mirrored_with_them()
    {
        using var scope = NewDisposeScope();
        var cells = arange(4, dtype: ScalarType.Float32).reshape(1, 1, 4, 1).expand(1, 2, 4, 3);
        var bank = new CandidateBank([Picture(0.1f), Picture(0.2f) with { Crops = cells }, Picture(0.3f) with { Crops = cells + 10 }]);
        (bank.HasCrops(0), bank.HasCrops(1), bank.HasCrops(2)).ShouldBe((false, true, true));
        var (pictures, mirrored) = (tensor(new long[] { 2, 1, 2 }), tensor(new[] { 0f, 1f, 1f }));
        var plain = bank.Batch(pictures, mirrored, CPU);
        plain.Crops.ShouldBeNull();
        var crops = bank.WithCrops(plain, pictures, mirrored).Crops.ShouldNotBeNull();
        crops.shape.ShouldBe([3, 2, 4, 3]);
        Tensors.ToArray(crops[0, 1].select(1, 0)).ShouldBe([10, 11, 12, 13]);
        Tensors.ToArray(crops[1, 0].select(1, 2)).ShouldBe([1, 0, 3, 2]);
        Tensors.ToArray(crops[2, 1].select(1, 1)).ShouldBe([11, 10, 13, 12]);
    }

    // One candidate from left to 0.7, and padding.
    private static CandidateFeatures Picture(float left)
    {
        var boxes = zeros(1, 2, 4);
        boxes[0, 0].copy_(tensor(new[] { left, 0.2f, 0.7f, 0.9f }));
        return new CandidateFeatures(boxes, tensor(new[] { left, 0f }).reshape(1, 2, 1), zeros(1, 2, 33), zeros(1, 2, 5), tensor(new[] { 1f, 0f }).reshape(1, 2));
    }
}
