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
    /// What convolutions compute in: <c>auto</c> (default; bf16 where a quick test finds that this processor gains by it, else fp32), <c>fp32</c> or <c>bf16</c>.
    /// Masks in bf16 differ here and there and are as good on the whole: J&amp;F of the development clips 0.645 instead of 0.650 [ours; docs/performance.md].
    /// </summary>
    public string Precision { get; init; } = "auto";

    /// <summary>Threads for the computation; 0 (default) leaves the choice to the engine: one a core.</summary>
    public int Threads { get; init; }
}
