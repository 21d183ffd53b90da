using Shouldly;
using TorchSharp.Modules;
using Xunit;
using Yofo.Modeling;
using Yofo.Tests.Modeling.Tiny;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Yofo.Tests.Modeling;

public sealed class OutlineHeadTests
{
    [Fact]
    public void Layers_that_come_before_the_sampling_give_what_layers_after_it_give()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var head = new OutlineHead(TinyNetwork.Options, (3, 5, 7));
        var image = new ImageFeatures(
            Tensors.Normal(1, ScalarType.Float32, 1, 3, 32, 40), Tensors.Normal(2, ScalarType.Float32, 1, 5, 16, 20), Tensors.Normal(3, ScalarType.Float32, 1, 7, 8, 10),
            new CandidateFeatures(zeros(1, 1, 4), zeros(1, 1, 1), zeros(1, 1, 33), zeros(1, 1, 1), ones(1, 1)));
        var boxes = tensor(new float[,] { { 0.1f, 0.2f, 0.5f, 0.9f }, { 0.8f, 0, 1, 0.3f }, { 0, 0, 1, 1 } }); // two reach over the border
        Tensors.Difference(head.Outline(image, boxes), AsWritten(head, image, boxes)).ShouldBeLessThan(1e-5);
    }

    // Sampled first, every layer whole, as it was trained.
    private static Tensor AsWritten(OutlineHead head, ImageFeatures image, Tensor boxes)
    {
        Conv2d Layer(string name) => (Conv2d)head.named_children().Single(child => child.name == name).module;
        Tensor Twice(Tensor map) => interpolate(map, scale_factor: [2.0, 2.0], mode: InterpolationMode.Bilinear, align_corners: false);
        var wide = Grid.Widen(boxes, OutlineHead.Widening);
        var sides = boxes.narrow(1, 2, 2) - boxes.narrow(1, 0, 2);
        var shape = cat([sides, (sides.narrow(1, 0, 1) / sides.narrow(1, 1, 1)).log()], 1).reshape(3, 3, 1, 1).expand(3, 3, 16, 16);
        var coarse = cat([Grid.SampleBoxes(image.Coarse, wide, 16, 16), Grid.Coordinates(16, 16, CPU).expand(3, 2, 16, 16), shape], 1);
        var hidden = gelu(Layer("coarse_in").call(coarse));
        hidden = gelu(Layer("coarse_two").call(gelu(Layer("coarse_one").call(hidden)))) + hidden;
        hidden = hidden + ((Linear)head.named_children().Single(child => child.name == "context").module).call(hidden.mean([2, 3])).reshape(3, -1, 1, 1);
        hidden = gelu(Layer("coarse_three").call(hidden)) + hidden;
        var (first, middle) = (Twice(Layer("coarse_guess").call(hidden)), Grid.SampleBoxes(image.Middle, wide, 32, 8));
        hidden = gelu(Layer("middle_in").call(cat([middle, Twice(hidden), Likeness(Layer("middle_looks").call(middle), first)], 1)));
        hidden = gelu(Layer("middle_one").call(hidden)) + hidden;
        hidden = gelu(Layer("middle_two").call(hidden)) + hidden;
        var (second, fine) = (Twice(Layer("middle_guess").call(hidden)), Grid.SampleBoxes(image.Fine, wide, 64, 4));
        hidden = gelu(Layer("fine_in").call(cat([fine, Twice(hidden), Likeness(Layer("fine_looks").call(fine), second)], 1)));
        hidden = gelu(Layer("fine_one").call(hidden)) + hidden;
        hidden = gelu(Layer("fine_two").call(hidden)) + hidden;
        return Layer("predict").call(hidden);
    }

    // Four ways to be alike, 8 channels each: the object's mean and the rest's, each against every point.
    private static Tensor Likeness(Tensor looks, Tensor guess)
    {
        var ways = looks.chunk(4, 1).Select(way => normalize(way, dim: 1)).ToArray();                          // [R, 8, G, G]
        var (inside, outside) = (guess.sigmoid(), 1 - guess.sigmoid());
        Tensor Alike(Tensor way, Tensor share) => (way * ((way * share).sum([2, 3], keepdim: true) / (share.sum([2, 3], keepdim: true) + 1))).sum(1, keepdim: true);
        return cat([.. ways.Select(way => Alike(way, inside)), .. ways.Select(way => Alike(way, outside))], 1);
    }
}
