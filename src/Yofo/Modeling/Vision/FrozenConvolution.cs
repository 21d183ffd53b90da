using TorchSharp.Modules;
using Yofo.Engine;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Modeling.Vision;

/// <summary>
/// A convolution that is as it came, unless it is told to learn, with its activation. It pads by half its reach on every side, so that cell j of its
/// output lies on cell <c>stride * j</c> of its input whatever the size (deeplab.md, "Padding, and where a cell lies").
/// </summary>
internal sealed class FrozenConvolution : IDisposable
{
    private const int FewChannels = 32;

    private readonly ConvolutionShape shape;
    private readonly ConvolutionShape plainShape;
    private readonly long products;
    private readonly Activation activation;
    private Tensor weight;
    private Tensor? bias;
    private SettledKernel? kernel; // null: plain, in the layout that was asked for

    /// <summary>Takes over (copies of) a weight [out, in / groups, k, k] and a bias [out].</summary>
    public FrozenConvolution(Tensor weight, Tensor? bias, int stride, int dilation, int groups, Activation activation, bool channelsLast)
    {
        using var scope = NewDisposeScope();
        this.weight = Own(channelsLast ? MemoryLayout.ChannelsLast(weight) : weight.contiguous());
        this.bias = bias is null ? null : Own(bias);
        shape = new ConvolutionShape(stride, dilation * (weight.shape[2] / 2), dilation, groups);
        // Where nothing is fused: of one thread, libtorch gives a 1x1 convolution to a plain matrix product, which for few channels and many cells is five
        // times slower than oneDNN (16 to 96 channels on 160x288: 15.8 against 3.1 ms) [ours]. A dilated one goes to oneDNN, and
        // with one point there is nothing to dilate.
        plainShape = weight.shape[2] == 1 && weight.shape[1] <= FewChannels && groups == 1 ? new ConvolutionShape(stride, 0, 2, 1) : shape;
        products = weight.shape[1] * weight.shape[2] * weight.shape[3];
        this.activation = activation;
        kernel = channelsLast ? new SettledKernel(this.weight, shape) : null;
    }

    /// <summary>Reads <c>name.weight</c> and <c>name.bias</c>.</summary>
    public static FrozenConvolution Load(
        Safetensors file, string name, int stride, int dilation, bool depthwise, Activation activation, bool channelsLast)
    {
        using var weight = file.ReadFloat(name + ".weight"); // [out, in / groups, k, k]
        using var bias = file.ReadFloat(name + ".bias"); // [out]
        var groups = depthwise ? (int)weight.shape[0] : 1;
        return new FrozenConvolution(weight, bias, stride, dilation, groups, activation, channelsLast);
    }

    /// <summary>Channels that come out.</summary>
    public long Channels => weight.shape[0];

    /// <summary>Cells that it steps from one output to the next.</summary>
    public int Stride => (int)shape.Stride[0];

    /// <summary>Cells on either side that an output sees.</summary>
    public int Reach => (int)shape.Padding[0];

    /// <summary>Applies it to [B, in, H, W].</summary>
    public Tensor Forward(Tensor input)
    {
        var output = Apply(input);
        Count(output.numel());
        return output;
    }

    /// <summary>The same, uncounted: of a part of the input, more of which comes out than is used.</summary>
    public Tensor Apply(Tensor input) =>
        FusedConvolution.TryApply(input, kernel?.For(input) ?? weight, bias, shape, activation) ?? FusedConvolution.Activate(FusedConvolution.ApplyPlainly(input, weight, bias, plainShape), activation);

    /// <summary>Makes its weights learn, as parameters named <c>name.weight</c> and <c>name.bias</c>; <see cref="Settle"/> ends that.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> Learn(string name)
    {
        var learned = new List<(string, Parameter)>();
        weight = Learned("weight", weight);
        bias = bias is null ? null : Learned("bias", bias);
        Pack(weight);
        return learned;

        Parameter Learned(string part, Tensor values)
        {
            var parameter = (Parameter)new Parameter(values).DetachFromDisposeScope(); // takes the handle over
            learned.Add(($"{name}.{part}", parameter));
            return parameter;
        }
    }

    /// <summary>What was learned becomes what it is from now on.</summary>
    public void Settle() => Replace(weight, bias);

    /// <summary>Its weights by name; they stay its own.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Weights(string name) =>
        bias is null ? [new($"{name}.weight", weight)] : [new($"{name}.weight", weight), new($"{name}.bias", bias)];

    /// <summary>Takes weights of the same shape: <c>name.weight</c> and <c>name.bias</c>.</summary>
    /// <exception cref="YofoException">The file lacks one, or has it in another shape.</exception>
    public void Take(Safetensors file, string name)
    {
        using var scope = NewDisposeScope();
        Replace(Read("weight", weight), bias is null ? null : Read("bias", bias));

        Tensor Read(string part, Tensor like)
        {
            if (!file.Contains($"{name}.{part}") || !file.Shape($"{name}.{part}").SequenceEqual(like.shape))
            {
                throw new YofoException($"The weights do not fit the network: '{name}.{part}' should be [{string.Join(", ", like.shape)}]. Use weights that were trained with this configuration and version.");
            }

            return like.detach().clone().copy_(file.ReadFloat($"{name}.{part}")); // in the layout of what was there
        }
    }

    /// <summary>Counts the work of so many numbers that came out.</summary>
    public void Count(long outputs) => StageClock.Work(outputs, products);

    /// <summary>Moves the weights; the layout in memory stays.</summary>
    public void To(Device device, ScalarType type)
    {
        using var scope = NewDisposeScope();
        Replace(weight.to(type, device), bias?.to(type, device));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        weight.Dispose();
        bias?.Dispose();
        kernel?.Dispose();
    }

    private void Replace(Tensor newWeight, Tensor? newBias)
    {
        var (oldWeight, oldBias) = (weight, bias);
        (weight, bias) = (Own(newWeight), newBias is null ? null : Own(newBias));
        Pack(weight);
        oldWeight.Dispose();
        oldBias?.Dispose();
    }

    private void Pack(Tensor newWeight)
    {
        if (kernel is not null)
        {
            kernel.Dispose();
            kernel = new SettledKernel(newWeight, shape);
        }
    }

    // A handle of our own that outlives every scope and never asks for a gradient.
    private static Tensor Own(Tensor tensor) => tensor.detach().DetachFromDisposeScope();
}
