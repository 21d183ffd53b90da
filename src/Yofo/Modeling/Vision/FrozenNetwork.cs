using TorchSharp.Modules;
using Yofo.Engine;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Modeling.Vision;

/// <summary>
/// A network of frozen convolutions. It is no <c>nn.Module</c> on purpose: no optimiser and no checkpoint picks its weights up unless they are told to <see cref="Learn"/>.
/// </summary>
internal abstract class FrozenNetwork : IDisposable
{
    private readonly Safetensors file;
    private readonly List<(string? Name, FrozenConvolution Layer)> layers = []; // no name: made of a part of the file's

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
        layers.ForEach(entry => entry.Layer.To(device, type));
        (Device, Type) = (device, type);
    }

    /// <summary>Whether some of the weights learn.</summary>
    public bool IsLearning { get; private set; }

    /// <summary>Makes the weights of some layers learn, each by its name in the file.</summary>
    /// <param name="names">Which layers.</param>
    public IReadOnlyList<(string Name, Parameter Parameter)> Learn(Predicate<string> names)
    {
        IsLearning = true;
        return [.. Named(names).SelectMany(entry => entry.Layer.Learn(entry.Name))];
    }

    /// <summary>Ends <see cref="Learn"/>; what was learned stays.</summary>
    public void Settle()
    {
        IsLearning = false;
        layers.ForEach(entry => entry.Layer.Settle());
    }

    /// <summary>The weights of some layers by name; they stay the network's own.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Weights(Predicate<string> names) => Named(names).SelectMany(entry => entry.Layer.Weights(entry.Name));

    /// <summary>Takes the weights of some layers from another file, where each name has a prefix.</summary>
    /// <exception cref="YofoException">The file lacks one, or has it in another shape.</exception>
    public void Take(Safetensors other, string prefix, Predicate<string> names)
    {
        foreach (var (name, layer) in Named(names))
        {
            layer.Take(other, prefix + name);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        layers.ForEach(entry => entry.Layer.Dispose());
        GC.SuppressFinalize(this);
    }

    /// <summary>Reads a convolution of the file and owns it.</summary>
    protected FrozenConvolution Convolution(
        string name, Activation activation, int stride = 1, int dilation = 1, bool depthwise = false) =>
        Add(FrozenConvolution.Load(file, name, stride, dilation, depthwise, activation, IsChannelsLast), name);

    /// <summary>Owns a convolution.</summary>
    /// <param name="layer">The convolution.</param>
    /// <param name="name">Its name in the file, where it is there as a whole.</param>
    protected FrozenConvolution Add(FrozenConvolution layer, string? name = null)
    {
        layers.Add((name, layer));
        return layer;
    }

    /// <summary>An image [B, 3, H, W] on this network's device, in its type and layout.</summary>
    protected Tensor Prepare(Tensor image)
    {
        var moved = image.to(Type, Device);
        return IsChannelsLast ? MemoryLayout.ChannelsLast(moved) : moved.contiguous();
    }

    private IEnumerable<(string Name, FrozenConvolution Layer)> Named(Predicate<string> names) =>
        layers.Where(entry => entry.Name is { } name && names(name)).Select(entry => (entry.Name!, entry.Layer));
}
