using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using TorchSharp;
using TorchSharp.Modules;
using Yofo.Engine;
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

    // Of each layer that learns no more, the kernels of its parts by their first input channel and number of them.
    private static readonly ConditionalWeakTable<Conv2d, ConcurrentDictionary<(long From, long Count), SettledKernel>> Settled = [];

    /// <summary>Applies a layer of 1 x 1, or of 3 x 3 that pads by 1. What comes in may be in the layer's type or fp32; what comes out is fp32.</summary>
    public static Tensor Convolve(this Conv2d layer, Tensor input, Activation activation = Activation.None) =>
        Convolve(layer, input, 0, layer.bias, activation);

    /// <summary>What a part of a layer's input channels adds to the result: it is linear in them.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">The part.</param>
    /// <param name="from">Its first channel among the layer's.</param>
    /// <param name="bias">The layer's bias, once; null in the other parts.</param>
    public static Tensor ConvolvePart(this Conv2d layer, Tensor input, long from, Tensor? bias = null) => Convolve(layer, input, from, bias, Activation.None);

    /// <summary>Has all convolutions inside a module compute in a type, with channels last, and never learn again.</summary>
    public static void ComputeIn(this Module module, ScalarType type)
    {
        foreach (var convolution in module.modules().OfType<Conv2d>())
        {
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            convolution.to(type);
            convolution.weight = (Parameter)new Parameter(MemoryLayout.ChannelsLastKernel(convolution.weight), requires_grad: false).DetachFromDisposeScope();
            Settled.AddOrUpdate(convolution, []);
        }
    }

    private static Tensor Convolve(Conv2d layer, Tensor input, long from, Tensor? bias, Activation activation)
    {
        var weight = layer.weight;
        var (count, shape) = (input.shape[1], weight.shape[2] == 1 ? Pointwise : Around);
        var typed = weight.dtype == input.dtype ? input : input.to_type(weight.dtype);
        var kernel = Settled.TryGetValue(layer, out var parts)
            ? parts.GetOrAdd((from, count), static (part, of) => new SettledKernel(Part(of.weight, part.From, part.Count).DetachFromDisposeScope(), of.shape), (weight, shape)).For(typed)
            : Part(weight, from, count);
        return FusedConvolution.TryApply(typed, kernel, bias, shape, activation) is { } fused
            ? Back(fused)
            : FusedConvolution.Activate(Back(FusedConvolution.ApplyPlainly(typed, Part(weight, from, count), bias, shape)), activation);

        Tensor Back(Tensor output) => output.dtype == ScalarType.BFloat16 ? output.to_type(ScalarType.Float32) : output;
    }

    private static Tensor Part(Tensor weight, long from, long count) => count == weight.shape[1] ? weight : weight.narrow(1, from, count);
}
