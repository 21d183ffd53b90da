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

    // One candidate from left to 0.7, and padding.
    private static CandidateFeatures Picture(float left)
    {
        var boxes = zeros(1, 2, 4);
        boxes[0, 0].copy_(tensor(new[] { left, 0.2f, 0.7f, 0.9f }));
        return new CandidateFeatures(boxes, tensor(new[] { left, 0f }).reshape(1, 2, 1), zeros(1, 2, 33), zeros(1, 2, 5), tensor(new[] { 1f, 0f }).reshape(1, 2));
    }
}
