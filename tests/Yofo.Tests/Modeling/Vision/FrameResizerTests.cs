using System.Runtime.InteropServices;
using Shouldly;
using Xunit;
using Yofo.Modeling.Vision;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling.Vision;

public sealed class FrameResizerTests
{
    [Theory]
    [InlineData(854, 480, 576, 320)]
    [InlineData(1920, 1080, 576, 320)]
    [InlineData(97, 41, 96, 32)]
    [InlineData(96, 32, 97, 41)] // larger
    [InlineData(31, 200, 64, 32)] // larger and smaller
    [InlineData(5, 3, 5, 3)]
    [InlineData(1, 1, 32, 32)]
    [InlineData(40, 2, 1, 1)]
    public void It_is_torchs_bilinear_resizing_with_antialiasing(int width, int height, int newWidth, int newHeight)
    {
        using var scope = NewDisposeScope();
        var pixels = new byte[width * height * 3];
        new Random(7).NextBytes(pixels);
        var resized = zeros(1, newHeight, newWidth, 3);
        FrameResizer.Resize<byte>(pixels, (width, height), MemoryMarshal.Cast<byte, float>(resized.bytes), (newWidth, newHeight));
        var picture = tensor(pixels, ScalarType.Float32).reshape(1, height, width, 3).permute(0, 3, 1, 2);
        var expected = nn.functional.interpolate(picture, [newHeight, newWidth], mode: InterpolationMode.Bilinear, align_corners: false, antialias: true);
        Tensors.Difference(resized.permute(0, 3, 1, 2), expected).ShouldBeLessThan(0.02); // of 255, on noise: torch reckons places in fp32
        Tensors.Difference(ImageInput.Resize(picture, newHeight, newWidth), resized.permute(0, 3, 1, 2)).ShouldBeLessThan(1e-4, "of floats likewise");
    }
}
