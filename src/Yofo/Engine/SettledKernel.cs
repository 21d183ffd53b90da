using static TorchSharp.torch;

namespace Yofo.Engine;

/// <summary>The kernel of a convolution that learns no more, packed (<see cref="KernelPacking"/>) for the first input that comes, where that can be done. Several threads may ask for it at once.</summary>
/// <param name="plain">[out, in / groups, k, k]; it stays the caller's, and must not change.</param>
/// <param name="shape">Stride, padding, dilation and groups.</param>
internal sealed class SettledKernel(Tensor plain, ConvolutionShape shape) : IDisposable
{
    private readonly Lock packing = new();
    private volatile Tensor? packed;

    /// <summary>The kernel for <see cref="FusedConvolution"/>.</summary>
    /// <param name="input">What is to be convolved.</param>
    /// <returns>The packed one, or the plain one where none can be.</returns>
    public Tensor For(Tensor input)
    {
        if (packed is { } known)
        {
            return known;
        }

        if (!FusedConvolution.Fits(input, plain) || !KernelPacking.IsAvailable)
        {
            return plain;
        }

        lock (packing)
        {
            return packed ??= KernelPacking.Pack(plain, shape, input.shape)?.DetachFromDisposeScope() ?? plain;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!ReferenceEquals(packed, plain))
        {
            packed?.Dispose();
        }
    }
}
