using Yofo.Engine;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Modeling.Vision;

/// <summary>
/// DeepLabV3 on MobileNetV2, trained on COCO and VOC. Frozen, batch norms folded, padded by the dilation on every side. Layer
/// by layer the table of docs' deeplab.md; upstream TensorFlow DeepLab, Apache-2.0.
/// </summary>
internal sealed class DeepLab : FrozenNetwork
{
    /// <summary>Channels of ASPP's two branches and of its output [upstream].</summary>
    private const int AsppChannels = 256;

    private readonly FrozenConvolution stem;
    private readonly InvertedResidual[] blocks;
    private readonly FrozenConvolution asppPool;
    private readonly FrozenConvolution asppConv;
    private readonly FrozenConvolution projectPool;
    private readonly FrozenConvolution projectConv;
    private readonly FrozenConvolution head;

    private DeepLab(Safetensors file, int outputStride, bool channelsLast)
        : base(file, channelsLast)
    {
        if (outputStride is not (8 or 16))
        {
            throw new ArgumentOutOfRangeException(nameof(outputStride), outputStride, "DeepLab's output stride is 8 or 16");
        }

        OutputStride = outputStride;
        stem = Convolution("stem", Activation.Relu6, stride: 2);
        blocks = [.. Enumerable.Range(0, 17).Select(LoadBlock)];
        asppPool = Convolution("aspp.pool", Activation.Relu);
        asppConv = Convolution("aspp.conv", Activation.Relu);

        // The pooled branch is the same in every cell, so its half of the projection is one vector: a bias, not a map.
        using var weight = file.ReadFloat("aspp.project.weight"); // [256, 512, 1, 1], the pooled branch first
        using var bias = file.ReadFloat("aspp.project.bias");
        using var poolHalf = weight.narrow(1, 0, AsppChannels);
        using var convHalf = weight.narrow(1, AsppChannels, AsppChannels);
        projectPool = Add(new FrozenConvolution(poolHalf, bias, 1, 1, 1, Activation.None, channelsLast));
        projectConv = Add(new FrozenConvolution(convHalf, null, 1, 1, 1, Activation.None, channelsLast));
        head = Convolution("head", Activation.None);
    }

    /// <summary>Pixels a cell of the deep maps: 16 or 8.</summary>
    public int OutputStride { get; }

    /// <summary>Reads the network.</summary>
    /// <param name="file">The weights.</param>
    /// <param name="outputStride">16 [ours: 3.5 points of J below 8 for a third of the time], or 8.</param>
    /// <param name="channelsLast">Layout in memory.</param>
    /// <exception cref="YofoException">The file holds another network.</exception>
    public static DeepLab Load(Safetensors file, int outputStride = 16, bool channelsLast = true) => new(file, outputStride, channelsLast);

    /// <summary>Encodes a batch.</summary>
    /// <param name="image">RGB, -1..1 (<see cref="ImageInput.ForDeepLab"/>), [B, 3, H, W]; best multiples of 16, or 16k+1.</param>
    /// <param name="observe">Sees every inner map by its name in the table: stem, block0 to block16, aspp.pool, aspp.conv.</param>
    public DeepLabMaps Forward(Tensor image, Action<string, Tensor>? observe = null)
    {
        using var stage = StageClock.Measure("encoder: trunk");
        using var frozen = IsLearning ? null : no_grad();
        using var scope = NewDisposeScope();
        var current = stem.Forward(Prepare(image)); // [B, 32, H/2, W/2]
        observe?.Invoke("stem", current);
        var maps = new Tensor[blocks.Length];
        for (var block = 0; block < blocks.Length; block++)
        {
            using var before = block - 1 is 2 or 5 ? null : current; // freed at once, but for what is asked for below
            maps[block] = current = blocks[block].Forward(current);
            observe?.Invoke($"block{block}", current);
        }

        var pooled = asppPool.Forward(current.mean([2, 3], keepdim: true)); // [B, 256, 1, 1]
        var local = asppConv.Forward(current); // [B, 256, H/S, W/S]
        observe?.Invoke("aspp.pool", pooled);
        observe?.Invoke("aspp.conv", local);
        var aspp = projectConv.Forward(local).add_(projectPool.Forward(pooled)).relu_(); // [B, 256, H/S, W/S]
        var logits = head.Forward(aspp); // [B, 21, H/S, W/S]
        return new DeepLabMaps(Leave(maps[2]), Leave(maps[5]), Leave(maps[16]), Leave(aspp), Leave(logits));
    }

    private static Tensor Leave(Tensor tensor) => tensor.to_type(ScalarType.Float32).MoveToOuterDisposeScope();

    private InvertedResidual LoadBlock(int number)
    {
        // Where the table has a stride beyond the output stride, the rest of the network is dilated instead.
        var stride = number is 1 or 3 || (number == 6 && OutputStride == 16) ? 2 : 1;
        var dilation = number switch { >= 14 => 32 / OutputStride, >= 7 => 16 / OutputStride, _ => 1 };
        var residual = number is 2 or 4 or 5 or 7 or 8 or 9 or 11 or 12 or 14 or 15;
        return new InvertedResidual(
            number == 0 ? null : Convolution($"block{number}.expand", Activation.Relu6),
            Convolution($"block{number}.depthwise", Activation.Relu6, stride, dilation, depthwise: true),
            Convolution($"block{number}.project", Activation.None),
            residual);
    }
}
