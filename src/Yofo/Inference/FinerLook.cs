using Yofo.Modeling;
using static TorchSharp.torch;

namespace Yofo.Inference;

/// <summary>
/// Small things are looked at with more pixels (<see cref="FrameSight.Finer"/>): a girl who takes a twentieth of the frame, or the bag on her back. Only what is
/// believed to be there: a finer look for what is not seen finds things that are not meant. Each phrase decides for itself, so that it is answered the
/// same whatever is asked beside it [ours; docs/train.md].
/// </summary>
internal static class FinerLook
{
    /// <summary>Share of the frame up to which the box of the best candidate is small: of DAVIS's development clips the girls and their bags are, and now and then the rider [ours].</summary>
    public const double Small = 0.08;

    private const double Believed = 0; // logit of presence

    /// <summary>The phrases whose object is small.</summary>
    /// <param name="mined">The frame at the working size.</param>
    public static IReadOnlyList<int> Phrases(MinedFrame mined)
    {
        if (mined.Mined.Candidates is not { } answer)
        {
            return [];
        }

        var candidates = mined.Image.Candidates;
        var best = Painting.Best(answer, 1, candidates.Boxes).squeeze(1);                                    // [N]
        var area = Grid.Area(candidates.Boxes)[0].index_select(0, best);
        var real = candidates.Valid[0].index_select(0, best).gt(0);
        using var small = (area.lt(Small) & real & mined.Mined.Presence.gt(Believed)).cpu();
        return [.. Enumerable.Range(0, (int)small.shape[0]).Where(phrase => small[phrase].item<bool>())];
    }

    /// <summary>How sure feature mining is of each phrase, finer looks included: [N].</summary>
    public static Tensor Confidence(MinedFrame mined) =>
        mined.Finer.Aggregate(FrameConfidence.Of(mined.Mined), (all, finer) => With(all, finer.Phrase, FrameConfidence.Of(finer.Mined.Mined)));

    /// <summary>The frame as the inner solver sees it, finer looks included; null where meta-transfer is off.</summary>
    public static TransferSample? Sample(MinedFrame mined) => mined.Finer.Aggregate(mined.Sample, (all, finer) => all is null || finer.Mined.Sample is not { } own
        ? all
        : new TransferSample(With(all.Gram, finer.Phrase, own.Gram), With(all.Moment, finer.Phrase, own.Moment)));

    /// <summary>What was decoded for all phrases, with what a finer look gave for one of them in its place.</summary>
    public static DecodedMask With(DecodedMask all, int phrase, DecodedMask own)
    {
        var (height, width) = (all.Mask.shape[2], all.Mask.shape[3]);
        return all with
        {
            Mask = With(all.Mask, phrase, Grid.Fit(own.Mask, height, width)),
            Presence = With(all.Presence, phrase, own.Presence),
            Possible = all.Possible is null || own.Possible is null
                ? all.Possible
                : With(all.Possible, phrase, Grid.Fit(own.Possible.to_type(ScalarType.Float32), height, width).gt(0.5)),
        };
    }

    /// <summary>Rows with one of them replaced.</summary>
    public static Tensor With(Tensor rows, int phrase, Tensor row) => rows.index_copy(0, tensor((long)phrase, device: rows.device).reshape(1), row);
}
