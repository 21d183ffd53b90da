using Yofo.Modeling;
using Yofo.Modeling.Vision;
using static TorchSharp.torch;

namespace Yofo.Benchmarks;

/// <summary>
/// Features of the compact configuration's sizes without its trunks: seeded noise for maps and states, boxes anywhere. What the heads
/// behind cost depends on sizes alone, so no base weights are needed. A frame of 576 x 320 working pixels, a phrase of six words.
/// </summary>
internal sealed class CompactShapes : ImageEncoder
{
    private const int Rows = 320;
    private const int Columns = 576;

    public CompactShapes()
        : base(nameof(CompactShapes)) => RegisterComponents();

    // As CompactImageEncoder adds them up.
    public override (int Fine, int Middle, int Coarse) Channels => (27, 174, 853);

    public override int AppearanceChannels => 533;

    public override int CandidateCount => CandidateDescription.Most;

    public override IReadOnlyList<string> ClassNames => CocoNames.All;

    /// <summary>The features of one frame.</summary>
    public ImageFeatures Frame() => forward(zeros(1, 3, Rows, Columns));

    public override ImageFeatures forward(Tensor rgb)
    {
        var (height, width) = (rgb.shape[2], rgb.shape[3]);
        var first = rand(1, CandidateCount, 2) * 0.7f;
        var boxes = cat([first, first + 0.1f + (rand(1, CandidateCount, 2) * 0.2f)], 2);
        var candidates = new CandidateFeatures(
            boxes,
            rand(1, CandidateCount, ClassNames.Count),
            rand(1, CandidateCount, 33) / 11,
            randn(1, CandidateCount, AppearanceChannels),
            ones(1, CandidateCount));
        return new ImageFeatures(Map(Channels.Fine, 4), Map(Channels.Middle, 8), Map(Channels.Coarse, 16), candidates);

        Tensor Map(int channels, int stride) => randn(1, height / stride, width / stride, channels).permute(0, 3, 1, 2); // channels last, as the trunks give them
    }
}
