using Yofo.Engine;
using Yofo.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Yofo.Modeling.Vision;

/// <summary>
/// NanoDet-g, a detector of the 80 COCO classes: CSP backbone, PAN neck without convolutions, three heads. Frozen, batch
/// norms folded. Layer by layer the table of docs' nanodet.md; upstream RangiLyu/nanodet, Apache-2.0.
/// </summary>
internal sealed class NanoDet : FrozenNetwork
{
    /// <summary>Classes, in COCO's order; no background.</summary>
    public const int Classes = 80;

    /// <summary>Logits a side of a box: distances of 0 to 10 strides.</summary>
    public const int Distances = 11;

    private readonly FrozenConvolution stem;
    private readonly Stage[] stages;
    private readonly FrozenConvolution[] laterals;
    private readonly (FrozenConvolution Conv, FrozenConvolution Out)[] heads;

    private NanoDet(Safetensors file, bool channelsLast)
        : base(file, channelsLast)
    {
        stem = Convolution("stem", Activation.LeakyRelu, stride: 2);
        stages = [LoadStage(4, 1), LoadStage(8, 2), LoadStage(16, 2), LoadStage(32, 3)];
        laterals = [.. Strides.Select(stride => Convolution($"neck.lateral{stride}", Activation.None))];
        heads = [.. Strides.Select(stride => (
            Convolution($"head{stride}.conv", Activation.LeakyRelu), Convolution($"head{stride}.out", Activation.None)))];
    }

    private static int[] Strides => [8, 16, 32];

    /// <summary>Reads the network.</summary>
    /// <exception cref="YofoException">The file holds another network.</exception>
    public static NanoDet Load(Safetensors file, bool channelsLast = true) => new(file, channelsLast);

    /// <summary>Encodes a batch.</summary>
    /// <param name="image">BGR, normalised (<see cref="ImageInput.ForNanoDet"/>), [B, 3, H, W]; H and W multiples of 32.</param>
    /// <param name="observe">Sees inner maps by name: stem, pool, stage8_entry, lat8, lat16, lat32, td16.</param>
    public NanoDetMaps Forward(Tensor image, Action<string, Tensor>? observe = null)
    {
        if (image.shape[2] % 32 != 0 || image.shape[3] % 32 != 0)
        {
            throw new ArgumentException($"NanoDet needs sides that are multiples of 32, not {image.shape[2]}x{image.shape[3]}.", nameof(image));
        }

        using var stage = StageClock.Measure("encoder: detector");
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        var pool = Shrink(image, observe); // [B, 32, H/4, W/4]
        var c4 = stages[0].Forward(pool); // [B, 64, H/4, W/4]
        var c8 = stages[1].Forward(c4, entry => observe?.Invoke("stage8_entry", entry)); // [B, 128, H/8, W/8]
        var c16 = stages[2].Forward(c8); // [B, 256, H/16, W/16]
        var c32 = stages[3].Forward(c16); // [B, 512, H/32, W/32]

        var lateral8 = laterals[0].Forward(c8); // [B, 128, H/8, W/8]
        var lateral16 = laterals[1].Forward(c16); // [B, 128, H/16, W/16]
        var lateral32 = laterals[2].Forward(c32); // [B, 128, H/32, W/32]
        var topDown16 = lateral16 + Twice(lateral32); // [B, 128, H/16, W/16]
        var p8 = lateral8 + Twice(topDown16); // [B, 128, H/8, W/8]
        var p16 = topDown16 + functional.avg_pool2d(p8, 2); // half-pixel shrinking by exactly 2 is this mean
        var p32 = lateral32 + functional.avg_pool2d(p16, 2); // [B, 128, H/32, W/32]
        observe?.Invoke("lat8", lateral8);
        observe?.Invoke("lat16", lateral16);
        observe?.Invoke("lat32", lateral32);
        observe?.Invoke("td16", topDown16);

        NanoDetHead[] answers = [Head(0, p8), Head(1, p16), Head(2, p32)];
        return new NanoDetMaps(Leave(c4), Leave(c8), Leave(c16), Leave(c32), Leave(p8), Leave(p16), Leave(p32), answers);
    }

    private Tensor Shrink(Tensor image, Action<string, Tensor>? observe)
    {
        using var scope = NewDisposeScope();
        var stemmed = stem.Forward(Prepare(image)); // [B, 32, H/2, W/2]
        var pool = functional.max_pool2d(stemmed, 3, 2, 1);
        observe?.Invoke("stem", stemmed);
        observe?.Invoke("pool", pool);
        return pool.MoveToOuterDisposeScope();
    }

    private static Tensor Leave(Tensor tensor) => tensor.to_type(ScalarType.Float32).MoveToOuterDisposeScope();

    private static Tensor Twice(Tensor map) => functional.interpolate(
        map, [map.shape[2] * 2, map.shape[3] * 2], mode: InterpolationMode.Bilinear, align_corners: false);

    private NanoDetHead Head(int level, Tensor map)
    {
        var output = heads[level].Out.Forward(heads[level].Conv.Forward(map)); // [B, 124, h, w]
        var cells = output.flatten(2).transpose(1, 2).to_type(ScalarType.Float32); // [B, h * w, 124]
        var scores = cells.narrow(2, 0, Classes).sigmoid(); // [B, h * w, 80]
        var sides = cells.narrow(2, Classes, 4 * Distances).contiguous(); // [B, h * w, 44]
        return new NanoDetHead(Strides[level], (int)map.shape[3], Leave(scores), Leave(sides));
    }

    private Stage LoadStage(int stride, int blocks)
    {
        FrozenConvolution Load(string part, int step = 1) => Convolution($"stage{stride}.{part}", Activation.LeakyRelu, step);
        return new Stage(
            Load("entry", stride == 4 ? 1 : 2), // the max pool has already brought stage4 to its stride
            [.. Enumerable.Range(0, blocks).Select(block => (Load($"block{block}.a"), Load($"block{block}.b")))],
            Load("merge"));
    }

    private sealed record Stage(FrozenConvolution Entry, (FrozenConvolution A, FrozenConvolution B)[] Blocks, FrozenConvolution Merge)
    {
        public Tensor Forward(Tensor input, Action<Tensor>? seeEntry = null)
        {
            using var scope = NewDisposeScope();
            var entry = Entry.Forward(input);
            seeEntry?.Invoke(entry);
            var current = entry;
            foreach (var (a, b) in Blocks)
            {
                var first = a.Forward(current);
                current = cat([b.Forward(first), first], 1); // the newer map first
            }

            return cat([Merge.Forward(current), entry], 1).MoveToOuterDisposeScope();
        }
    }
}
