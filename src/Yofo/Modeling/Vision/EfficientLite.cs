using Yofo.Engine;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Modeling.Vision;

/// <summary>
/// EfficientNet-Lite2, trained on ImageNet: names for what COCO has none for, in every cell of stride 32. Frozen, batch norms
/// folded, padded by half the kernel on every side. Layer by layer the table of docs' efficientnet-lite.md; upstream ML
/// Illustrated, Apache-2.0.
/// </summary>
internal sealed class EfficientLite : FrozenNetwork
{
    /// <summary>The classes of ImageNet, in the order of the file's <c>classes</c>.</summary>
    public const int ClassCount = 1000;

    /// <summary>Pixels a cell.</summary>
    public const int OutputStride = 32;

    private const int HeadChannels = 1280; // [upstream]
    private const int LastChannels = 352; // [upstream: Lite2]

    private readonly FrozenConvolution stem;
    private readonly InvertedResidual[] blocks;
    private readonly FrozenConvolution head;
    private readonly FrozenConvolution classifier;

    private EfficientLite(Safetensors file, bool channelsLast)
        : base(file, channelsLast)
    {
        // Lite0 to Lite4 share their names of layers: the widths tell them apart.
        Expect(file, "head.weight", HeadChannels, LastChannels, 1, 1);
        Expect(file, "classifier.weight", ClassCount, HeadChannels);
        stem = Convolution("stem", Activation.Relu6, stride: 2);
        blocks = [.. Enumerable.Range(0, 21).Select(LoadBlock)];
        head = Convolution("head", Activation.Relu6);

        // The mean and a linear layer change places freely, so the classifier is a 1x1 convolution.
        using var flat = file.ReadFloat("classifier.weight"); // [1000, 1280]
        using var weight = flat.reshape(ClassCount, HeadChannels, 1, 1);
        using var bias = file.ReadFloat("classifier.bias");
        classifier = Add(new FrozenConvolution(weight, bias, 1, 1, 1, Activation.None, channelsLast));
    }

    /// <summary>Reads the network.</summary>
    /// <param name="file">The weights, <c>efficientnet-lite.safetensors</c>.</param>
    /// <param name="channelsLast">Layout in memory.</param>
    /// <exception cref="YofoException">The file holds another network.</exception>
    public static EfficientLite Load(Safetensors file, bool channelsLast = true) => new(file, channelsLast);

    /// <summary>Names a batch: the scores of the classes in every cell, before a softmax, [B, 1000, H/32, W/32].</summary>
    /// <param name="image">RGB (<see cref="ImageInput.ForEfficientLite"/>), [B, 3, H, W]; best multiples of 32, or 32k+1.</param>
    /// <param name="observe">
    /// Sees the inner maps by their names in the table: stem [B, 32, H/2, W/2], s4 [B, 24, H/4, W/4], s8 [B, 48, H/8, W/8], s16
    /// [B, 120, H/16, W/16], s32 [B, 352, H/32, W/32], head [B, 1280, H/32, W/32]. They live until it returns.
    /// </param>
    public Tensor Forward(Tensor image, Action<string, Tensor>? observe = null)
    {
        using var stage = StageClock.Measure("encoder: namer");
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var current = head.Forward(Blocks(image, observe)); // [B, 1280, H/32, W/32]
        observe?.Invoke("head", current);
        return classifier.Forward(current).to_type(ScalarType.Float32).MoveToOuterDisposeScope(); // [B, 1000, H/32, W/32]
    }

    /// <summary>Looks at a batch without naming it: the maps of stride 16, [B, 120, H/16, W/16], and 32, [B, 352, H/32, W/32].</summary>
    /// <param name="image">As <see cref="Forward"/> takes it.</param>
    public (Tensor Middle, Tensor Deep) Look(Tensor image)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        Tensor? middle = null;
        var deep = Blocks(image, (name, map) => middle = name == "s16" ? map.to_type(ScalarType.Float32, copy: true) : middle).to_type(ScalarType.Float32);
        return (middle!.MoveToOuterDisposeScope(), deep.MoveToOuterDisposeScope());
    }

    // All but what names: [B, 352, H/32, W/32].
    private Tensor Blocks(Tensor image, Action<string, Tensor>? observe)
    {
        var current = stem.Forward(Prepare(image)); // [B, 32, H/2, W/2]
        observe?.Invoke("stem", current);
        for (var block = 0; block < blocks.Length; block++)
        {
            using var before = current;
            current = blocks[block].Forward(before);
            if (Tap(block) is { } name)
            {
                observe?.Invoke(name, current);
            }
        }

        return current;
    }

    // The last block of each stride.
    private static string? Tap(int block) => block switch { 3 => "s4", 6 => "s8", 14 => "s16", 20 => "s32", _ => null };

    private static void Expect(Safetensors file, string name, params long[] expected)
    {
        var shape = file.Shape(name);
        if (!shape.SequenceEqual(expected))
        {
            throw new YofoException(
                $"Tensor '{name}' is [{string.Join(", ", shape)}] and EfficientNet-Lite2 has [{string.Join(", ", expected)}]: these are weights of another network, use efficientnet-lite.safetensors as it was published.");
        }
    }

    private InvertedResidual LoadBlock(int number)
    {
        // A stage's first block changes width or stride, so that only the others can add their input.
        var stride = number is 1 or 4 or 7 or 15 ? 2 : 1;
        var residual = number is not (0 or 1 or 4 or 7 or 11 or 15 or 20);
        return new InvertedResidual(
            number == 0 ? null : Convolution($"block{number}.expand", Activation.Relu6),
            Convolution($"block{number}.depthwise", Activation.Relu6, stride, depthwise: true),
            Convolution($"block{number}.project", Activation.None),
            residual);
    }
}
