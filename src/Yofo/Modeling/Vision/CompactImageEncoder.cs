using TorchSharp;
using TorchSharp.Modules;
using Yofo.Engine;
using Yofo.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Yofo.Modeling.Vision;

/// <summary>
/// The image encoder of the compact configuration: a segmentation trunk for outlines (DeepLabV3 on MobileNetV2) beside a
/// detector (NanoDet) for candidates and for what the trunk has no name for [ours; weights/deeplab.md: together better than either
/// alone], and a classifier (EfficientNet-Lite2) that names what the detector is unsure of. All frozen, but that the trunk may learn
/// outlines beside what it knows (<see cref="Study"/>). Input: RGB, 0 to 255, [1, 3, H, W], H and W multiples of 32.
/// </summary>
internal sealed class CompactImageEncoder : ImageEncoder
{
    // The detector's index of each of the trunk's classes (deeplab.md); the first is the background.
    private static readonly long[] VocInCoco = [-1, 4, 1, 14, 8, 39, 5, 2, 15, 56, 19, 60, 16, 17, 3, 0, 58, 18, 57, 6, 62];
    private static readonly Tensor Places = tensor(VocInCoco[1..]).DetachFromDisposeScope(); // lives as long as the process

    // Root mean squares on photos (deeplab.md, nanodet.md): maps are divided by them, so that none drowns another.
    private const float Block2 = 7.6f, Block5 = 6.8f, Block16 = 2.1f, Logits = 8.2f, Neck = 0.15f;

    private const string TrunkPrefix = "image_encoder.trunk."; // of its tuned weights, in a file of trained ones
    private const float WordsKept = 2, MapsKept = 0.3f;         // what drift costs: of what the words choose by, of what only outlines and the decoder see [ours]

    private readonly string trunkFile;
    private readonly NanoDet detector;
    private readonly DeepLab trunk;
    private readonly EfficientLite namer;
    private readonly EfficientLite? looker; // the namer once more: kernels are packed for one size of pictures
    private bool isTuned;

