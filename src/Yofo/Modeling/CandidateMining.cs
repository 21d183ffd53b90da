using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Yofo.Modeling;

/// <summary>
/// Feature mining at the phrase's scale: neighbouring words against object candidates [ours; training.md, third prototype].
/// Candidates, words, windows of words and the sentence attend to one another; each candidate gets a logit to be the one
/// that is meant and one to be part of what is meant, the sentence one to be in the frame at all.
/// </summary>
internal sealed class CandidateMining : Module
{
    private readonly Func<Tensor, Tensor> opinion;
    private NameSpace names; // no parameters: never in a checkpoint
    private readonly Linear embed_classes;
    private readonly Linear embed_name;
    private readonly Linear embed_appearance;
    private readonly Linear embed_colours;
    private readonly Linear embed_colour_names;
    private readonly Linear embed_geometry;
    private readonly Linear embed_similarity;
    private readonly Linear embed_language;
    private readonly Linear pairs_in;
    private readonly Linear pairs;
    private readonly Parameter kinds;
    private readonly LayerNorm norm;
    private readonly ModuleList<TransformerLayer> layers;
    private readonly LayerNorm norm_out;
    private readonly Linear choice;
    private readonly Linear member;
    private readonly Linear presence;
    private double veiled; // nothing is held back unless a training says so

    /// <summary>Creates the module.</summary>
    /// <param name="options">Widths.</param>
    /// <param name="image">Gives the number of classes and of appearance channels.</param>
    /// <param name="language">Gives the length of the states.</param>
    /// <param name="names">Class and colour names in the language's space.</param>
    public CandidateMining(NetworkOptions options, ImageEncoder image, LanguageEncoder language, NameSpace names)
        : base(nameof(CandidateMining))
    {
        this.names = names;
        opinion = image.ClassesOf;
        var width = options.TokenWidth;
        embed_classes = Linear(image.ClassNames.Count, width);
        embed_name = Linear(language.Channels, width);
        embed_appearance = Linear(image.AppearanceChannels, width);
        embed_colours = Linear(33, width);
        embed_colour_names = Linear(language.Channels, width);
        embed_geometry = Linear(CandidateSigns.GeometryCount, width);
        embed_similarity = Linear(CandidateSigns.SimilarityCount, width);
        embed_language = Linear(language.Channels, width);
        pairs_in = Linear(CandidateSigns.PairCount, 32);
        pairs = Linear(32, TransformerLayer.Heads * options.TokenLayers);
        init.zeros_(pairs.weight);
        init.zeros_(pairs.bias);
        kinds = Parameter(randn(4, width) * 0.1); // candidate, word, window, sentence
        norm = LayerNorm(width);
        layers = new ModuleList<TransformerLayer>([.. Enumerable.Range(0, options.TokenLayers).Select(_ => new TransformerLayer(width))]);
        norm_out = LayerNorm(width);
        choice = Linear(width, 1);
        member = Linear(width, 1);
        presence = Linear(width, 1);
        RegisterComponents();
    }

    /// <summary>Mines a batch of pairs, each with candidates of its own.</summary>
    /// <param name="candidates">[N, K, ...], or [1, K, ...] for one frame with N phrases.</param>
    /// <param name="language">N phrases.</param>
    public CandidateAnswer Mine(CandidateFeatures candidates, LanguageFeatures language)
    {
        var count = language.Count;
        var seen = Expand(candidates, count);
        var tokens = Looks(candidates)
            + embed_similarity.call(CandidateSigns.Similarity(seen, opinion(candidates.Appearance), language, names));  // [N, K, D]
        var words = embed_language.call(language.Words * LanguageScaling.Words) + kinds[1];                    // [N, L, D]
        var windows = embed_language.call(language.Neighbours * LanguageScaling.Words) + kinds[2];             // [N, M, D]
        var sentence = embed_language.call(language.Sentence * LanguageScaling.Sentence).unsqueeze(1) + kinds[3];
        var all = norm.call(cat([sentence, tokens, words, windows], 1));
        var mask = cat([ones(count, 1, device: all.device), seen.Valid, language.WordMask, language.NeighbourMask], 1);
        var bias = ((mask - 1) * 1e4).reshape(count, 1, 1, -1);
        var seats = Seats(candidates, all.shape[1]);                                                    // [N or 1, heads * layers, T, T]
        foreach (var (layer, index) in layers.Select((layer, index) => (layer, index)))
        {
            all = layer.call(all, seats.narrow(1, index * TransformerLayer.Heads, TransformerLayer.Heads) + bias);
        }

        all = norm_out.call(all);
        var objects = all.narrow(1, 1, seen.Count);
        var padding = (seen.Valid - 1) * 1e4;
        return new CandidateAnswer(
            choice.call(objects).squeeze(2) + padding,
            member.call(objects).squeeze(2) + padding,
            presence.call(all.select(1, 0)).squeeze(1));
    }

    /// <summary>How much is held back in training, so that it does not tell the training pictures apart.</summary>
    /// <param name="dropout">Share of what each layer adds that is left out.</param>
    /// <param name="veiled">Share of the pictures that come without their appearance.</param>
    public void HoldBack(double dropout, double veiled)
    {
        this.veiled = veiled;
        foreach (var layer in layers)
        {
            layer.Dropout = dropout;
        }
    }

    /// <summary>Divides the logits of the choice for good; what is meant and whether it is there stay.</summary>
    /// <param name="temperature">Above 0; above 1 the choice grows less sure.</param>
    public void Cool(double temperature)
    {
        using var frozen = no_grad();
        choice.weight!.div_(temperature);
        choice.bias!.div_(temperature);
    }

    // What no phrase has a say in: [1 or N, K, D].
    private Tensor Looks(CandidateFeatures candidates)
    {
        var scores = candidates.Scores;
        var shares = scores / scores.sum(2, keepdim: true).clamp_min(1e-4);
        var colourNames = candidates.Colours.narrow(2, 0, 11).matmul(names.Colours);
        return embed_classes.call(scores) + embed_name.call(shares.matmul(names.Classes) * 4)
            + embed_appearance.call(training ? Veil(candidates.Appearance) : candidates.Appearance) + embed_colours.call(candidates.Colours * 3)
            + embed_colour_names.call(colourNames * 4) + embed_geometry.call(CandidateSigns.Geometry(candidates)) + kinds[0];
    }

    // How candidates lie to one another, as a bias of their attention: beside, above, inside, double [ours].
    private Tensor Seats(CandidateFeatures candidates, long length)
    {
        var lie = pairs.call(functional.gelu(pairs_in.call(CandidateSigns.Pairs(candidates)))).permute(0, 3, 1, 2);
        var after = length - 1 - candidates.Count;
        return functional.pad(lie, [1, after, 1, after]);
    }

    // Some of the pictures without their appearance, or it would tell the training pictures apart [ours].
    private Tensor Veil(Tensor appearance) =>
        appearance * rand(appearance.shape[0], 1, 1, device: appearance.device).gt(veiled).to_type(ScalarType.Float32);

    /// <inheritdoc/>
    protected override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) // what to(device) calls
    {
        var device = new Device(deviceType, deviceIndex);
        names = new NameSpace(names.Classes.to(device), names.Colours.to(device));
        return base._to(deviceType, deviceIndex, non_blocking);
    }

    private static CandidateFeatures Expand(CandidateFeatures candidates, long count) =>
        candidates.Boxes.shape[0] == count ? candidates : candidates.Map(values => values.expand([count, .. values.shape[1..]]));
}
