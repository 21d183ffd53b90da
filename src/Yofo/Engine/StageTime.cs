using System.Diagnostics;

namespace Yofo.Engine;

/// <summary>The time spent in one stage.</summary>
/// <param name="name">Name of the stage.</param>
/// <param name="order">Its place among the stages.</param>
internal sealed class StageTime(string name, int order)
{
    private long ticks;
    private long operations;

    /// <summary>Name of the stage.</summary>
    public string Name { get; } = name;

    /// <summary>Its place among the stages.</summary>
    public int Order { get; } = order;

    /// <summary>All of its time so far, in milliseconds, without that of the stages inside it.</summary>
    public double Milliseconds => Interlocked.Read(ref ticks) * 1000.0 / Stopwatch.Frequency;

    /// <summary>Floating point operations that were counted in it; 0 where none are counted.</summary>
    public long Operations => Interlocked.Read(ref operations);

    /// <summary>Counts operations.</summary>
    public void Count(long more) => Interlocked.Add(ref operations, more);

    /// <summary>Takes in an entry.</summary>
    public void Add(long elapsed) => Interlocked.Add(ref ticks, elapsed);
}
