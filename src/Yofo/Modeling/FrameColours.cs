using Yofo.Modeling.Language;
using Yofo.Modeling.Vision;
using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>The colours of one frame, read in the outlines of candidates for the phrases that say one (<see cref="ColourEvidence"/>).</summary>
/// <param name="named">[1, 11, H/8, W/8]: the colours by name.</param>
/// <param name="outlines">The frame's outlines.</param>
/// <param name="coloured">The C phrases, at least one, that say colours.</param>
internal sealed class FrameColours(Tensor named, CandidateOutlines outlines, IReadOnlyList<ColouredPhrase> coloured)
{
    private const int Compared = 4; // candidates of a phrase that its colours choose among [ours]

    private readonly Tensor rows = tensor([.. coloured.Select(phrase => (long)phrase.Phrase)], device: named.device); // [C]

    /// <summary>What the colours of what was chosen add to the evidence that it is there.</summary>
    /// <param name="whole">[N]: what the phrases say.</param>
    /// <param name="phrases">What they chose.</param>
    /// <param name="plain">What the C phrases say without their colours.</param>
    /// <returns>[N] logits.</returns>
    public Tensor Weigh(Tensor whole, CandidateAnswer phrases, CandidateAnswer plain)
    {
        var chosen = Best(phrases, 1);                                                                        // [C, 1]
        return ColourEvidence.Weigh(whole, ColourEvidence.Plain(plain, chosen), coloured, Shares(chosen).select(1, 0));
    }

    /// <summary>The choice, with what colours have to say among the best few candidates.</summary>
    public CandidateAnswer Prefer(CandidateAnswer phrases)
    {
        var best = Best(phrases, (int)Math.Min(Compared, outlines.Candidates.Count));                         // [C, Q]
        var valid = outlines.Candidates.Valid[0].index_select(0, best.reshape(-1)).reshape(coloured.Count, -1, 1, 1); // padding shows no colour
        var within = Grid.Within(outlines.Boxes)[0].index_select(0, best.select(1, 0)).gather(1, best);       // [C, Q]
        var gains = ColourEvidence.Prefer(coloured, Shares(best) * valid, within);
        var choice = phrases.Choice.index_select(0, rows).scatter_add(1, best, gains);
        return phrases with { Choice = phrases.Choice.index_copy(0, rows, choice) };
    }

    private Tensor Best(CandidateAnswer phrases, int count) => Painting.Best(phrases, count, outlines.Boxes).index_select(0, rows);

    // [C, Q] candidates to [C, Q, 3, 11].
    private Tensor Shares(Tensor candidates)
    {
        var (boxes, shapes) = outlines.InBoxes(candidates.reshape(-1));
        return ColourEvidence.Shares(named, boxes, shapes).reshape(candidates.shape[0], candidates.shape[1], 3, ColourNames.Count);
    }
}
