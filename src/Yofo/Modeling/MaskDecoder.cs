using TorchSharp.Modules;
using Yofo.Engine;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Yofo.Modeling;

/// <summary>
/// The decoder of Figure 2: the transferred feature Y~ and the image in, the mask out. Top-down over the image's strides [LWL];
/// Y~ also weighs the frame's candidates anew, so that what the memory knows of the target, and not this frame's words alone,
/// decides which outlines are painted into the mask [ours].
/// </summary>
internal sealed class MaskDecoder : Module
{
    private const int Signs = 5;
    private const float Certain = 0.982f; // logit 4: surer than that no outline is believed [ours]

    // logit -8: what the best outline is less sure of is ruled out. The cockatoo's flank in the shade has -4 to -7, the wall behind it -8 and less [ours]
    private const float RuledOut = 3.4e-4f;

    // Of what it adds, half is believed in prediction: it knows its few clips too well. On photos mean IoU rose from .543 to .548 before
    // presence, on clips J from .583 to .589 [ours].
    private const double Restraint = 0.5;

    private readonly Conv2d project_middle;
    private readonly Conv2d target_in;
    private readonly Conv2d target_mix;
    private readonly Conv2d target;
    private readonly Linear judge_in;
    private readonly Linear judge;
    private readonly Linear present_in;
    private readonly Linear present;
    private readonly Conv2d project_fine;
    private readonly Conv2d reduce;
    private readonly Conv2d mask_in;
    private readonly Conv2d mask;
    private readonly Parameter trust;
    private readonly int outlined;

    /// <summary>Creates the decoder.</summary>
    public MaskDecoder(NetworkOptions options, (int Fine, int Middle, int Coarse) channels)
        : base(nameof(MaskDecoder))
    {
        outlined = options.Outlined;
        var (wide, narrow) = (options.DecoderWidth, options.DecoderWidth / 2);
        project_middle = Conv2d(channels.Middle, wide, 1);
        target_in = Conv2d(wide + options.BimodalChannels, wide, 3, padding: 1);
        target_mix = Conv2d(wide, wide, 3, padding: 1);
        target = Conv2d(wide, 1, 1);
        judge_in = Linear(Signs, 32);
        judge = Linear(32, 2);
        present_in = Linear(Signs + 2, 32);
        present = Linear(32, 1);
        project_fine = Conv2d(channels.Fine, narrow, 1);
        reduce = Conv2d(wide, narrow, 1);
        mask_in = Conv2d((2 * narrow) + 1 + Painting.Channels, narrow, 3, padding: 1);
        mask = Conv2d(narrow, 1, 3, padding: 1);
        trust = Parameter(tensor(1f)); // how far the painted outline is believed before anything is learned [ours]
        init.zeros_(judge.weight);
        init.zeros_(judge.bias);
        init.zeros_(present.weight);
        init.zeros_(present.bias);
        init.zeros_(mask.weight);
        init.zeros_(mask.bias);
        RegisterComponents();
    }

    /// <summary>Decodes one frame for N phrases.</summary>
    /// <param name="image">The frame.</param>
    /// <param name="transferred">Y~: [N, Cy, H/8, W/8].</param>
    /// <param name="mined">What the words found, its candidates null with feature mining off.</param>
    /// <param name="outlines">The frame's outlines.</param>
    /// <param name="remembers">Whether Y~ comes from frames before this one, and may tell which outline is theirs.</param>
    /// <param name="carried">[N, 1, H/4, W/4], 0 to 1: the masks of the frame before, carried over by motion; null where there are none.</param>
    /// <param name="moved">[N, K]: what the choice gains by how the candidates move; null where that is not known.</param>
    public DecodedMask Decode(ImageFeatures image, Tensor transferred, MinedFeatures mined, CandidateOutlines outlines, bool remembers, Tensor? carried = null, Tensor? moved = null)
    {
        var count = transferred.shape[0];
        var hidden = Beside(target_in, project_middle.Convolve(image.Middle, Activation.Gelu), MemoryLayout.ChannelsLast(transferred));
        hidden = target_mix.Convolve(hidden, Activation.Gelu) + hidden;                                       // [N, D, H/8, W/8]
        var coarse = target.Convolve(hidden);                                                                 // [N, 1, H/8, W/8]
        var fine = project_fine.Convolve(image.Fine, Activation.Gelu);                                        // [1, D/2, H/4, W/4]
        var up = Grid.Upsample(cat([reduce.Convolve(hidden), coarse], 1), 2);
        if (mined.Candidates is not { } answer)
        {
            var bare = zeros(count, Painting.Channels, fine.shape[2], fine.shape[3], device: fine.device);
            return new DecodedMask(Finish(fine, up, bare) + up.narrow(1, (int)up.shape[1] - 1, 1), coarse, null, mined.Presence);
        }

        var signs = Agreement(coarse.sigmoid(), image.Candidates, answer);                                // [N, K, 5]
        var verdict = judge.call(functional.gelu(judge_in.call(signs)));                                  // [N, K, 2]
        var choice = answer.Choice + verdict.select(2, 0);
        var member = answer.Member + verdict.select(2, 1);
        var before = remembers && !training && carried is not null ? new CarriedOutline(carried, image.Candidates.Boxes) : null;
        choice = before is null ? choice : choice + before.Gain();
        choice = moved is null ? choice : choice + moved;
        var (painted, outline) = Painting.Paint(answer with { Choice = choice, Member = member }, outlined, outlines, remembers && !training ? new Recollection(coarse, before) : null);
        // The best outline alone is the first guess; the soft choice between two would be below one half for both.
        var alone = painted.narrow(1, Painting.Alone, 1).clamp(1 - Certain, Certain);
        var mask = Gain(Finish(fine, training ? Hide(up) : up, painted)) + (trust * (alone / (1 - alone)).log());
        return new DecodedMask(mask, coarse, choice, mined.Presence + Evidence(coarse, choice, signs, answer.Presence)) { Possible = training ? null : outline.gt(RuledOut) };
    }

