using Shouldly;
using Yofo.Modeling.Vision;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling.Vision;

/// <summary>The base weights, and tensors that other software computed from them.</summary>
internal static class CheckFile
{
    public static Safetensors NanoDetWeights => Safetensors.Open(Path.Combine(Shared.Root, "models/base/nanodet-coco.safetensors"));

    public static Safetensors DeepLabWeights => Safetensors.Open(Path.Combine(Shared.Root, "models/base/deeplab-mnv2-voc.safetensors"));

    public static Safetensors EfficientLiteWeights => Safetensors.Open(Path.Combine(Shared.Root, "models/base/efficientnet-lite.safetensors"));

    /// <summary>x[0,c,y,x] = (((37x + 61y + 97c + 11*((x*y) mod 13)) mod 256) - 128) / divisor.</summary>
    public static Tensor Formula(int height, int width, float divisor)
    {
        var image = zeros(1, 3, height, width);
        var values = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(image.bytes);
        var next = 0;
        for (var c = 0; c < 3; c++)
        {
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    values[next++] = (((37 * x) + (61 * y) + (97 * c) + (11 * (x * y % 13))) % 256 - 128) / divisor;
                }
            }
        }

        return image;
    }

    /// <summary>The file's photo as the program would get it: RGB bytes of a frame, 0..255, not resized.</summary>
    public static Tensor Photo(Safetensors file)
    {
        using var rgb = file.Read("photo.rgb"); // [H, W, 3]
        var (height, width) = ((int)rgb.shape[0], (int)rgb.shape[1]);
        return ImageInput.FromFrame(new Yofo.Video.Frame(0, 0, width, height, rgb.bytes.ToArray()), height, width);
    }

    /// <summary>The largest difference to a stored tensor, which may hold only the first channels.</summary>
    public static double Difference(Safetensors file, string name, Tensor actual)
    {
        using var scope = NewDisposeScope();
        var expected = file.ReadFloat(name);
        var same = actual.narrow(1, 0, expected.shape[1]);
        same.shape.ShouldBe(expected.shape, name);
        return (same - expected).abs().max().item<float>();
    }

    /// <summary>The largest difference of two tensors of one shape.</summary>
    public static double Difference(Tensor one, Tensor other)
    {
        using var scope = NewDisposeScope();
        one.shape.ShouldBe(other.shape);
        return (one - other).abs().max().item<float>();
    }
}
