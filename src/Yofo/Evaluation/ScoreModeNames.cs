namespace Yofo.Evaluation;

/// <summary>The words for the modes on the command line and in reports.</summary>
internal static class ScoreModeNames
{
    /// <summary>Every word, for help and errors.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<ScoreMode>().Select(mode => mode.Name())];

    public static string Name(this ScoreMode mode) => mode switch
    {
        ScoreMode.SemiSupervised => "semi-supervised",
        ScoreMode.Unsupervised => "unsupervised",
        _ => "by-id",
    };

    public static ScoreMode Parse(string name)
    {
        foreach (var mode in Enum.GetValues<ScoreMode>())
        {
            if (mode.Name() == name) return mode;
        }

        throw new YofoException($"The mode '{name}' is unknown; use one of {string.Join(", ", All)}.");
    }
}
