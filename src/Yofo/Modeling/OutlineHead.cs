using TorchSharp.Modules;
using Yofo.Engine;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Yofo.Modeling;

/// <summary>
/// Outlines the object in a box [ours; after training.md, third prototype]. It sees the box and the picture, never the words, so one
/// outline serves every phrase. R boxes; 16, 32 and 64 points a side, coarse to fine. Each scale guesses, and the next is told how like
/// each of its points is to what that guess holds for the object, and to what it holds for the rest.
/// </summary>
internal sealed class OutlineHead : Module
{
    /// <summary>Points a side of an outline.</summary>
    public const int Points = 64;

    /// <summary>How much wider than the candidate's box the outline may reach [ours].</summary>
    public const double Widening = 1.25;

    private const int Looks = 4, LookWidth = 8; // ways to be alike, and channels of each [ours]

    private readonly Conv2d coarse_in;
    private readonly Conv2d coarse_one;
    private readonly Conv2d coarse_two;
    private readonly Conv2d coarse_three;
    private readonly Linear context;
    private readonly Conv2d coarse_guess;
    private readonly Conv2d middle_in;
    private readonly Conv2d middle_looks;
    private readonly Conv2d middle_one;
    private readonly Conv2d middle_two;
    private readonly Conv2d middle_guess;
    private readonly Conv2d fine_in;
    private readonly Conv2d fine_looks;
    private readonly Conv2d fine_one;
    private readonly Conv2d fine_two;
    private readonly Conv2d predict;

    /// <summary>Creates the head.</summary>
    public OutlineHead(NetworkOptions options, (int Fine, int Middle, int Coarse) channels)
        : base(nameof(OutlineHead))
    {
        var width = options.OutlineWidth;
        coarse_in = Conv2d(channels.Coarse + 5, width, 1);
        coarse_one = Conv2d(width, width, 3, padding: 1);
        coarse_two = Conv2d(width, width, 3, padding: 1);
        coarse_three = Conv2d(width, width, 3, padding: 1);
        context = Linear(width, width);
        coarse_guess = Conv2d(width, 1, 1);
        middle_in = Conv2d(channels.Middle + width + (2 * Looks), width / 2, 1);
        middle_looks = Conv2d(channels.Middle, Looks * LookWidth, 1);
        middle_one = Conv2d(width / 2, width / 2, 3, padding: 1);
        middle_two = Conv2d(width / 2, width / 2, 3, padding: 1);
        middle_guess = Conv2d(width / 2, 1, 1);
        fine_in = Conv2d(channels.Fine + (width / 2) + (2 * Looks), width / 4, 1);
        fine_looks = Conv2d(channels.Fine, Looks * LookWidth, 1);
        fine_one = Conv2d(width / 4, width / 4, 3, padding: 1);
        fine_two = Conv2d(width / 4, width / 4, 3, padding: 1);
        predict = Conv2d(width / 4, 1, 3, padding: 1);
        RegisterComponents();
    }

    /// <summary>Outlines boxes of one frame.</summary>
    /// <param name="image">The frame.</param>
    /// <param name="boxes">[R, 4] as shares of the frame.</param>
    /// <returns>Logits on 64 x 64 points of the widened boxes: [R, 1, 64, 64].</returns>
    public Tensor Outline(ImageFeatures image, Tensor boxes) => OutlineProjected(Project(image), boxes);

    /// <summary>
    /// The part of each layer that looks at the image, once for the whole frame. A convolution of 1 x 1 and sampling between cells
    /// are both linear, and the weights of a sample sum to 1; so the layers may come first, and 96 channels are sampled, not 853.
    /// </summary>
    public ImageFeatures Project(ImageFeatures image) => image with
    {
        Coarse = Part(coarse_in, image.Coarse, 0),                                                          // [1, D, H/16, W/16]
        Middle = cat([Part(middle_in, image.Middle, 0), middle_looks.Convolve(image.Middle)], 1),               // [1, D/2 + L, H/8, W/8]
        Fine = cat([Part(fine_in, image.Fine, 0), fine_looks.Convolve(image.Fine)], 1),                         // [1, D/4 + L, H/4, W/4]
    };

    /// <summary>Outlines boxes of a frame that was projected.</summary>
    public Tensor OutlineProjected(ImageFeatures projected, Tensor boxes) => Guess(projected, boxes).Fine;

