using TorchSharp;
using Yofo.Modeling.Vision;
using Yofo.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Yofo.Modeling.Resnet;

/// <summary>
/// The image encoder of the paper's backbone [2nd: ResNet-50], frozen; candidates are still the detector's (NanoDet), described by the
/// ResNet's maps. Its weights are not part of Yofo: a user brings them with <c>yofo import</c>. Input: RGB, 0 to 255, [1, 3, H, W], H and
/// W multiples of 32.
/// </summary>
internal sealed class ResNetImageEncoder : ImageEncoder
{
    private static readonly Tensor Window = Ellipse();

    private readonly NanoDet detector;
    private readonly ResNet50 trunk;

    /// <summary>Loads both networks from the folder of the base weights.</summary>
    /// <exception cref="YofoException">There are no weights of the backbone yet.</exception>
    public ResNetImageEncoder(string baseFolder)
        : base(nameof(ResNetImageEncoder))
    {
        var weights = Path.Combine(baseFolder, ResNetWeights.FileName);
        if (!File.Exists(weights))
        {
            throw new YofoException($"No ResNet-50 at '{weights}', for its weights are not part of Yofo: bring torchvision's, a .pth or .safetensors file, with 'yofo import FILE'.");
        }

        trunk = ResNet50.Load(Safetensors.Open(weights));
        detector = NanoDet.Load(Safetensors.Open(Path.Combine(baseFolder, "nanodet-coco.safetensors")));
        ClassNames = CocoNames.All;
    }

    /// <inheritdoc/>
    public override (int Fine, int Middle, int Coarse) Channels => (256 + 3, 512 + ColourNames.Count + 3, 1024 + 2048);

    /// <inheritdoc/>
    public override int AppearanceChannels => 1024 + 2048;

    /// <inheritdoc/>
    public override int CandidateCount => CandidateDescription.Most;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames { get; }

    /// <inheritdoc/>
    public override Tensor ColoursOf(ImageFeatures image) => image.Middle.narrow(1, 512, ColourNames.Count).to_type(ScalarType.Float32);

    /// <inheritdoc/>
    public override ImageFeatures forward(Tensor rgb)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var (height, width) = ((int)rgb.shape[2], (int)rgb.shape[3]);
        var maps = trunk.Forward(ResNet50.Normalise(rgb));
        var colour = avg_pool2d(rgb, 3, stride: 4, padding: 1, count_include_pad: false);                    // cells on their pixels
        var named = ColourMap.Name(colour);                                                                  // [1, 11, H/4, W/4]
        var plain = (colour / 64f) - 2f;
        var coarse = cat([Even(maps.Layer3), Even(maps.Layer4)], 1);                                         // [1, 3072, H/16, W/16]
        var found = CandidateFinder.Find(detector.Forward(ImageInput.ForNanoDet(rgb)), 0, height, width, CandidateDescription.Most);
        return new ImageFeatures(
            cat([Even(maps.Layer1), plain], 1).contiguous(),
            cat([Even(maps.Layer2), Halve(named), Halve(plain)], 1).contiguous(),
            coarse.contiguous(),
            CandidateDescription.Of(found, coarse, named, ones_like(named.narrow(1, 0, 1)), Window.to(rgb.device), height, width)).MapsIn(MapType).Map(values => values.MoveToOuterDisposeScope());
    }

    /// <inheritdoc/>
    public override void ComputeIn(ScalarType type)
    {
        base.ComputeIn(type);
        detector.To(detector.Device, type);
        trunk.To(trunk.Device, type);
    }

    /// <inheritdoc/>
    protected override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) // what to(device) calls
    {
        var device = new Device(deviceType, deviceIndex);
        detector.To(device);
        trunk.To(device);
        return base._to(deviceType, deviceIndex, non_blocking);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            detector.Dispose();
            trunk.Dispose();
        }

        base.Dispose(disposing);
    }

    // To a root mean square of 1 in this frame: whose weights they are, and so the scale of their maps, is not known beforehand [ours].
    private static Tensor Even(Tensor map) => map * map.square().mean().add(1e-12).rsqrt();

    private static Tensor Halve(Tensor map) => avg_pool2d(map, 3, stride: 2, padding: 1, count_include_pad: false);

    // An object fills about the ellipse in its box; the corners are mostly background [ours]. [1, 1, 12, 12]
    private static Tensor Ellipse()
    {
        using var scope = NewDisposeScope();
        var steps = linspace(-1, 1, CandidateDescription.Histogram);
        var distance = steps.square().unsqueeze(0) + steps.square().unsqueeze(1);
        return where(distance.le(1), ones_like(distance), full_like(distance, 0.15)).reshape(1, 1, CandidateDescription.Histogram, CandidateDescription.Histogram).DetachFromDisposeScope(); // lives as long as the process
    }
}
