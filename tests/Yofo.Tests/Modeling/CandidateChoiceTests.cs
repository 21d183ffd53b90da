using Shouldly;
using Xunit;
using Yofo.Modeling;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling;

public sealed class CandidateChoiceTests
{
    [Fact]
    public void Two_doubles_together_beat_a_likelier_loner()
    {
        using var scope = NewDisposeScope();
        var boxes = tensor(new[] { 0f, 0f, 0.5f, 0.5f, 0f, 0f, 0.5f, 0.45f, 0.6f, 0.6f, 0.9f, 0.9f }).reshape(1, 3, 4);
        var choice = tensor(new[] { 0.3f, 0.28f, 0.42f }).log().reshape(1, 3);
        var expected = Tensors.ToArray(CandidateChoice.ExpectedOverlap(choice, boxes));
        expected[0].ShouldBe(0.3 + (0.9 * 0.28), 1e-5);
        expected[1].ShouldBe(0.28 + (0.9 * 0.3), 1e-5);
        expected[2].ShouldBe(0.42, 1e-5);
    }

    [Fact]
    public void Apart_from_one_another_candidates_keep_their_order()
    {
        using var scope = NewDisposeScope();
        var boxes = tensor(new[] { 0f, 0f, 0.2f, 0.2f, 0.3f, 0f, 0.5f, 0.2f, 0f, 0f, 0f, 0f }).reshape(1, 3, 4); // the last is padding
        var choice = tensor(new[] { 0.5f, 2f, -1e4f, 1f, 0f, -1e4f }).reshape(2, 3);
        Tensors.Difference(CandidateChoice.ExpectedOverlap(choice, boxes), choice.softmax(1)).ShouldBeLessThan(1e-5);
    }
}