    /// <summary>What each scale guesses, for training: logits on 16, 32 and 64 points a side.</summary>
    public (Tensor Coarse, Tensor Middle, Tensor Fine) Guess(ImageFeatures projected, Tensor boxes)
    {
        var wide = Grid.Widen(boxes, Widening);
        var coarse = Grid.SampleBoxes(projected.Coarse, wide, 16, 16) + Part(coarse_in, Shape(boxes, 16), -1);
        var hidden = functional.gelu(coarse + coarse_in.bias!.reshape(1, -1, 1, 1));                        // [R, D, 16, 16]
        hidden = coarse_two.Convolve(coarse_one.Convolve(hidden, Activation.Gelu), Activation.Gelu) + hidden;
        hidden += context.call(hidden.mean([2, 3])).unsqueeze(2).unsqueeze(3);
        hidden = coarse_three.Convolve(hidden, Activation.Gelu) + hidden;
        var first = coarse_guess.Convolve(hidden);
        hidden = Finer(middle_in, projected.Middle, hidden, first, wide, 32, 8);                            // [R, D/2, 32, 32]
        hidden = middle_one.Convolve(hidden, Activation.Gelu) + hidden;
        hidden = middle_two.Convolve(hidden, Activation.Gelu) + hidden;
        var second = middle_guess.Convolve(hidden);
        hidden = Finer(fine_in, projected.Fine, hidden, second, wide, 64, 4);                               // [R, D/4, 64, 64]
        hidden = fine_one.Convolve(hidden, Activation.Gelu) + hidden;
        hidden = fine_two.Convolve(hidden, Activation.Gelu) + hidden;
        return (first, second, predict.Convolve(hidden));
    }

    // The next scale: what the image says there, the scale before at twice the points, and what its guess makes of the looks.
    private static Tensor Finer(Conv2d layer, Tensor projected, Tensor before, Tensor guess, Tensor wide, int points, int stride)
    {
        var sampled = Grid.SampleBoxes(projected, wide, points, stride);
        var (own, all, prior) = (sampled.shape[1] - (Looks * LookWidth), layer.weight.shape[1], before.shape[1]);
        var doubled = Double(layer.ConvolvePart(before, all - (2 * Looks) - prior, layer.bias));
        var alike = Part(layer, Likeness(sampled.narrow(1, own, Looks * LookWidth), Double(guess)), -1);
        return functional.gelu(sampled.narrow(1, 0, own) + doubled + alike);
    }

    // How like each point is to what is guessed to be the object, in each way, then to what is guessed not to be: [R, 2 looks, G, G].
    private static Tensor Likeness(Tensor looks, Tensor guess)
    {
        var (count, points) = (looks.shape[0], looks.shape[2] * looks.shape[3]);
        var ways = looks.reshape(count, Looks, LookWidth, points);
        var unit = ways * ways.square().sum(2, keepdim: true).clamp_min(1e-12).rsqrt();                     // 10 times as fast as normalize
        var inside = guess.sigmoid().reshape(count, 1, 1, points);
        var (shares, sums) = (inside.sum(3, keepdim: true), (unit * inside).sum(3, keepdim: true));
        var others = (unit.sum(3, keepdim: true) - sums) / (points + 1 - shares);
        return cat([(unit * (sums / (shares + 1))).sum(2), (unit * others).sum(2)], 1).reshape(count, 2 * Looks, looks.shape[2], looks.shape[3]);
    }

    // A 1 x 1 layer's product with its first (side 0) or last (side -1) inputs, without the bias.
    private static Tensor Part(Conv2d layer, Tensor inputs, int side)
    {
        var (count, all) = (inputs.shape[1], layer.weight.shape[1]);
        return layer.ConvolvePart(inputs, side == 0 ? 0 : all - count);
    }

    // Where each point lies in its box, and the box's shape and size: [R, 5, G, G].
    private static Tensor Shape(Tensor boxes, int points)
    {
        var count = boxes.shape[0];
        var sides = (boxes.narrow(1, 2, 2) - boxes.narrow(1, 0, 2)).clamp_min(1e-4);
        var shape = cat([sides, (sides.narrow(1, 0, 1) / sides.narrow(1, 1, 1)).log()], 1);                 // [R, 3]
        var place = Grid.Coordinates(points, points, boxes.device).expand(count, 2, points, points);
        return cat([place, shape.reshape(count, 3, 1, 1).expand(count, 3, points, points)], 1);
    }

    private static Tensor Double(Tensor map) =>
        functional.interpolate(map, scale_factor: [2.0, 2.0], mode: InterpolationMode.Bilinear, align_corners: false);
}
