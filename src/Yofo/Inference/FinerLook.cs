using Yofo.Modeling;
using static TorchSharp.torch;

namespace Yofo.Inference;

/// <summary>
/// Small things are looked at with more pixels (<see cref="FrameSight.Finer"/>): a girl who takes a twentieth of the frame, or the bag on her back. Only what is
/// believed to be there: a finer look for what is not seen finds things that are not meant. Each phrase decides for itself, so that it is answered the
/// same whatever is asked beside it [ours; docs/experiments.md].
/// </summary>
internal static class FinerLook
{
    /// <summary>Share of the frame up to which the box of the best candidate is small: of DAVIS's development clips the girls and their bags are, and now and then the rider [ours].</summary>
    public const double Small = 0.08;

    private const double Believed = 0; // logit of presence

    /// <summary>Mines a frame, each phrase at the size that it wants; nothing is painted twice.</summary>
    /// <param name="network">The network.</param>
    /// <param name="sight">The frame.</param>
    /// <param name="language">The phrases.</param>
    /// <returns>All but the image's own tensors belong to the dispose scope of the caller.</returns>
    public static MinedSight Mine(YofoNetwork network, FrameSight sight, LanguageFeatures language)
    {
        var all = Enumerable.Range(0, (int)language.Count).ToList();
        var looks = new List<MinedLook>();
        IReadOnlyList<int> small = [];
        Look(sight.Whole, chosen =>
        {
            small = sight.HasFiner ? Phrases(chosen) : [];
            return all.Except(small);
        });
        if (small.Count > 0)
        {
            Look(sight.Finer!, _ => small);
        }

        return new MinedSight(looks, sight.Whole.Fine.shape[2], sight.Whole.Fine.shape[3]);

        void Look(ImageFeatures image, Func<ChosenFrame, IEnumerable<int>> pick)
        {
            using var scope = NewDisposeScope(); // frees what one look leaves behind before the other
            var chosen = network.Choose(image, language);
            var phrases = pick(chosen).ToList();
            if (phrases.Count == 0)
            {
                return;
            }

            var rows = tensor([.. phrases.Select(phrase => (long)phrase)], device: image.Fine.device);
            var mined = phrases.Count == all.Count ? network.Mine(chosen, language) : network.Mine(chosen.Rows(rows), language.Rows(rows));
            scope.MoveToOuter(mined.Made);
            looks.Add(new MinedLook(phrases, mined));
        }
    }

    /// <summary>The phrases whose object is small.</summary>
    /// <param name="chosen">The frame at the working size.</param>
    public static IReadOnlyList<int> Phrases(ChosenFrame chosen)
    {
        if (chosen is not { Answer: { } answer, Presence: { } presence })
        {
            return [];
        }

        var candidates = chosen.Image.Candidates;
        var best = Painting.Best(answer, 1, candidates.Boxes).squeeze(1);                                    // [N]
        var area = Grid.Area(candidates.Boxes)[0].index_select(0, best);
        var real = candidates.Valid[0].index_select(0, best).gt(0);
        using var small = (area.lt(Small) & real & presence.gt(Believed)).cpu();
        return [.. Enumerable.Range(0, (int)small.shape[0]).Where(phrase => small[phrase].item<bool>())];
    }
}
