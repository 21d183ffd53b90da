using TorchSharp.Modules;
using Yofo.Engine;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Yofo.Modeling;

/// <summary>
/// Multi-scale cross-modal feature mining (FM) [paper], the scales of both domains matched: word against fine pixels, phrase
/// (neighbouring words) against object candidates, sentence against the whole frame [ours]. The words choose among the
/// candidates, an outline head outlines the chosen ones, dense mining serves what no candidate holds; painted together they
/// are the bi-modal feature Y, and the certainty is the soft weight map W.
/// </summary>
internal sealed class FeatureMining : Module
{
    private readonly CandidateMining candidates;
    private readonly CropMining? crops;
    private readonly CandidateNouns named;
    private readonly DenseMining dense;
    private readonly Conv2d mix;
    private readonly Conv2d bimodal;
    private readonly Conv2d weight;
    private readonly Func<ImageFeatures, Tensor?> coloursOf;
    private readonly Func<ImageFeatures, Tensor, Tensor> look;
    private readonly int outlined;

    /// <summary>Creates the module.</summary>
    public FeatureMining(NetworkOptions options, ImageEncoder image, LanguageEncoder language, NameSpace names)
        : base(nameof(FeatureMining))
    {
        outlined = options.Outlined;
        (coloursOf, look) = (image.ColoursOf, image.Look);
        candidates = new CandidateMining(options, image, language, names);
        crops = options.Crops && image.Crops.Side > 0 ? new CropMining(image, language) : null;
        named = new CandidateNouns(image.ClassNames);
        dense = new DenseMining(options, image.Channels, language.Channels);
        mix = Conv2d(options.DenseWidth + Painting.Channels, options.DenseWidth, 3, padding: 1);
        bimodal = Conv2d(options.DenseWidth + Painting.Channels, options.BimodalChannels, 1);
        weight = Conv2d(options.DenseWidth + Painting.Channels, 1, 1);
        init.zeros_(weight.weight); // W starts as all ones [LWL]
        init.ones_(weight.bias);
        RegisterComponents();
    }

    /// <summary>The choice among candidates, which is trained first and alone.</summary>
    public CandidateMining Candidates => candidates;

    /// <summary>A second opinion on the candidates, from their crops; null without.</summary>
    public CropMining? Crops => crops;

    /// <summary>Mines one frame for N phrases, once their candidates are chosen (<see cref="Choose"/>).</summary>
    public MinedFeatures Mine(ChosenFrame chosen, LanguageFeatures language)
    {
        var (image, outlines, answer, presence) = (chosen.Image, chosen.Outlines, chosen.Answer!, chosen.Presence!);
        var (painted, _) = Painting.Paint(answer, outlined, outlines);                                         // [N, 3, H/4, W/4]
        var coarse = MemoryLayout.ChannelsLast(functional.avg_pool2d(painted, 3, stride: 2, padding: 1)); // [N, 3, H/8, W/8], cells on their pixels
        var hidden = mix.Convolve(cat([dense.Mine(image, language), coarse], 1), Activation.Gelu);
        var all = cat([hidden, coarse], 1);
        return new MinedFeatures(bimodal.Convolve(all), functional.softplus(weight.Convolve(all)) * (1 / 1.3133), answer, presence); // softplus(1) = 1.3133
    }

    /// <summary>The words of N phrases choose among the candidates of one frame.</summary>
    public ChosenFrame Choose(ImageFeatures image, LanguageFeatures language, CandidateOutlines outlines)
    {
        var seen = image.Candidates;
        if (language is not { Asked: { } asked, Questions: { } questions })
        {
            var answer = candidates.Mine(seen, language);
            return new ChosenFrame(image, outlines, answer, answer.Presence);
        }

        // In the order of PhraseQuestions.Texts.
        var answers = candidates.Mine(seen, asked);
        var (next, count) = (0L, language.Count);
        CandidateAnswer Take(long rows) => answers.Rows((next += rows) - rows, rows);
        var (phrases, nouns) = (Take(count), Take(count));
        var (companions, cores, subjects, excluded, plain) =
            (Take(questions.Companions.Count), Take(questions.Cores.Count), Take(questions.Subjects.Count), Take(questions.Excluded.Count), Take(questions.Plain.Count));
        var landmarks = Take(questions.Landmarks.Count);
        phrases = phrases.Replace(questions.Subjects, subjects);
        var parts = CandidateParts.Discount(seen);
        var (gain, isSeen, lack) = named.Read(seen.Scores, questions.Classes);
        phrases = phrases with
        {
            Choice = phrases.Choice - CandidateGroups.Discount(seen, questions.Several) - CandidateExclusion.Discount(excluded, questions.Excluded, count)
                - parts + gain,
        };
        var (rather, there) = CropEvidence.Of(crops, some => look(image, some), phrases.Choice, seen.Valid, language);
        phrases = phrases with { Choice = phrases.Choice + rather };

        var colours = questions.Coloured.Count > 0 && coloursOf(image) is { } map ? new FrameColours(map, outlines, questions.Coloured) : null;
        // Before colours choose: else "the woman in the red dress" would be there wherever some woman wears some red.
        var presence = lack + there + PresenceEvidence.Join(phrases, nouns, cores, questions.Cores, new PresenceHints
        {
            Weigh = whole => LandmarkEvidence.Weigh(colours?.Weigh(whole, phrases, plain) ?? whole, landmarks, questions.Landmarks, seen.Boxes),
            Moving = questions.Moving,
            Bare = questions.Bare,
            Together = (companions, questions.Companions),
            Seen = isSeen,
        });
        var preferred = phrases with { Member = phrases.Member - parts };
        preferred = colours?.Prefer(preferred) ?? preferred;
        return new ChosenFrame(image, outlines, preferred with { Also = CandidateUnion.Of(seen, preferred, companions, questions) }, presence);
    }
}
