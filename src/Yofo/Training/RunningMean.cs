namespace Yofo.Training;

/// <summary>Means of figures between two lines of a log.</summary>
internal sealed class RunningMean
{
    private readonly Dictionary<string, (double Sum, int Count)> sums = [];

    /// <summary>Adds a value to a figure.</summary>
    public void Add(string name, double value)
    {
        var (sum, count) = sums.GetValueOrDefault(name);
        sums[name] = (sum + value, count + 1);
    }

    /// <summary>Gives the means and starts anew.</summary>
    public IReadOnlyDictionary<string, double> Take()
    {
        var means = sums.ToDictionary(pair => pair.Key, pair => pair.Value.Sum / pair.Value.Count);
        sums.Clear();
        return means;
    }
}
