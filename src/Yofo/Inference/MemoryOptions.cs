namespace Yofo.Inference;

/// <summary>How the target memory remembers.</summary>
internal sealed record MemoryOptions
{
    /// <summary>Most frames in memory, the newest included [ours; LWL: 32].</summary>
    public int Capacity { get; init; } = 16;

    /// <summary>Every how many frames one is kept [ours].</summary>
    public int Interval { get; init; } = 4;

    /// <summary>What a frame's weight loses each frame [ours; LWL: 0.1 with every frame kept].</summary>
    public double Decay { get; init; } = 0.03;
}
