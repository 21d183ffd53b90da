using Yofo.Modeling.Language;
using Yofo.Modeling.Vision;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Yofo.Modeling;

/// <summary>
/// Whether the pixels in the outline of what a phrase chose bear out the colour that it says of its object. The network sees the colours of
/// boxes, with all that lies behind the object; an outline knows better. A colour that is seen is no evidence of the thing, only none
/// against it [ours; docs/experiments.md says from what the numbers are].
/// </summary>
internal static class ColourEvidence
{
    private const int Points = 32; // a side, at which colours are read

    // Rows of a widened box that hold the upper and the lower half of what is in it [ours].
    private const int Top = 5, Middle = 16, Bottom = 28;

    // Shares of the outline's pixels [ours].
    private const float Plainly = 0.3f, Perhaps = 0.15f, Hardly = 0.05f, Alike = 0.3f;

    // What pale pink looks like to a camera, a flamingo's: hardly a hue.
    private static readonly int[] Pale = [ColourNames.White, ColourNames.Gray];

    private const float Doubt = 1, RuledOut = 4; // logits [ours]

    // Logits by which another candidate is rather what the words mean without the colour, and what then counts as no evidence [ours].
    private const float Another = 4, Nothing = -1e4f;

    private const float OneThing = 0.7f; // of the smaller of two boxes lies in the other: they may hold one thing [ours]

    // Of the choice [ours]: what colours count that are alike, a share that is hardly one, and the logits that a candidate loses at most.
    private const float NearlyIt = 0.3f, Traces = 0.03f, Least = 3;

    /// <summary>Shares of the colours in outlines: [R, 3, 11], in the whole, the upper and the lower half.</summary>
    /// <param name="named">[1, 11, H/8, W/8]: the colours of a frame.</param>
    /// <param name="boxes">[R, 4]: the widened boxes.</param>
    /// <param name="shapes">[R, 1, 64, 64]: the outlines in them.</param>
    public static Tensor Shares(Tensor named, Tensor boxes, Tensor shapes)
    {
        var inside = avg_pool2d(shapes, OutlineHead.Points / Points);                                        // [R, 1, 32, 32]
        inside *= inside.gt(0.5).to_type(ScalarType.Float32);
        var seen = Grid.SampleBoxes(named, boxes, Points, 8) * inside;                                       // [R, 11, 32, 32]
        Tensor Of(int first, int end) =>
            seen.narrow(2, first, end - first).sum([2, 3]) / inside.narrow(2, first, end - first).sum([2, 3]).clamp_min(1e-3);
        return stack([Of(0, Points), Of(Top, Middle), Of(Middle, Bottom)], 1);
    }

    /// <summary>What phrases say without their colours of what they chose with them: a red boat bears out no red train where another candidate is the train.</summary>
    /// <param name="plain">What the C phrases say without their colours.</param>
    /// <param name="chosen">[C, 1]: the candidate that each chose.</param>
    /// <returns>[C] logits; nothing, far below 0, where what was chosen is not what the other words mean.</returns>
    public static Tensor Plain(CandidateAnswer plain, Tensor chosen)
    {
        var isOther = plain.Member.gather(1, chosen).squeeze(1).lt(plain.Member.amax([1]) - Another);
        return PresenceEvidence.Whole(plain).masked_fill(isOther, Nothing);
    }

    /// <summary>What colours add to the evidence that what phrases mean is there.</summary>
    /// <param name="whole">[N]: what the phrases say.</param>
    /// <param name="plain">[C]: what they say without their colours (<see cref="Plain"/>).</param>
    /// <param name="coloured">Which phrases those are.</param>
    /// <param name="shares">[C, 3, 11]: <see cref="Shares"/> of what each of them chose.</param>
    /// <returns>[N] logits.</returns>
    public static Tensor Weigh(Tensor whole, Tensor plain, IReadOnlyList<ColouredPhrase> coloured, Tensor shares)
    {
        var weighed = whole.clone();
        using var there = shares.cpu().contiguous();
        for (var row = 0; row < coloured.Count; row++)
        {
            var (phrase, colours, isWorn) = coloured[row];
            using var parts = there[row];
            var seen = colours.Select(colour => Share(parts, isWorn, [colour])).ToList();
            if (seen.Min() >= Perhaps)
            {
                weighed[phrase] = maximum(whole[phrase], seen.Min() >= Plainly ? plain[row] : plain[row] - Doubt);
            }
            else if (seen.Max() < Hardly && !colours.Any(colour => Share(parts, isWorn, [colour, .. ColourNames.Alike[colour], .. colour == ColourNames.Pink ? Pale : []]) >= Alike))
            {
                weighed[phrase] -= RuledOut;
            }
        }

        return weighed;
    }

    /// <summary>What the choice gains or loses by colour where a phrase says one: of several boys "the boy in blue" is rather the bluest.</summary>
    /// <param name="coloured">The C phrases that say colours.</param>
    /// <param name="shares">[C, Q, 3, 11]: <see cref="Shares"/> of the best candidates of each, the best first.</param>
    /// <param name="within">
    /// [C, Q]: share of the smaller of two boxes, the candidate's and the best one's, that lies in the other. Where that is large, both may hold the same
    /// thing, and a part can be bluer than the whole: there colour says nothing.
    /// </param>
    /// <returns>[C, Q] logits, 0 for the one that shows the colours most; 0 for all where none shows them.</returns>
    public static Tensor Prefer(IReadOnlyList<ColouredPhrase> coloured, Tensor shares, Tensor within)
    {
        using var there = shares.cpu().contiguous();
        using var shared = within.cpu().contiguous();
        var count = (int)shares.shape[1];
        var gains = new float[coloured.Count * count];
        for (var row = 0; row < coloured.Count; row++)
        {
            var (_, colours, isWorn) = coloured[row];
            using var seen = there[row];
            var shown = Enumerable.Range(0, count).Select(at => Shown(seen, shared[row, at].item<float>() < OneThing ? at : 0, colours, isWorn)).ToList();
            for (var at = 0; at < count && shown.Max() >= Perhaps; at++)
            {
                gains[(row * count) + at] = MathF.Max(-Least, MathF.Log((shown[at] + Traces) / (shown.Max() + Traces)));
            }
        }

        return tensor(gains, device: shares.device).reshape(coloured.Count, count);
    }

    // How much of a candidate shows the colour that it shows least of those said; what looks like a colour counts in part.
    private static float Shown(Tensor shares, int candidate, IReadOnlyList<int> colours, bool isWorn)
    {
        using var parts = shares[candidate];
        return colours.Min(colour => Share(parts, isWorn, [colour]) + (NearlyIt * Share(parts, isWorn, ColourNames.Alike[colour])));
    }

    // What is worn need not cover all.
    private static float Share(Tensor parts, bool isWorn, IReadOnlyList<int> colours) =>
        Enumerable.Range(0, isWorn ? 3 : 1).Max(part => colours.Sum(colour => parts[part, colour].item<float>()));
}
