namespace Yofo.Modeling;

/// <summary>
/// Sizes and switches of the network: what `configs/*.json` holds and what a weights file carries. The defaults are the
/// compact configuration; a config names differences only. Tags: [paper], [LWL], [ours].
/// </summary>
internal sealed record NetworkOptions
{
    /// <summary>Name of the configuration.</summary>
    public string Name { get; init; } = "compact";

    /// <summary>Image encoder: <c>compact</c> (detector and segmentation trunk), <c>resnet50</c> (the paper's backbone; its weights come by <c>yofo import</c>) or <c>tiny</c> (a few convolutions).</summary>
    public string ImageEncoder { get; init; } = "compact";

    /// <summary>Language encoder: <c>minilm</c> or <c>hashed</c> (a table of hashed words).</summary>
    public string LanguageEncoder { get; init; } = "minilm";

    /// <summary>Off: one scale and plain concatenation instead of feature mining (the paper's ablation).</summary>
    public bool FeatureMining { get; init; } = true;

    /// <summary>Off: Y is decoded directly (the paper's ablation).</summary>
    public bool MetaTransfer { get; init; } = true;

    /// <summary>Width of the candidate and word tokens [ours].</summary>
    public int TokenWidth { get; init; } = 192;

    /// <summary>Layers of attention among candidates and words [ours].</summary>
    public int TokenLayers { get; init; } = 3;

    /// <summary>Whether the words look at each candidate's own crop of the frame too, where the image encoder does [ours].</summary>
    public bool Crops { get; init; }

    /// <summary>Channels of the dense mining at stride 8; twice that at stride 16 [ours].</summary>
    public int DenseWidth { get; init; } = 64;

    /// <summary>Channels of a candidate's outline head [ours].</summary>
    public int OutlineWidth { get; init; } = 96;

    /// <summary>Candidates that are outlined for Y and again for the mask [ours].</summary>
    public int Outlined { get; init; } = 3;

    /// <summary>Cy, channels of the bi-modal feature Y: the target model's 16 filters [LWL].</summary>
    public int BimodalChannels { get; init; } = 16;

    /// <summary>Channels before the image feature x [ours].</summary>
    public int TransferHidden { get; init; } = 64;

    /// <summary>Cx, channels of the image feature x [ours; LWL: 512 at stride 16].</summary>
    public int TransferChannels { get; init; } = 32;

    /// <summary>Steps of the inner solver on a video's first frame [ours; LWL: 5 in training, 20 in prediction].</summary>
    public int FirstSteps { get; init; } = 8;

    /// <summary>Steps on each later frame, from the frame before's kernel [ours; LWL: 2 and 3].</summary>
    public int NextSteps { get; init; } = 3;

    /// <summary>Channels of the decoder [ours].</summary>
    public int DecoderWidth { get; init; } = 48;
}
