using TorchSharp.Modules;
using Yofo.Engine;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Yofo.Modeling;

/// <summary>Stands in for feature mining where it is switched off: one scale and plain concatenation (the paper's ablation).</summary>
internal sealed class PlainFusion : Module
{
    private readonly Conv2d project;
    private readonly Linear words;
    private readonly Conv2d mix;
    private readonly Conv2d bimodal;
    private readonly Linear presence;

    /// <summary>Creates the module.</summary>
    public PlainFusion(NetworkOptions options, (int Fine, int Middle, int Coarse) channels, int languageChannels)
        : base(nameof(PlainFusion))
    {
        var width = 2 * options.DenseWidth;
        project = Conv2d(channels.Coarse, width, 1);
        words = Linear(languageChannels, width);
        mix = Conv2d(2 * width, width, 3, padding: 1);
        bimodal = Conv2d(width, options.BimodalChannels, 1);
        presence = Linear(width, 1);
        RegisterComponents();
    }

    /// <summary>Fuses one frame with N phrases.</summary>
    public MinedFeatures Mine(ImageFeatures image, LanguageFeatures language)
    {
        var (height, width) = (image.Coarse.shape[2], image.Coarse.shape[3]);
        var sentence = words.call(language.Sentence * LanguageScaling.Sentence).unsqueeze(-1).unsqueeze(-1).expand(-1, -1, height, width);
        var picture = project.Convolve(image.Coarse).expand(language.Count, -1, -1, -1);
        var fused = mix.Convolve(cat([picture, sentence], 1), Activation.Gelu);                               // [N, D, H/16, W/16]
        var y = Grid.Upsample(bimodal.Convolve(fused), 2);
        return new MinedFeatures(y, ones_like(y.narrow(1, 0, 1)), null, presence.call(fused.mean([2, 3])).squeeze(1));
    }
}
