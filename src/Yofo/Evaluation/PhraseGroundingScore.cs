namespace Yofo.Evaluation;

/// <summary>How stills are scored (RefCOCO, RefCOCO+, RefCOCOg): one mask a phrase, counted as LAVT's test script does [peer].</summary>
/// <param name="Samples">Number of phrases.</param>
/// <param name="OverallIou">All shared pixels over all united pixels: big objects weigh more.</param>
/// <param name="MeanIou">Mean over the phrases of intersection over union, 0 where both masks are empty.</param>
/// <param name="Precision">Share of the phrases whose intersection over union is at least 0.5, 0.6, 0.7, 0.8 and 0.9, in this order.</param>
public sealed record PhraseGroundingScore(int Samples, double OverallIou, double MeanIou, IReadOnlyList<double> Precision)
{
    /// <summary>The thresholds of <see cref="Precision"/>.</summary>
    public static IReadOnlyList<double> Thresholds { get; } = [0.5, 0.6, 0.7, 0.8, 0.9];

    /// <summary>Sums up the pixel counts of all phrases.</summary>
    /// <param name="counts">Shared and united pixels of each phrase's predicted and true mask.</param>
    /// <returns>The scores; all 0 where the united pixels are none.</returns>
    /// <exception cref="YofoException">There is no phrase to score.</exception>
    public static PhraseGroundingScore Of(IEnumerable<(long Intersection, long Union)> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var (intersections, unions, sum, samples) = (0L, 0L, 0d, 0);
        var reached = new int[Thresholds.Count];
        foreach (var (intersection, union) in counts)
        {
            var iou = union == 0 ? 0 : (double)intersection / union;
            (intersections, unions, sum, samples) = (intersections + intersection, unions + union, sum + iou, samples + 1);
            for (var k = 0; k < reached.Length; k++)
            {
                if (iou >= Thresholds[k]) reached[k]++;
            }
        }

        if (samples == 0) throw new YofoException("There is no phrase to score; give at least one pair of masks.");
        return new(samples, unions == 0 ? 0 : (double)intersections / unions, sum / samples, [.. reached.Select(count => (double)count / samples)]);
    }
}
