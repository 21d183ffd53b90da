using TorchSharp.Modules;
using Yofo.Engine;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Yofo.Modeling;

/// <summary>
/// Feature mining at the other two scales: the sentence against the whole frame (stride 16) and each word against fine pixels
/// (stride 8) [paper: multi-scale, scale-consistent; ours: how]. It finds what no candidate holds: a rider with the horse,
/// a flock, a thing that the detector does not know.
/// </summary>
internal sealed class DenseMining : Module
{
    private readonly Conv2d project_coarse;
    private readonly Conv2d project_place;
    private readonly Linear sentence_gain;
    private readonly Linear sentence_shift;
    private readonly WordAttention coarse_words;
    private readonly Conv2d coarse_mix;
    private readonly Conv2d project_middle;
    private readonly Conv2d reduce;
    private readonly WordAttention fine_words;
    private readonly Conv2d fine_mix;

    /// <summary>Creates the module.</summary>
    public DenseMining(NetworkOptions options, (int Fine, int Middle, int Coarse) channels, int languageChannels)
        : base(nameof(DenseMining))
    {
        var (wide, narrow) = (2 * options.DenseWidth, options.DenseWidth);
        project_coarse = Conv2d(channels.Coarse, wide, 1);
        project_place = Conv2d(2, wide, 1);
        sentence_gain = Linear(languageChannels, wide);
        sentence_shift = Linear(languageChannels, wide);
        coarse_words = new WordAttention(wide, languageChannels);
        coarse_mix = Conv2d(wide, wide, 3, padding: 1);
        project_middle = Conv2d(channels.Middle, narrow, 1);
        reduce = Conv2d(wide, narrow, 1);
        fine_words = new WordAttention(narrow, languageChannels);
        fine_mix = Conv2d(narrow, narrow, 3, padding: 1);
        RegisterComponents();
    }

    /// <summary>Each word against fine pixels, S = H/8 * W/8 of them.</summary>
    public WordAttention FineWords => fine_words;

    /// <summary>Mines one frame for N phrases: [N, D, H/8, W/8].</summary>
    public Tensor Mine(ImageFeatures image, LanguageFeatures language)
    {
        using var stage = StageClock.Measure("FM: dense");
        using var scope = NewDisposeScope();
        var words = language.Words * LanguageScaling.Words;
        var sentence = language.Sentence * LanguageScaling.Sentence;
        var coarse = project_coarse.Convolve(image.Coarse) + project_place.Convolve(Grid.Coordinates(image.Coarse.shape[2], image.Coarse.shape[3], image.Coarse.device));
        var gain = sentence_gain.call(sentence).tanh().unsqueeze(-1).unsqueeze(-1);                          // [N, 2D, 1, 1]
        var shift = sentence_shift.call(sentence).unsqueeze(-1).unsqueeze(-1);
        var whole = functional.gelu((coarse * (1 + gain)) + shift);                                          // [N, 2D, H/16, W/16]
        whole = whole + coarse_words.Read(whole, words, language.WordMask);
        whole = coarse_mix.Convolve(whole, Activation.Gelu) + whole;
        var pixels = functional.gelu(project_middle.Convolve(image.Middle) + Grid.Upsample(reduce.Convolve(whole), 2)); // [N, D, H/8, W/8]
        pixels = pixels + fine_words.Read(pixels, words, language.WordMask);
        return (fine_mix.Convolve(pixels, Activation.Gelu) + pixels).MoveToOuterDisposeScope();
    }
}
