using TorchSharp;
using TorchSharp.Modules;
using Yofo.Modeling.Vision;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Yofo.Modeling;

/// <summary>
/// Convolutions of the network's boxes in the type of their weights. In bf16 only they are computed, where most of the work is; what lies between them stays
/// in fp32, and so do places, softmaxes and the inner solver.
/// </summary>
internal static class Convolving
{
    /// <summary>Applies a layer; what comes out has the type of what came in.</summary>
    public static Tensor Convolve(this Conv2d layer, Tensor input)
    {
        var type = layer.weight.dtype;
        return type == input.dtype ? layer.call(input) : layer.call(input.to_type(type)).to_type(input.dtype);
    }

    /// <summary>The same with a part of a layer's weights.</summary>
    public static Tensor Convolve(Tensor input, Tensor weight, Tensor? bias = null, long[]? padding = null)
    {
        var type = weight.dtype;
        return type == input.dtype
            ? functional.conv2d(input, weight, bias, padding: padding)
            : functional.conv2d(input.to_type(type), weight, bias, padding: padding).to_type(input.dtype);
    }

    /// <summary>Has all convolutions inside a module compute in a type, with channels last, and never learn again.</summary>
    public static void ComputeIn(this Module module, ScalarType type)
    {
        foreach (var convolution in module.modules().OfType<Conv2d>())
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            convolution.to(type);
            convolution.weight = (Parameter)new Parameter(MemoryLayout.ChannelsLastKernel(convolution.weight), requires_grad: false).DetachFromDisposeScope();
        }
    }
}
