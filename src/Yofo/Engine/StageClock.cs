using System.Collections.Concurrent;
using System.Diagnostics;

namespace Yofo.Engine;

/// <summary>
/// Where the time of a run goes: the time inside each stage, less that of the stages inside it. Stages of different threads
/// are counted side by side. Without a clock that runs, <see cref="Measure"/> costs one read of a field.
/// </summary>
internal sealed class StageClock : IDisposable
{
    private static volatile StageClock? running;

    [ThreadStatic]
    private static Stage? innermost;

    private readonly ConcurrentDictionary<string, StageTime> times = new(StringComparer.Ordinal);
    private int entered;

    private StageClock()
    {
    }

    /// <summary>The stages that were seen, in the order of their first beginning.</summary>
    public IReadOnlyList<StageTime> Times => [.. times.Values.OrderBy(time => time.Order)];

    /// <summary>Starts a clock for the whole process, until it is disposed.</summary>
    public static StageClock Start() => running = new StageClock();

    /// <summary>Marks a stage: from here to the end of the using.</summary>
    public static Span Measure(string stage) => running is { } clock ? new Span(clock.Enter(stage)) : default;

    /// <summary>Counts work that was just done, in the innermost stage of this thread.</summary>
    /// <param name="outputs">Numbers that came out.</param>
    /// <param name="products">Multiplications, each with an addition, for each of them.</param>
    public static void Work(long outputs, long products)
    {
        if (running is not null)
        {
            innermost?.Count(2 * outputs * products);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => running = null;

    private Stage Enter(string name)
    {
        var time = times.GetOrAdd(name, static (key, clock) => new StageTime(key, Interlocked.Increment(ref clock.entered)), this);
        return innermost = new Stage(time, innermost);
    }

    /// <summary>A stage that is being measured.</summary>
    internal readonly struct Span(Stage? stage) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => stage?.Leave();
    }

    /// <summary>One entry into a stage, on one thread.</summary>
    internal sealed class Stage(StageTime time, Stage? outer)
    {
        private readonly long start = Stopwatch.GetTimestamp();
        private long inside;

        /// <summary>Counts operations.</summary>
        public void Count(long operations) => time.Count(operations);

        /// <summary>Ends it.</summary>
        public void Leave()
        {
            var elapsed = Stopwatch.GetTimestamp() - start;
            time.Add(elapsed - inside);
            innermost = outer;
            if (outer is not null)
            {
                outer.inside += elapsed;
            }
        }
    }
}
