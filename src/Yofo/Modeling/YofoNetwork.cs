using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>
/// Figure 2 of the paper as code:
/// frame + phrase -> image encoder, language encoder (both multi-scale) -> feature mining (FM) -> bi-modal feature Y and soft
/// weight map W -> meta-transfer (MT): kernel tau by steepest descent over the memory -> transferred feature Y~ -> decoder -> mask.
/// The network has no notion of time: <see cref="Mine(ImageFeatures, LanguageFeatures)"/> and <see cref="Decode"/> are its two halves, and whoever holds the
/// memory (VideoSession in prediction, a clip in training) stands between them. N phrases, one frame of H x W pixels.
/// </summary>
internal sealed class YofoNetwork : nn.Module
{
    private readonly ImageEncoder image_encoder;
    private readonly LanguageEncoder language_encoder;
    private readonly FeatureMining? feature_mining;
    private readonly PlainFusion? plain_fusion;
    private readonly OutlineHead outline_head;
    private readonly MetaTransfer? meta_transfer;
    private readonly MaskDecoder mask_decoder;

    /// <summary>Puts the boxes together.</summary>
    /// <param name="options">Sizes and the switches of the paper's ablation.</param>
    /// <param name="imageEncoder">Frame to maps and candidates.</param>
    /// <param name="languageEncoder">Phrases to words, windows, sentences.</param>
    /// <param name="names">Class and colour names in the language encoder's space.</param>
    public YofoNetwork(NetworkOptions options, ImageEncoder imageEncoder, LanguageEncoder languageEncoder, NameSpace names)
        : base(nameof(YofoNetwork))
    {
        Options = options;
        image_encoder = imageEncoder;
        language_encoder = languageEncoder;
        feature_mining = options.FeatureMining ? new FeatureMining(options, imageEncoder, languageEncoder, names) : null;
        plain_fusion = options.FeatureMining ? null : new PlainFusion(options, imageEncoder.Channels, languageEncoder.Channels);
        outline_head = new OutlineHead(options, imageEncoder.Channels);
        meta_transfer = options.MetaTransfer ? new MetaTransfer(options, imageEncoder.Channels) : null;
        mask_decoder = new MaskDecoder(options, imageEncoder.Channels);
        RegisterComponents();
    }

    /// <summary>What the network was built with.</summary>
    public NetworkOptions Options { get; }

    /// <summary>Frame to features; once a frame, however many phrases.</summary>
    public ImageEncoder ImageEncoder => image_encoder;

    /// <summary>Phrases to features; once a video.</summary>
    public LanguageEncoder LanguageEncoder => language_encoder;

    /// <summary>Feature mining, or null where it is switched off.</summary>
    public FeatureMining? FeatureMining => feature_mining;

    /// <summary>The outlines of candidates.</summary>
    public OutlineHead OutlineHead => outline_head;

    /// <summary>Meta-transfer, or null where it is switched off.</summary>
    public MetaTransfer? MetaTransfer => meta_transfer;

    /// <summary>Readies the network for prediction: the convolutions of the image encoder and of the boxes compute in this type, with channels last; all between them stays fp32. To be called after the network was moved to its device.</summary>
    /// <param name="type">fp32 or bf16.</param>
    public void ComputeIn(ScalarType type)
    {
        image_encoder.ComputeIn(type);
        foreach (var box in new nn.Module?[] { feature_mining, plain_fusion, outline_head, meta_transfer, mask_decoder })
        {
            box?.ComputeIn(type);
        }
    }

    /// <summary>First half: what the words find in this frame, and, for the memory, the frame as the inner solver sees it.</summary>
    public MinedFrame Mine(ImageFeatures image, LanguageFeatures language) => Mine(Choose(image, language), language);

    /// <summary>The beginning of the first half: the words choose among the frame's candidates. Whoever sees from that that a phrase wants another look need not paint it.</summary>
    public ChosenFrame Choose(ImageFeatures image, LanguageFeatures language)
    {
        var outlines = new CandidateOutlines(outline_head, image);
        return feature_mining?.Choose(image, language, outlines) ?? new ChosenFrame(image, outlines, null, null);
    }

    /// <summary>The rest of the first half.</summary>
    /// <param name="chosen">The frame, for N phrases.</param>
    /// <param name="language">The same phrases.</param>
    public MinedFrame Mine(ChosenFrame chosen, LanguageFeatures language)
    {
        var (image, outlines) = (chosen.Image, chosen.Outlines);
        var mined = feature_mining?.Mine(chosen, language) ?? plain_fusion!.Mine(image, language);
        if (meta_transfer is null)
        {
            return new MinedFrame(image, outlines, mined, null, null);
        }

        var x = meta_transfer.ImageFeature(image);
        return new MinedFrame(image, outlines, mined, x, MetaTransfer.Sample(x, mined.Y, mined.W));
    }

    /// <summary>Second half: the kernel that reconstructs Y over the memory, the transferred feature, and its mask.</summary>
    /// <param name="frame">This frame's first half.</param>
    /// <param name="memory">Weighted sum over the memory, this frame's sample in it; null with meta-transfer off.</param>
    /// <param name="start">Kernel of the frame before, or null.</param>
    /// <param name="carried">[N, 1, H/4, W/4], 0 to 1: the masks of the frame before, carried over by motion; null where there are none.</param>
    /// <param name="moved">[N, K]: what the choice gains by how the candidates move; null where that is not known.</param>
    public (DecodedMask Decoded, Tensor? Kernel) Decode(MinedFrame frame, TransferSample? memory, Tensor? start, Tensor? carried = null, Tensor? moved = null)
    {
        var kernel = memory is null ? null : meta_transfer!.Solve(memory, start);
        var transferred = kernel is null ? frame.Mined.Y : MetaTransfer.Transfer(frame.X!, kernel);       // [N, Cy, H/8, W/8]
        var decoded = mask_decoder.Decode(frame.Image, transferred, frame.Mined, frame.Outlines, remembers: kernel is not null && start is not null, carried, moved);
        return (decoded with { Transferred = transferred }, kernel);
    }
}
