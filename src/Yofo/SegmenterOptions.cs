namespace Yofo;

/// <summary>How a <see cref="Segmenter"/> is loaded.</summary>
public sealed record SegmenterOptions
{
    /// <summary>Folder with the model files (<c>compact.safetensors</c>, <c>base/</c>). Default: the folder <c>models</c> above the program.</summary>
    public string? ModelFolder { get; init; }

    /// <summary>Weights to use instead of the default ones, or null.</summary>
    public string? Weights { get; init; }

    /// <summary>Where to compute: <c>cpu</c> (default) or <c>cuda</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Threads for the computation; 0 (default) leaves the choice to the engine: one a core.</summary>
    public int Threads { get; init; }
}
