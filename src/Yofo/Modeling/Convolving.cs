using TorchSharp;
using TorchSharp.Modules;
using Yofo.Engine;
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
    private static readonly ConvolutionShape Pointwise = new(1, 0, 1, 1), Around = new(1, 1, 1, 1);

    /// <summary>Applies a layer of 1 x 1, or of 3 x 3 that pads by 1; what comes out has the type of what came in.</summary>
    public static Tensor Convolve(this Conv2d layer, Tensor input, Activation activation = Activation.None) => Convolve(input, layer.weight, layer.bias, activation);

    /// <summary>The same with a part of a layer's weights.</summary>
    public static Tensor Convolve(Tensor input, Tensor weight, Tensor? bias = null, Activation activation = Activation.None)
    {
        var (type, shape) = (weight.dtype, weight.shape[2] == 1 ? Pointwise : Around);
        var typed = type == input.dtype ? input : input.to_type(type);
        return FusedConvolution.TryApply(typed, weight, bias, shape, activation) is { } fused
            ? Back(fused)
            : FusedConvolution.Activate(Back(FusedConvolution.ApplyPlainly(typed, weight, bias, shape)), activation);

        Tensor Back(Tensor output) => type == input.dtype ? output : output.to_type(input.dtype);
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
