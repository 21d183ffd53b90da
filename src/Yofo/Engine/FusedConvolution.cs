using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using TorchSharp;
using static TorchSharp.torch;
// X, W, B, padding, how many, stride, how many, dilation, how many, groups, activation, its numbers, how many, algorithm, result; 0 where all went well.
using unsafe Convolution = delegate* unmanaged<nint, nint, nint*, long*, long, long*, long, long*, long, long, byte*, double**, long, byte**, nint*, int>;

namespace Yofo.Engine;

/// <summary>
/// A convolution with its activation in one pass, as <c>torch.compile</c> has it computed on a CPU: oneDNN, with one thread too, where libtorch gives
/// those of 1 x 1 to a plain matrix product, and a map is not written and read again for its activation [ours; docs/performance.md says what
/// that gains]. TorchSharp has no call for it; libtorch exports one to C for compiled models (<c>aoti_torch_...</c>, handles in and out), and that takes TorchSharp's handles.
/// It knows no gradients. Where libtorch lacks it (built without oneDNN), and on other systems than Linux, where it was not seen, nothing is fused.
/// </summary>
internal static unsafe class FusedConvolution
{
    private const string Function = "aoti_torch_cpu_mkldnn__convolution_pointwise";

    private static readonly Convolution Call = Find();

    // Held for good: TorchSharp may finalise a temporary Scalar while the native call still reads it (stack.md).
    private static readonly Scalar LeakySlope = 0.1;

    private static readonly Lazy<bool> ComputesRightly = new(() => Call is not null && Test());

    /// <summary>Whether it is there and computes what the plain convolution does.</summary>
    public static bool IsAvailable => ComputesRightly.Value;

    /// <summary>Convolves, where that can be fused.</summary>
    /// <param name="input">[B, in, H, W], on the CPU.</param>
    /// <param name="weight">[out, in / groups, k, k], of the same type, fp32 or bf16; or that as <see cref="KernelPacking"/> packs it.</param>
    /// <param name="bias">[out], or null.</param>
    /// <param name="shape">Stride, padding, dilation and groups.</param>
    /// <param name="activation">What follows.</param>
    /// <returns>[B, out, H', W'], in the layout that the plain convolution would give; null where it cannot be, and the plain one is to do it.</returns>
    public static Tensor? TryApply(Tensor input, Tensor weight, Tensor? bias, ConvolutionShape shape, Activation activation) =>
        Fits(input, weight) ? Apply(input, weight, bias, shape, activation) : null;

    /// <summary>Whether <see cref="TryApply"/> takes these.</summary>
    public static bool Fits(Tensor input, Tensor weight) =>
        IsAvailable && input.device.type == DeviceType.CPU && input.dtype == weight.dtype && Takes(input.dtype) && !(weight.requires_grad || input.requires_grad)
        && !(OneDnn.IsWrong && (input.dtype == ScalarType.BFloat16 || OneDnn.IsPointwise(input, weight)));

    /// <summary>The same in fp32, whether it is right here or not; null where it is not there.</summary>
    public static Tensor? ApplyAnyway(Tensor input, Tensor weight, ConvolutionShape shape) => IsAvailable ? Apply(input, weight, null, shape, Activation.None) : null;

    /// <summary>Convolves and no more: everywhere, and with gradients.</summary>
    public static Tensor ApplyPlainly(Tensor input, Tensor weight, Tensor? bias, ConvolutionShape shape) =>
        OneDnn.IsWrong && input.device.type == DeviceType.CPU && OneDnn.IsPointwise(input, weight) ? OneDnn.Multiply(input, weight, bias, shape.Stride[0])
        : nn.functional.conv2d(input, weight, bias, shape.Stride, shape.Padding, shape.Dilation, shape.Groups);

    /// <summary>Activates the result of <see cref="ApplyPlainly"/>, some of it in place.</summary>
    public static Tensor Activate(Tensor output, Activation activation) => activation switch
    {
        Activation.Relu => output.relu_(),
        Activation.Relu6 => nn.functional.relu6(output, inplace: true),
        Activation.LeakyRelu => output.leaky_relu_(LeakySlope),
        Activation.Gelu => nn.functional.gelu(output),
        _ => output,
    };

    // Asked beforehand: what it refuses, it also complains of on the console. bf16 wants what libtorch's own check of the processor wants.
    private static bool Takes(ScalarType type) =>
        type == ScalarType.Float32 || (type == ScalarType.BFloat16 && Avx512BW.VL.IsSupported && Avx512DQ.VL.IsSupported);

    private static Tensor? Apply(Tensor input, Tensor weight, Tensor? bias, ConvolutionShape shape, Activation activation) => activation switch
    {
        Activation.Relu => Apply(input, weight, bias, shape, "relu"u8, []),
        Activation.Relu6 => Apply(input, weight, bias, shape, "hardtanh"u8, [0, 6]),
        Activation.LeakyRelu => Apply(input, weight, bias, shape, "leaky_relu"u8, [0.1]),
        Activation.Gelu => Apply(input, weight, bias, shape, "gelu"u8, [], "none"u8), // not the approximation by tanh
        _ => Apply(input, weight, bias, shape, "none"u8, []),
    };

    // Texts of UTF-8, which end on a 0 that they do not count.
    private static Tensor? Apply(
        Tensor input, Tensor weight, Tensor? bias, ConvolutionShape shape, ReadOnlySpan<byte> activation, ReadOnlySpan<double> numbers, ReadOnlySpan<byte> algorithm = default)
    {
        fixed (byte* name = activation, way = algorithm)
        fixed (double* number = numbers)
        fixed (long* stride = shape.Stride, padding = shape.Padding, dilation = shape.Dilation)
        {
            var each = stackalloc double*[2] { number, number + 1 };
            var (biasHandle, result, chosen) = (bias?.Handle ?? 0, (nint)0, (nint)way);
            var failed = Call(
                input.Handle, weight.Handle, bias is null ? null : &biasHandle, padding, 2, stride, 2, dilation, 2, shape.Groups,
                name, each, numbers.Length, way is null ? null : (byte**)&chosen, &result);
            GC.KeepAlive(input);
            GC.KeepAlive(weight);
            GC.KeepAlive(bias);
            return failed == 0 ? Tensor.UnsafeCreateTensor(result) : null;
        }
    }

    private static Convolution Find() =>
        TorchLoader.CpuLibrary != 0 && NativeLibrary.TryGetExport(TorchLoader.CpuLibrary, Function, out var address) ? (Convolution)address : null;

    // Sums of ones, less 7, and cut off at 0 to 6: 9 - 7 amid the map, 4 - 7 in its corner.
    private static bool Test()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var answer = Apply(ones(1, 1, 3, 3), ones(1, 1, 3, 3), tensor([-7f]), new ConvolutionShape(1, 1, 1, 1), Activation.Relu6);
        return answer is not null && answer.shape.SequenceEqual([1L, 1L, 3L, 3L]) && answer[0, 0, 1, 1].item<float>() == 2 && answer[0, 0, 0, 0].item<float>() == 0;
    }
}
