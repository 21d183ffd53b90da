using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Modeling.Vision;

/// <summary>
/// A network of frozen convolutions. It is no <c>nn.Module</c> on purpose: no optimiser and no checkpoint can pick its weights up.
/// </summary>
internal abstract class FrozenNetwork : IDisposable
{
    private readonly Safetensors file;
    private readonly List<FrozenConvolution> layers = [];

    /// <summary>Starts an empty network that reads from a file.</summary>
    protected FrozenNetwork(Safetensors file, bool channelsLast)
    {
        this.file = file;
        IsChannelsLast = channelsLast;
    }

    /// <summary>Whether weights and maps lie in memory with the channels of a cell side by side.</summary>
    public bool IsChannelsLast { get; }

    /// <summary>Where the weights are.</summary>
    public Device Device { get; private set; } = CPU;

    /// <summary>The type that is computed in.</summary>
    public ScalarType Type { get; private set; } = ScalarType.Float32;

    /// <summary>Moves the network to a device and, where named, to another floating point type.</summary>
    public void To(Device device, ScalarType type = ScalarType.Float32)
    {
        layers.ForEach(layer => layer.To(device, type));
        (Device, Type) = (device, type);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        layers.ForEach(layer => layer.Dispose());
        GC.SuppressFinalize(this);
    }

    /// <summary>Reads a convolution of the file and owns it.</summary>
    protected FrozenConvolution Convolution(
        string name, Activation activation, int stride = 1, int dilation = 1, bool depthwise = false) =>
        Add(FrozenConvolution.Load(file, name, stride, dilation, depthwise, activation, IsChannelsLast));

    /// <summary>Owns a convolution.</summary>
    protected FrozenConvolution Add(FrozenConvolution layer)
    {
        layers.Add(layer);
        return layer;
    }

    /// <summary>An image [B, 3, H, W] on this network's device, in its type and layout.</summary>
    protected Tensor Prepare(Tensor image)
    {
        var moved = image.to(Type, Device);
        return IsChannelsLast ? MemoryLayout.ChannelsLast(moved) : moved.contiguous();
    }
}
