using System.Runtime.InteropServices;
using static TorchSharp.torch;
using unsafe Call = delegate* unmanaged<byte*, byte*, ulong*, ulong, int>; // operator, overload, what goes in and comes out, version that was written for; 0 where all went well
using unsafe NewHandle = delegate* unmanaged<nint, nint*, int>;
using unsafe NewList = delegate* unmanaged<nuint, nint*, int>;
using unsafe Push = delegate* unmanaged<nint, ulong, int>;

namespace Yofo.Engine;

/// <summary>
/// Brings the kernel of a <see cref="FusedConvolution"/> into the layout that oneDNN computes with, once. Given a plain one, oneDNN does that anew for
/// every frame: over 200 times, a tenth of a frame's time [ours; docs/performance.md]. <c>torch.compile</c> has it done once too, by an operator that TorchSharp has no call for;
/// libtorch's stable C interface reaches every operator (<c>torch_call_dispatcher</c>, since 2.10).
/// </summary>
internal static unsafe class KernelPacking
{
    private const ulong WrittenFor = (2UL << 56) | (10UL << 48); // libtorch 2.10

    private static readonly Call Dispatcher = (Call)Find("torch_call_dispatcher");
    private static readonly NewHandle Again = (NewHandle)Find("aoti_torch_new_tensor_handle");
    private static readonly NewList List = (NewList)Find("torch_new_list_reserve_size");
    private static readonly Push Append = (Push)Find("torch_list_push_back");

    private static readonly Lazy<bool> PacksRightly = new(() => Dispatcher is not null && Again is not null && List is not null && Append is not null && Test());

    /// <summary>Whether kernels can be packed, and a convolution with a packed one gives what one with the plain one does.</summary>
    public static bool IsAvailable => PacksRightly.Value;

    /// <summary>Packs a kernel.</summary>
    /// <param name="kernel">[out, in / groups, k, k], on the CPU, fp32 or bf16; it stays as it is.</param>
    /// <param name="shape">Stride, padding, dilation and groups.</param>
    /// <param name="input">Shape of what is to be convolved, [B, in, H, W]. Of other sizes the result is right too, but oneDNN may have to change the layout again.</param>
    /// <returns>A kernel for <see cref="FusedConvolution"/> and nothing else, the caller's to dispose; null where libtorch refuses.</returns>
    public static Tensor? Pack(Tensor kernel, ConvolutionShape shape, ReadOnlySpan<long> input)
    {
        var size = (ulong*)NativeMemory.Alloc(sizeof(ulong)); // an optional value, which the dispatcher deletes: C++'s new is malloc here
        *size = Numbers(input);
        return Ask("mkldnn::_reorder_convolution_weight"u8, [Take(kernel), Numbers(shape.Padding), Numbers(shape.Stride), Numbers(shape.Dilation), (ulong)shape.Groups, (ulong)size]);
    }

    private static Tensor? Ask(ReadOnlySpan<byte> name, Span<ulong> stack)
    {
        fixed (byte* text = name, overload = "\0"u8)
        fixed (ulong* values = stack)
        {
            return Dispatcher(text, overload, values, WrittenFor) == 0 ? Tensor.UnsafeCreateTensor((nint)values[0]) : null;
        }
    }

    // A handle of its own, which the dispatcher deletes.
    private static ulong Take(Tensor tensor)
    {
        nint handle;
        _ = Again(tensor.Handle, &handle); // fails only without memory
        GC.KeepAlive(tensor);
        return (ulong)handle;
    }

    // A list of whole numbers, which the dispatcher deletes.
    private static ulong Numbers(ReadOnlySpan<long> numbers)
    {
        nint list;
        _ = List((nuint)numbers.Length, &list);
        foreach (var number in numbers)
        {
            _ = Append(list, (ulong)number);
        }

        return (ulong)list;
    }

    private static nint Find(string name) =>
        TorchLoader.CpuLibrary != 0 && NativeLibrary.TryGetExport(TorchLoader.CpuLibrary, name, out var address) ? address : 0;

    private static bool Test()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var shape = new ConvolutionShape(2, 1, 1, 1);
        var kernel = arange(32 * 16 * 9, ScalarType.Float32).reshape(32, 16, 3, 3) / 1000;
        var input = arange(16 * 9 * 10, ScalarType.Float32).reshape(1, 16, 9, 10) / 1000;
        return Pack(kernel, shape, input.shape) is { } packed
            && FusedConvolution.TryApply(input, packed, null, shape, Activation.None) is { } answer
            && (answer - FusedConvolution.ApplyPlainly(input, kernel, null, shape)).abs().max().item<float>() < 1e-2f; // of sums up to 600
    }
}
