namespace Yofo.Data;

/// <summary>
/// How often to draw each category as an absent one. Uniform absent words teach "a rare word is absent" (training.md), so
/// the weight is what makes a word occur as often in negatives as in positives: scenes that show it over scenes that surely do not.
/// </summary>
internal sealed class PhraseFrequencies
{
    private readonly Dictionary<string, double> weights = [];

    /// <summary>Counts over the scenes to be trained on.</summary>
    public PhraseFrequencies(IEnumerable<Scene> scenes)
    {
        var all = scenes.ToList();
        var shown = new Dictionary<string, int>();
        foreach (var category in all.SelectMany(s => s.Objects.Where(o => o.IsSingle).Select(o => o.Category).Distinct()))
            shown[category] = shown.GetValueOrDefault(category) + 1;
        foreach (var (category, count) in shown)
        {
            var without = all.Count(s => NounWords.IsSurelyAbsent(s, category));
            if (without > 0)
                weights[category] = count / (double)without;
        }
    }

    /// <summary>The weight of a category; 0 for one that is never drawn.</summary>
    public double this[string category] => weights.GetValueOrDefault(category);

    /// <summary>Draws one of the categories that a test admits; null where it admits none.</summary>
    public string? Draw(Func<string, bool> admits, Random random)
    {
        var open = weights.Where(w => admits(w.Key)).ToList();
        var at = random.NextDouble() * open.Sum(w => w.Value);
        foreach (var (category, weight) in open)
        {
            at -= weight;
            if (at < 0)
                return category;
        }

        return open.Count > 0 ? open[^1].Key : null;
    }
}
