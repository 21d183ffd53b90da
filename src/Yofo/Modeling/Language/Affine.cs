using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Modeling.Language;

/// <summary>Frozen weight and bias of a linear layer (y = x W^T + b) or of a layer norm.</summary>
internal sealed class Affine(Tensor weight, Tensor bias) : IDisposable
{
    private const double Epsilon = 1e-12; // [upstream]

    private Tensor weight = weight.DetachFromDisposeScope(); // [out, in], or [width] of a norm
    private Tensor bias = bias.DetachFromDisposeScope(); // [out], or [width] of a norm

    /// <summary>Reads the layers of those names, widened to fp32 and stacked along the output: one product in place of several.</summary>
    public static Affine Read(Safetensors file, params string[] names)
    {
        using var scope = NewDisposeScope();
        return new Affine(
            cat([.. names.Select(name => file.ReadFloat(name + ".weight"))]),
            cat([.. names.Select(name => file.ReadFloat(name + ".bias"))]));
    }

    /// <summary>The linear layer: [..., in] to [..., out].</summary>
    public Tensor Linear(Tensor x) => nn.functional.linear(x, weight, bias);

    /// <summary>The layer norm over the last dimension.</summary>
    public Tensor Norm(Tensor x) => nn.functional.layer_norm(x, bias.shape, weight, bias, Epsilon);

    /// <summary>Moves the numbers to a device.</summary>
    public void To(Device device) => (weight, bias) = (Moved(weight, device), Moved(bias, device));

    /// <inheritdoc/>
    public void Dispose()
    {
        weight.Dispose();
        bias.Dispose();
    }

    /// <summary>A tensor on a device; the one it replaces is freed.</summary>
    internal static Tensor Moved(Tensor tensor, Device device)
    {
        var moved = tensor.to(device).DetachFromDisposeScope();
        if (!ReferenceEquals(moved, tensor)) tensor.Dispose();
        return moved;
    }
}
