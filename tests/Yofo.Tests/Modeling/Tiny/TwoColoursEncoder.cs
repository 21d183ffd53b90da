using Yofo.Modeling;
using Yofo.Modeling.Tiny;
using Yofo.Modeling.Vision;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling.Tiny;

/// <summary>The tiny image encoder before a picture whose left half is red and whose right half is blue, with one candidate in each.</summary>
internal sealed class TwoColoursEncoder(TinyImageEncoder inner) : ImageEncoder(nameof(TwoColoursEncoder))
{
    public override (int Fine, int Middle, int Coarse) Channels => inner.Channels;

    public override int AppearanceChannels => inner.AppearanceChannels;

    public override int CandidateCount => inner.CandidateCount;

    public override IReadOnlyList<string> ClassNames => inner.ClassNames;

    public override Tensor ColoursOf(ImageFeatures image)
    {
        var (height, width) = (image.Middle.shape[2], image.Middle.shape[3]);
        var colours = zeros(1, ColourNames.Count, height, width);
        colours[.., ColourNames.Red, .., ..(int)(width / 2)] = 1;
        colours[.., ColourNames.Blue, .., (int)(width / 2)..] = 1;
        return colours;
    }

    public override ImageFeatures forward(Tensor rgb)
    {
        var image = inner.call(rgb);
        var (boxes, valid) = (zeros_like(image.Candidates.Boxes), zeros_like(image.Candidates.Valid));
        boxes[0, 0] = tensor(new[] { 0.1f, 0.2f, 0.4f, 0.8f });
        boxes[0, 1] = tensor(new[] { 0.6f, 0.2f, 0.9f, 0.8f });
        valid[0, ..2] = 1;
        return image with { Candidates = image.Candidates with { Boxes = boxes, Valid = valid } };
    }
}
