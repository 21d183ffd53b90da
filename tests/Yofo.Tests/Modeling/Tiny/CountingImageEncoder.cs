using Yofo.Modeling;
using Yofo.Modeling.Tiny;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling.Tiny;

/// <summary>The tiny image encoder, which counts how often it is asked.</summary>
internal sealed class CountingImageEncoder : ImageEncoder
{
    private readonly TinyImageEncoder inner = new();

    public CountingImageEncoder()
        : base(nameof(CountingImageEncoder)) => RegisterComponents();

    public int Calls { get; private set; }

    public override (int Fine, int Middle, int Coarse) Channels => inner.Channels;

    public override int AppearanceChannels => inner.AppearanceChannels;

    public override int CandidateCount => inner.CandidateCount;

    public override IReadOnlyList<string> ClassNames => inner.ClassNames;

    public override ImageFeatures forward(Tensor rgb)
    {
        Calls++;
        return inner.call(rgb);
    }
}