    // What the memory adds to presence: whether the target map agrees with the candidate that the words choose.
    private Tensor Evidence(Tensor coarse, Tensor choice, Tensor signs, Tensor presence)
    {
        var best = choice.argmax(1).reshape(-1, 1, 1).expand(-1, 1, Signs);
        var strongest = coarse.amax([1, 2, 3]).clamp(-12, 12) / 4;                                        // [N]
        var all = cat([signs.gather(1, best).squeeze(1), strongest.unsqueeze(1), presence.clamp(-12, 12).unsqueeze(1) / 4], 1);
        return present.call(functional.gelu(present_in.call(all))).squeeze(1);
    }

    // What lies beyond one candidate may be added freely, but hardly anything cut (at most ln 2): the outline was taught by thirteen
    // thousand objects, the rest of the decoder by a few clips, and it cuts holes into what those do not show [ours].
    private Tensor Gain(Tensor logits) => (functional.softplus(logits) - Math.Log(2)) * (training ? 1 : Restraint);

    // A third of the masks are finished without the target map, which fits training clips too well to be followed everywhere [ours].
    private static Tensor Hide(Tensor map) =>
        map * rand(map.shape[0], 1, 1, 1, device: map.device).gt(0.33).to_type(ScalarType.Float32);

    private Tensor Finish(Tensor fine, Tensor up, Tensor painted) =>
        mask.Convolve(Beside(mask_in, fine, cat([up, MemoryLayout.ChannelsLast(painted)], 1)));

    // A 3 x 3 layer and its gelu over what all phrases share (the image: 1 row) and what each has of its own (N rows). A convolution is linear in its
    // channels, so of several phrases the shared ones are convolved once.
    private static Tensor Beside(Conv2d layer, Tensor shared, Tensor own)
    {
        var (channels, count) = (shared.shape[1], own.shape[0]);
        return count == 1
            ? layer.Convolve(cat([shared, own], 1), Activation.Gelu)
            : functional.gelu(
                layer.ConvolvePart(shared, 0, layer.bias)
                + layer.ConvolvePart(own, channels));
    }

    // How each candidate's box agrees with the target map: its mean inside, its share of the whole, its best against the rest.
    private static Tensor Agreement(Tensor target, CandidateFeatures candidates, CandidateAnswer answer)
    {
        var (count, boxes) = (target.shape[0], candidates.Boxes[0]);
        var inside = Grid.SampleBoxes(target.transpose(0, 1), boxes, 8, 8);                               // [K, N, 8, 8]
        var mean = inside.mean([2, 3]).transpose(0, 1);                                                   // [N, K]
        var sides = boxes.narrow(1, 2, 2) - boxes.narrow(1, 0, 2);
        var area = (sides.select(1, 0) * sides.select(1, 1)).unsqueeze(0);                                // [1, K]
        var whole = target.mean([1, 2, 3]).unsqueeze(1);                                                  // [N, 1]
        var share = (mean * area / whole.clamp_min(1e-3)).clamp(0, 1.5);
        var union = mean * area / (area + whole - (mean * area)).clamp_min(1e-3);
        return stack([answer.Choice.log_softmax(1).clamp_min(-12) / 4, answer.Member.clamp(-12, 12) / 4, mean, share, union], 2);
    }
}
