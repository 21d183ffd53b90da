using Yofo.Engine;
using Yofo.Modeling.Vision;
using Yofo.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Yofo.Modeling.Resnet;

/// <summary>
/// ResNet-50 (He et al., CVPR 2016) in torchvision's variant, which strides in the 3 x 3 convolutions, under torchvision's names. Frozen;
/// batch norms are those of evaluation and folded into their convolutions. Stage 4 is dilated instead of strided, as torchvision's
/// <c>replace_stride_with_dilation</c> has it: every second cell is that of the network as it was trained, at stride 16 instead of 32.
/// </summary>
internal sealed class ResNet50 : FrozenNetwork
{
    private const double Epsilon = 1e-5; // of batch norm [upstream]
    private const int Expansion = 4;

    private static readonly int[] Blocks = [3, 4, 6, 3];
    private static readonly string[] NormParts = ["weight", "bias", "running_mean", "running_var"];

    // Of ImageNet, R, G, B [upstream]; they live as long as the process.
    private static readonly Tensor Mean = Constant(123.675f, 116.28f, 103.53f);
    private static readonly Tensor Deviation = Constant(58.395f, 57.12f, 57.375f);

    private readonly FrozenConvolution stem;
    private readonly List<Bottleneck>[] stages;

    private ResNet50(Safetensors file, bool channelsLast)
        : base(file, channelsLast)
    {
        stem = Folded(file, "conv1", "bn1", Activation.Relu, 2);
        stages = [.. Enumerable.Range(0, Blocks.Length).Select(stage => LoadStage(file, stage))];
    }

    /// <summary>Names and shapes of all that it reads, torchvision's: 53 convolutions and the four rows of each one's batch norm.</summary>
    public static IReadOnlyList<(string Name, long[] Shape)> Parameters { get; } = ListParameters();

    /// <summary>Reads the network.</summary>
    /// <exception cref="YofoException">The file holds another network.</exception>
    public static ResNet50 Load(Safetensors file, bool channelsLast = true)
    {
        using var scope = NewDisposeScope();
        return new ResNet50(file, channelsLast);
    }

    /// <summary>From RGB 0..255 to the network's input.</summary>
    public static Tensor Normalise(Tensor rgb) => (rgb - Mean.to(rgb.device)) / Deviation.to(rgb.device);

    /// <summary>Encodes a batch.</summary>
    /// <param name="image">Normalised, [B, 3, H, W]; H and W multiples of 16.</param>
    public ResNetMaps Forward(Tensor image)
    {
        using var stage = StageClock.Measure("encoder: trunk");
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var current = functional.max_pool2d(stem.Forward(Prepare(image)), 3, 2, 1);      // [B, 64, H/4, W/4]
        var maps = new Tensor[stages.Length];
        for (var level = 0; level < stages.Length; level++)
        {
            foreach (var block in stages[level])
            {
                current = block.Forward(current);
            }

            maps[level] = current;
        }

        return new ResNetMaps(Leave(maps[0]), Leave(maps[1]), Leave(maps[2]), Leave(maps[3]));
    }

    private static Tensor Leave(Tensor tensor) => tensor.to_type(ScalarType.Float32).MoveToOuterDisposeScope();

    private static Tensor Constant(params float[] values) => tensor(values).reshape(1, 3, 1, 1).DetachFromDisposeScope();

    private List<Bottleneck> LoadStage(Safetensors file, int stage) => [.. Enumerable.Range(0, Blocks[stage]).Select(block =>
    {
        var name = $"layer{stage + 1}.{block}";
        var stride = block == 0 && stage is (1 or 2) ? 2 : 1; // stage 4 keeps its stride, and what follows its first block looks twice as far
        var dilation = stage == 3 && block > 0 ? 2 : 1;
        return new Bottleneck(
            Folded(file, $"{name}.conv1", $"{name}.bn1", Activation.Relu),
            Folded(file, $"{name}.conv2", $"{name}.bn2", Activation.Relu, stride, dilation),
            Folded(file, $"{name}.conv3", $"{name}.bn3", Activation.None),
            block == 0 ? Folded(file, $"{name}.downsample.0", $"{name}.downsample.1", Activation.None, stride) : null);
    })];

    // A convolution and the batch norm after it as one: w g / sqrt(v + e), b - m g / sqrt(v + e).
    private FrozenConvolution Folded(Safetensors file, string convolution, string norm, Activation activation, int stride = 1, int dilation = 1)
    {
        using var scope = NewDisposeScope();
        var gain = file.ReadFloat($"{norm}.weight") / (file.ReadFloat($"{norm}.running_var") + Epsilon).sqrt();
        var weight = file.ReadFloat($"{convolution}.weight") * gain.reshape(-1, 1, 1, 1);
        var bias = file.ReadFloat($"{norm}.bias") - (file.ReadFloat($"{norm}.running_mean") * gain);
        return Add(new FrozenConvolution(weight, bias, stride, dilation, 1, activation, IsChannelsLast));
    }

    private static List<(string Name, long[] Shape)> ListParameters()
    {
        var all = new List<(string, long[])>();
        void Unit(string convolution, string norm, long output, long input, long kernel)
        {
            all.Add(($"{convolution}.weight", [output, input, kernel, kernel]));
            foreach (var part in NormParts)
            {
                all.Add(($"{norm}.{part}", [output]));
            }
        }

        Unit("conv1", "bn1", 64, 3, 7);
        var input = 64L;
        for (var stage = 0; stage < Blocks.Length; stage++)
        {
            var width = 64L << stage;
            for (var block = 0; block < Blocks[stage]; block++)
            {
                var name = $"layer{stage + 1}.{block}";
                Unit($"{name}.conv1", $"{name}.bn1", width, input, 1);
                Unit($"{name}.conv2", $"{name}.bn2", width, width, 3);
                Unit($"{name}.conv3", $"{name}.bn3", width * Expansion, width, 1);
                if (block == 0)
                {
                    Unit($"{name}.downsample.0", $"{name}.downsample.1", width * Expansion, input, 1);
                }

                input = width * Expansion;
            }
        }

        return all;
    }

    private sealed record Bottleneck(FrozenConvolution Narrow, FrozenConvolution Mix, FrozenConvolution Widen, FrozenConvolution? Shortcut)
    {
        public Tensor Forward(Tensor input)
        {
            using var narrow = Narrow.Forward(input);
            using var mixed = Mix.Forward(narrow);
            using var shortcut = Shortcut?.Forward(input);
            return Widen.Forward(mixed).add_(shortcut ?? input).relu_();
        }
    }
}
