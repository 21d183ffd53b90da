namespace Yofo.Cli.Segment;

/// <summary>Begins a sequence before it is asked for: its first item is fetched on another thread, the others as they are wanted.</summary>
/// <param name="items">The sequence; gone through once.</param>
internal sealed class EarlyStart<T>(IEnumerable<T> items) : IDisposable
{
    private readonly IEnumerator<T> enumerator = items.GetEnumerator();
    private Task<bool>? first;

    /// <summary>Begins.</summary>
    public EarlyStart<T> Begin()
    {
        first = Task.Run(enumerator.MoveNext);
        return this;
    }

    /// <summary>The items, once; what failed on the way to the first one fails here.</summary>
    public IEnumerable<T> Items()
    {
        for (var more = first!.GetAwaiter().GetResult(); more; more = enumerator.MoveNext())
        {
            yield return enumerator.Current;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        first?.ContinueWith(_ => { }, TaskScheduler.Default).Wait(); // its failure is whoever's who asked
        enumerator.Dispose();
    }
}
