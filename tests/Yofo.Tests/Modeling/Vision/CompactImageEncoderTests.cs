using Shouldly;
using Xunit;
using Yofo.Modeling.Vision;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling.Vision;

public sealed class CompactImageEncoderTests
{
    [Fact]
    public void It_finds_the_colours_of_a_frame_among_its_maps()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var encoder = new CompactImageEncoder(Path.Combine(Shared.Root, "models", "base"));
        var rgb = zeros(1, 3, 64, 96);
        rgb[.., 0, .., ..48] = 200; // red on the left
        rgb[.., 2, .., 48..] = 200; // blue on the right
        var colours = encoder.ColoursOf(encoder.call(rgb));
        colours.shape.ShouldBe([1, ColourNames.Count, 8, 12]);
        Tensors.Difference(colours.sum(1), ones(1, 8, 12)).ShouldBeLessThan(1e-4);
        Tensors.Difference(colours[.., ColourNames.Red, .., ..5], ones(1, 8, 5)).ShouldBeLessThan(1e-4);
        Tensors.Difference(colours[.., ColourNames.Blue, .., 7..], ones(1, 8, 5)).ShouldBeLessThan(1e-4);
    }

    [Fact]
    public void Its_maps_lie_channels_last()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var encoder = new CompactImageEncoder(Path.Combine(Shared.Root, "models", "base"));
        var image = encoder.call(rand(1, 3, 64, 96) * 255);
        foreach (var map in new[] { image.Fine, image.Middle, image.Coarse })
        {
            map.stride()[1].ShouldBe(1);
            map.stride()[3].ShouldBe(map.shape[1]);
        }
    }
}