    /// <summary>Loads the networks from the folder of the base weights.</summary>
    /// <param name="baseFolder">The folder.</param>
    /// <param name="crops">Whether each candidate is looked at closely (<see cref="CandidateCrops"/>).</param>
    public CompactImageEncoder(string baseFolder, bool crops = false)
        : base(nameof(CompactImageEncoder))
    {
        detector = NanoDet.Load(Safetensors.Open(Path.Combine(baseFolder, "nanodet-coco.safetensors")));
        trunkFile = Path.Combine(baseFolder, "deeplab-mnv2-voc.safetensors");
        trunk = LoadBaseTrunk();
        namer = EfficientLite.Load(Safetensors.Open(Path.Combine(baseFolder, "efficientnet-lite.safetensors")));
        looker = crops ? EfficientLite.Load(Safetensors.Open(Path.Combine(baseFolder, "efficientnet-lite.safetensors"))) : null;
        ClassNames = CocoNames.All;
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override (int Fine, int Middle, int Coarse) Channels => (24 + 3, 128 + 32 + ColourNames.Count + 3, 128 + 128 + 320 + 256 + 21);

    /// <inheritdoc/>
    public override int AppearanceChannels => 128 + 128 + 256 + 21;

    /// <inheritdoc/>
    public override (int Side, int Channels) Crops => looker is null ? (0, 0) : (CandidateCrops.Side, CandidateCrops.Channels);

    /// <inheritdoc/>
    public override int CandidateCount => CandidateDescription.Most;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames { get; }

    /// <inheritdoc/>
    /// <remarks>The trunk's own classes, by the logits that end each candidate's appearance: a second opinion beside the detector's.</remarks>
    public override Tensor ClassesOf(Tensor appearance)
    {
        var logits = appearance.narrow(2, AppearanceChannels - VocInCoco.Length, VocInCoco.Length) * Logits; // [B, K, 21]
        var seen = logits.abs().amax([2], keepdim: true).gt(0).to_type(ScalarType.Float32);                  // padding, and boxes without a picture
        var shares = logits.softmax(2).narrow(2, 1, VocInCoco.Length - 1) * seen;
        return zeros(appearance.shape[0], appearance.shape[1], ClassNames.Count, device: appearance.device).index_add_(2, Places.to(appearance.device), shares, 1);
    }

    /// <inheritdoc/>
    public override Tensor ColoursOf(ImageFeatures image) => image.Middle.narrow(1, 128 + 32, ColourNames.Count).to_type(ScalarType.Float32);

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, Tensor>> Tuned =>
        isTuned ? trunk.Weights(IsLearned).Select(pair => KeyValuePair.Create(TrunkPrefix + pair.Key, pair.Value)) : [];

    /// <inheritdoc/>
    public override void Tune(Safetensors file)
    {
        if (file.Names.Any(name => name.StartsWith(TrunkPrefix, StringComparison.Ordinal)))
        {
            trunk.Take(file, TrunkPrefix, IsLearned);
            isTuned = true;
        }
    }

    /// <summary>The trunk as it came, for a training to compare with; the caller's.</summary>
    public DeepLab LoadBaseTrunk() => DeepLab.Load(Safetensors.Open(trunkFile));

    /// <summary>
    /// Makes the trunk learn: its backbone, that is; the layers that give the maps which the words choose by (ASPP, logits) stay as they came.
    /// <see cref="Settle"/> ends that.
    /// </summary>
    public IReadOnlyList<(string Name, Parameter Parameter)> Learn()
    {
        isTuned = true;
        return [.. trunk.Learn(IsLearned).Select(pair => (TrunkPrefix + pair.Name, pair.Parameter))];
    }

    /// <summary>Ends <see cref="Learn"/>.</summary>
    public void Settle() => trunk.Settle();

    /// <summary>Looks at a picture with a trunk that learns. Nothing names the candidates: an outline knows no names.</summary>
    /// <param name="rgb">The picture, as <c>forward</c> takes it.</param>
    /// <param name="plain">The same in its own light.</param>
    /// <param name="original">The trunk as it came.</param>
    /// <returns>The picture's features, and how far the trunk's maps are from those that the original sees in the plain picture: what all the rest was trained on.</returns>
    public (ImageFeatures Image, Tensor Drift) Study(Tensor rgb, Tensor plain, DeepLab original)
    {
        var seen = detector.Forward(ImageInput.ForNanoDet(rgb));
        var before = original.Forward(ImageInput.ForDeepLab(plain));
        var maps = trunk.Forward(ImageInput.ForDeepLab(rgb));
        static Tensor Distance(Tensor now, Tensor then, float scale) => ((now - then) / scale).square().mean();
        var words = Distance(maps.Aspp, before.Aspp, 1) + Distance(maps.Logits, before.Logits, Logits);
        var rest = Distance(maps.Block2, before.Block2, Block2) + Distance(maps.Block5, before.Block5, Block5) + Distance(maps.Block16, before.Block16, Block16);
        return (Combine(rgb, seen, maps, null), (words * WordsKept) + (rest * MapsKept));
    }

    /// <inheritdoc/>
    public override ImageFeatures forward(Tensor rgb)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var stage = StageClock.Measure("encoder: maps");
        var (height, width) = ((int)rgb.shape[2], (int)rgb.shape[3]);
        var seen = detector.Forward(ImageInput.ForNanoDet(rgb));
        var maps = trunk.Forward(ImageInput.ForDeepLab(rgb));
        var kinds = namer.Forward(ImageInput.ForEfficientLite(Shrink(rgb, height, width)));
        return (Combine(rgb, seen, maps, kinds) with { Picture = looker is null ? null : rgb.alias() }).MapsIn(MapType).Map(values => values.MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public override Tensor Look(ImageFeatures image, Tensor candidates) => looker is null
        ? base.Look(image, candidates)
        : CandidateCrops.Of(looker, image.Picture!, image.Candidates.Boxes[0].index_select(0, candidates));

    private static bool IsLearned(string layer) => layer == "stem" || layer.StartsWith("block", StringComparison.Ordinal);

    private static ImageFeatures Combine(Tensor rgb, NanoDetMaps seen, DeepLabMaps maps, Tensor? kinds)
    {
        var (height, width) = ((int)rgb.shape[2], (int)rgb.shape[3]);
        var colour = MemoryLayout.ChannelsLast(avg_pool2d(rgb, 3, stride: 4, padding: 1, count_include_pad: false)); // cells on their pixels
        var named = ColourMap.Name(colour);                                                                  // [1, 11, H/4, W/4]
        var plain = (colour / 64f) - 2f;
        var deep = cat([seen.P16 / Neck, Grid.Upsample(seen.P32, 2) / Neck, maps.Aspp, maps.Logits / Logits], 1);
        var fine = cat([maps.Block2 / Block2, plain], 1);
        var middle = cat([seen.P8 / Neck, maps.Block5 / Block5, MemoryLayout.ChannelsLast(Halve(named)), Halve(plain)], 1);
        var coarse = cat([deep, maps.Block16 / Block16], 1);
        var found = CandidateFinder.Find(seen, 0, height, width, CandidateDescription.Most);
        found = kinds is null ? found : CandidateNaming.Name(found, kinds, height, width);
        var foreground = Grid.Upsample(1 - maps.Logits.softmax(1).narrow(1, 0, 1), 4);                       // [1, 1, H/4, W/4]
        return new ImageFeatures(fine, middle, coarse, Describe(found, deep, named, foreground, height, width)); // channels last, all of them: each box would copy what is not into that layout
    }

    /// <inheritdoc/>
    public override void ComputeIn(ScalarType type)
    {
        base.ComputeIn(type);
        detector.To(detector.Device, type);
        trunk.To(trunk.Device, type);
        namer.To(namer.Device, type);
        looker?.To(looker.Device, type);
    }

    /// <inheritdoc/>
    protected override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) // what to(device) calls
    {
        var device = new Device(deviceType, deviceIndex);
        detector.To(device);
        trunk.To(device);
        namer.To(device);
        looker?.To(device);
        return base._to(deviceType, deviceIndex, non_blocking);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            detector.Dispose();
            trunk.Dispose();
            namer.Dispose();
            looker?.Dispose();
        }

        base.Dispose(disposing);
    }

    // A third of the pixels is enough to name things by, and takes a third of the time.
    private static Tensor Shrink(Tensor rgb, int height, int width)
    {
        var (rows, columns) = ImageInput.WorkingSize(width, height, height * width / 3);
        return ImageInput.Resize(rgb, rows, columns);
    }

    // Centred 3 x 3 mean at every second cell, so that cells stay on their pixels.
    private static Tensor Halve(Tensor map) => avg_pool2d(map, 3, stride: 2, padding: 1, count_include_pad: false);

    private static CandidateFeatures Describe(Candidates found, Tensor deep, Tensor named, Tensor foreground, int height, int width)
    {
        using var stage = StageClock.Measure("encoder: describe candidates");
        return CandidateDescription.Of(found, deep, named, foreground + 0.15f, null, height, width); // some weight for what the trunk has no name for [ours]
    }
}
