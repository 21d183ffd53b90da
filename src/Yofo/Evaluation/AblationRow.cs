namespace Yofo.Evaluation;

/// <summary>How one network of an ablation did on the development sets, or on a public set; null where that part was left out, or the set has none.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="FeatureMining">Whether feature mining is on, as its weights file says.</param>
/// <param name="MetaTransfer">Whether meta-transfer is on, as its weights file says.</param>
/// <param name="Weights">Its weights file.</param>
/// <param name="J">Mean J over clips, of a public set over phrases.</param>
/// <param name="F">Mean F, likewise.</param>
/// <param name="RightEmpty">Share of frames in which a right phrase was answered empty.</param>
/// <param name="WrongEmpty">Share of frames in which a phrase of another clip was answered empty.</param>
/// <param name="Stills">Mean IoU over the phrases of stills that mean something.</param>
internal sealed record AblationRow(
    string Name, bool FeatureMining, bool MetaTransfer, string Weights, double? J, double? F, double? RightEmpty, double? WrongEmpty, double? Stills)
{
    /// <summary>Mean of <see cref="J"/> and <see cref="F"/>.</summary>
    public double? JAndF => (J + F) / 2;

    /// <summary>Mean J over clips of marking the whole frame.</summary>
    public double? Everything { get; init; }

    /// <summary>Mean J over clips of marking a centred ellipse.</summary>
    public double? Ellipse { get; init; }

    /// <summary>Sums a network's development report up.</summary>
    public static AblationRow Of(string name, bool featureMining, bool metaTransfer, DevelopmentReport report)
    {
        var (clips, stills) = (report.Clips, report.Stills.Where(answer => !answer.Absent).ToList());
        return new(
            name, featureMining, metaTransfer, Path.GetFileName(report.Weights),
            Mean(clips, clip => clip.J), Mean(clips, clip => clip.F), Mean(clips, clip => clip.RightEmpty), Mean(clips, clip => clip.WrongEmpty), Mean(stills, answer => answer.Overlap))
        {
            Everything = Mean(clips, clip => clip.Everything),
            Ellipse = Mean(clips, clip => clip.Ellipse),
        };
    }

    /// <summary>Sums a network's report on a public set up; of Ref-DAVIS17, each phrase is held to its own object.</summary>
    public static AblationRow Of(string name, bool featureMining, bool metaTransfer, DatasetReport report)
    {
        var phrases = report.Scores!.Phrases;
        return new(
            name, featureMining, metaTransfer, report.Weights, Mean(phrases, phrase => phrase.J),
            phrases.Any(phrase => phrase.F is null) ? null : Mean(phrases, phrase => phrase.F!.Value), report.RightEmpty, report.WrongEmpty, null)
        {
            Everything = Mean(phrases, phrase => phrase.Everything),
            Ellipse = Mean(phrases, phrase => phrase.Ellipse),
        };
    }

    private static double? Mean<T>(IReadOnlyCollection<T> items, Func<T, double> value) => items.Count == 0 ? null : items.Average(value);
}
