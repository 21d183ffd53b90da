using Yofo.Modeling.Vision;

namespace Yofo.Inference;

/// <summary>How a session behaves over time.</summary>
internal sealed record SessionOptions
{
    /// <summary>Pixels of a frame as the network sees it, about.</summary>
    public int WorkingPixels { get; init; } = ImageInput.WorkingPixels;

    /// <summary>What it remembers of the target.</summary>
    public MemoryOptions Memory { get; init; } = new();

    /// <summary>How it decides whether the object is there at all.</summary>
    public PresenceOptions Presence { get; init; } = new();
}
