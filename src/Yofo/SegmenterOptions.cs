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

    /// <summary>
    /// What convolutions compute in: <c>auto</c> (default; fp32, and bf16 after the trunks where a quick test finds that this processor gains by it: the same
    /// masks but for a few pixels), <c>fp32</c>, or <c>bf16</c> (the trunks too: faster on such a processor, other masks here and there, no worse on the whole).
    /// </summary>
    public string Precision { get; init; } = "auto";

    /// <summary>Threads for the computation; 0 (default) leaves the choice to the engine: one a core.</summary>
    public int Threads { get; init; }
}
