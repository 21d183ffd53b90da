using Yofo.Modeling;
using Yofo.Modeling.Tiny;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling.Tiny;

/// <summary>The tiny image encoder, its boxes a fifth as long and wide; it keeps the sizes of the pictures that it was given.</summary>
internal sealed class SmallThingsEncoder : ImageEncoder
{
    private readonly TinyImageEncoder inner;

    /// <summary>Starts with the maps of an encoder, so that two of these see the same.</summary>
    public SmallThingsEncoder(TinyImageEncoder inner)
        : base(nameof(SmallThingsEncoder)) => this.inner = inner;

    public List<(long Height, long Width)> Seen { get; } = [];

    public override (int Fine, int Middle, int Coarse) Channels => inner.Channels;

    public override int AppearanceChannels => inner.AppearanceChannels;

    public override int CandidateCount => inner.CandidateCount;

    public override IReadOnlyList<string> ClassNames => inner.ClassNames;

    public override ImageFeatures forward(Tensor rgb)
    {
        lock (Seen)
        {
            Seen.Add((rgb.shape[2], rgb.shape[3]));
        }

        var image = inner.call(rgb);
        return image with { Candidates = image.Candidates with { Boxes = (image.Candidates.Boxes * 0.2) + 0.3 } };
    }
}
