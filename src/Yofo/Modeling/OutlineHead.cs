using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Yofo.Modeling;

/// <summary>
/// Outlines the object in a box [ours; training.md, third prototype: 72.6 mean IoU given the true box]. It sees the box and the
/// picture, never the words, so one outline serves every phrase. R boxes; 16, 32 and 64 points a side, coarse to fine.
/// </summary>
internal sealed class OutlineHead : Module
{
    /// <summary>Points a side of an outline.</summary>
    public const int Points = 64;

    /// <summary>How much wider than the candidate's box the outline may reach [ours].</summary>
    public const double Widening = 1.25;

    private readonly Conv2d coarse_in;
    private readonly Conv2d coarse_one;
    private readonly Conv2d coarse_two;
    private readonly Conv2d middle_in;
    private readonly Conv2d middle_one;
    private readonly Conv2d fine_in;
    private readonly Conv2d fine_one;
    private readonly Conv2d predict;

    /// <summary>Creates the head.</summary>
    public OutlineHead(NetworkOptions options, (int Fine, int Middle, int Coarse) channels)
        : base(nameof(OutlineHead))
    {
        var width = options.OutlineWidth;
        coarse_in = Conv2d(channels.Coarse + 5, width, 1);
        coarse_one = Conv2d(width, width, 3, padding: 1);
        coarse_two = Conv2d(width, width, 3, padding: 1);
        middle_in = Conv2d(channels.Middle + width, width / 2, 1);
        middle_one = Conv2d(width / 2, width / 2, 3, padding: 1);
        fine_in = Conv2d(channels.Fine + (width / 2), width / 4, 1);
        fine_one = Conv2d(width / 4, width / 4, 3, padding: 1);
        predict = Conv2d(width / 4, 1, 3, padding: 1);
        RegisterComponents();
    }

    /// <summary>Outlines boxes of one frame.</summary>
    /// <param name="image">The frame.</param>
    /// <param name="boxes">[R, 4] as shares of the frame.</param>
    /// <returns>Logits on 64 x 64 points of the widened boxes: [R, 1, 64, 64].</returns>
    public Tensor Outline(ImageFeatures image, Tensor boxes)
    {
        var wide = Grid.Widen(boxes, Widening);
        return Refine(Sample(image.Coarse, boxes, wide, 16), Grid.SampleBoxes(image.Middle, wide, 32, 8), Grid.SampleBoxes(image.Fine, wide, 64, 4));
    }

    private Tensor Refine(Tensor coarse, Tensor middle, Tensor fine)
    {
        var hidden = functional.gelu(coarse_in.call(coarse));                                               // [R, D, 16, 16]
        hidden = functional.gelu(coarse_two.call(functional.gelu(coarse_one.call(hidden)))) + hidden;
        hidden = functional.gelu(middle_in.call(cat([middle, Double(hidden)], 1)));                         // [R, D/2, 32, 32]
        hidden = functional.gelu(middle_one.call(hidden)) + hidden;
        hidden = functional.gelu(fine_in.call(cat([fine, Double(hidden)], 1)));                             // [R, D/4, 64, 64]
        hidden = functional.gelu(fine_one.call(hidden)) + hidden;
        return predict.call(hidden);
    }

    // Image features on the points, where each point lies in its box, and the box's shape and size.
    private static Tensor Sample(Tensor map, Tensor boxes, Tensor wide, int points)
    {
        var count = boxes.shape[0];
        var sides = (boxes.narrow(1, 2, 2) - boxes.narrow(1, 0, 2)).clamp_min(1e-4);
        var shape = cat([sides, (sides.narrow(1, 0, 1) / sides.narrow(1, 1, 1)).log()], 1);                 // [R, 3]
        var place = Grid.Coordinates(points, points, map.device).expand(count, 2, points, points);
        return cat([Grid.SampleBoxes(map, wide, points, 16), place, shape.reshape(count, 3, 1, 1).expand(count, 3, points, points)], 1);
    }

    private static Tensor Double(Tensor map) =>
        functional.interpolate(map, scale_factor: [2.0, 2.0], mode: InterpolationMode.Bilinear, align_corners: false);
}
