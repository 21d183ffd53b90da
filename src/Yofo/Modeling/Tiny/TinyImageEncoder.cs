using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Yofo.Modeling.Tiny;

/// <summary>
/// The image encoder of the tiny configuration: a few trained convolutions, and a fixed grid of boxes for candidates. It needs
/// no base weights, and proves that the rest of the network knows maps and candidates, not trunks.
/// </summary>
internal sealed class TinyImageEncoder : ImageEncoder
{
    private const int Width = 16;
    private const int CropSide = 3;

    private readonly Conv2d stem;
    private readonly Conv2d stride4;
    private readonly Conv2d stride8;
    private readonly Conv2d stride16;
    private readonly bool crops;

    /// <summary>Creates the encoder.</summary>
    /// <param name="crops">Whether it gives candidates' crops: of its map of stride 8, for it has nothing that looks closer.</param>
    public TinyImageEncoder(bool crops = false)
        : base(nameof(TinyImageEncoder))
    {
        this.crops = crops;
        stem = Conv2d(3, Width, 3, stride: 2, padding: 1);
        stride4 = Conv2d(Width, Width, 3, stride: 2, padding: 1);
        stride8 = Conv2d(Width, 2 * Width, 3, stride: 2, padding: 1);
        stride16 = Conv2d(2 * Width, 3 * Width, 3, stride: 2, padding: 1);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override (int Fine, int Middle, int Coarse) Channels => (Width, 2 * Width, 3 * Width);

    /// <inheritdoc/>
    public override int AppearanceChannels => 3 * Width;

    /// <inheritdoc/>
    public override (int Side, int Channels) Crops => crops ? (CropSide, 2 * Width) : (0, 0);

    /// <inheritdoc/>
    public override int CandidateCount => 8;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames { get; } = ["object"];

    /// <inheritdoc/>
    public override ImageFeatures forward(Tensor rgb)
    {
        var fine = functional.relu(stride4.call(functional.relu(stem.call((rgb / 64f) - 2f))));          // [1, C, H/4, W/4]
        var middle = functional.relu(stride8.call(fine));                                                  // [1, 2C, H/8, W/8]
        var coarse = functional.relu(stride16.call(middle));                                               // [1, 3C, H/16, W/16]
        var boxes = Boxes().to(rgb.device);
        var count = boxes.shape[0];
        var appearance = Grid.SampleBoxes(coarse, boxes, 4, 16).mean([2, 3]).unsqueeze(0);
        var candidates = new CandidateFeatures(
            boxes.unsqueeze(0), ones(1, count, 1, device: rgb.device), zeros(1, count, 33, device: rgb.device), appearance, ones(1, count, device: rgb.device));
        return new ImageFeatures(fine, middle, coarse, candidates).MapsIn(MapType);
    }

    /// <inheritdoc/>
    public override Tensor Look(ImageFeatures image, Tensor candidates) => crops
        ? Grid.SampleBoxes(image.Middle.to_type(ScalarType.Float32), image.Candidates.Boxes[0].index_select(0, candidates), CropSide, 8).flatten(2).transpose(1, 2)
        : base.Look(image, candidates);

    // The whole frame, its quarters, its halves and its middle.
    private static Tensor Boxes() => tensor(new float[,]
    {
        { 0, 0, 1, 1 }, { 0, 0, 0.5f, 0.5f }, { 0.5f, 0, 1, 0.5f }, { 0, 0.5f, 0.5f, 1 }, { 0.5f, 0.5f, 1, 1 },
        { 0, 0, 0.5f, 1 }, { 0.5f, 0, 1, 1 }, { 0.25f, 0.25f, 0.75f, 0.75f },
    });
}
