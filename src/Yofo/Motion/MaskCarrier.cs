using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Yofo.Motion;

/// <summary>Carries masks from the frames that the network saw to those between them.</summary>
internal sealed class MaskCarrier : IDisposable
{
    private const float Most = 6;          // logits beyond this are no surer [ours]
    private const float Tolerance = 8;     // gray levels; a place that differs by so much counts half [ours]

    private const double Unclear = 0.3;    // logits from there on up are the outline's edge, and no miss [ours]
    private const double MostMissed = 2;   // how sure a frame at most is that what it misses is not there [ours]
    private const double Missed = 0.3;     // what it counts then, beside 1 elsewhere [ours]
    private const int Reach = 3;           // cells; strips narrower than twice that and one are an edge that lies otherwise, and no miss [ours]

    private Tensor? places; // [h, w, 2], where each cell lies, as grid_sample counts: the same for every frame

    /// <summary>Logits of a frame between two others: [N, h, w].</summary>
    /// <param name="before">[N, h, w]: logits of the frame before.</param>
    /// <param name="after">Of the frame after; null where there is none.</param>
    /// <param name="motion">The motion to both.</param>
    public Tensor Between(Tensor before, Tensor? after, GroupMotion motion)
    {
        var own = Carry(before, motion.ToBefore);
        if (after is null || motion.ToAfter is null)
        {
            return own.Logits;
        }

        var other = Carry(after, motion.ToAfter);
        var (first, second) = (own.Trust * (1 - motion.Share), other.Trust * motion.Share);
        return ((own.Logits * first) + (other.Logits * second)) / (first + second);
    }

    /// <summary>Logits of a frame that the network saw, joined with what it said of another one: [N, h, w].</summary>
    /// <param name="own">[N, h, w]: what it said of the frame.</param>
    /// <param name="possible">[N, h, w]: where it does not rule the object out; null where that is not known.</param>
    /// <param name="other">What it said of the other.</param>
    /// <param name="motion">Where each pixel of the frame lies in the other.</param>
    /// <param name="weight">[N]: what the other counts, where its place looks the same, beside 1 for the frame's own.</param>
    public Tensor Join(Tensor own, Tensor? possible, Tensor other, MotionField motion, Tensor weight)
    {
        var (logits, trust) = Carry(other, motion);
        var share = trust.square() * weight.reshape(-1, 1, 1);                                                      // [N, h, w]; squared: the own mask lies better
        var opinion = own.clamp(-Most, Most);
        var missed = possible is null ? null : Open(own.lt(-Unclear).logical_and(possible).logical_and(logits.gt(0)).to_type(ScalarType.Float32));
        if (missed is null)
        {
            return (opinion + (logits * share)) / (1 + share);
        }

        var self = 1 - (missed * (1 - Missed));
        return ((where(missed.gt(0), opinion.clamp_min(-MostMissed), opinion) * self) + (logits * share)) / (self + share);
    }

    /// <summary>Logits of one frame where they lie in another: [N, h, w].</summary>
    /// <param name="logits">[N, h, w]: logits of the one.</param>
    /// <param name="motion">Where each pixel of the other lies in it.</param>
    public Tensor Over(Tensor logits, MotionField motion) => Carry(logits, motion).Logits;

    /// <inheritdoc/>
    public void Dispose() => places?.Dispose();

    // [N, h, w] fetched along the motion, and how far each place is to be trusted: [h, w].
    private (Tensor Logits, Tensor Trust) Carry(Tensor logits, MotionField motion)
    {
        var (height, width) = (logits.shape[1], logits.shape[2]);
        var sized = Field(motion, height, width).to(logits.device); // [3, h, w]
        // Shifts as grid_sample counts them: the whole side is 2.
        var shifts = stack([sized[0] * (2.0 / motion.Width), sized[1] * (2.0 / motion.Height)], 2);                // [h, w, 2]
        var carried = nn.functional.grid_sample(
            logits.unsqueeze(0).clamp(-Most, Most), (Places(height, width, logits.device) + shifts).unsqueeze(0), mode: GridSampleMode.Bilinear, padding_mode: GridSamplePaddingMode.Border, align_corners: false)[0];
        var trust = 1 / (1 + (sized[2] / Tolerance).square()) + 1e-3;
        return (carried, trust);
    }

    // What of a map of 0 and 1, [N, h, w], is wide enough: worn off by so many cells on all sides and grown again, and then as far into what it touches;
    // null where nothing is. Most phrases of most frames miss nothing, or only strips: those that have too few cells, even for a corner, are not worn off.
    private static Tensor? Open(Tensor map)
    {
        var enough = map.sum([1, 2]).ge((Reach + 1) * (Reach + 1)).nonzero().squeeze(1);                            // [M]
        if (enough.shape[0] == 0)
        {
            return null;
        }

        var rows = map.index_select(0, enough).unsqueeze(1);                                                        // [M, 1, h, w]
        var worn = 1 - Grow(1 - rows);
        return worn.any().item<bool>() ? zeros_like(map).index_copy_(0, enough, (Grow(Grow(worn)) * rows).squeeze(1)) : null;

        // Down and then across: two sevenths of the work.
        static Tensor Grow(Tensor cells) => nn.functional.max_pool2d(
            nn.functional.max_pool2d(cells, [(2 * Reach) + 1, 1], [1, 1], [Reach, 0]), [1, (2 * Reach) + 1], [1, 1], [0, Reach]);
    }

    // Shifts and differences where masks have their cells: [3, height, width].
    private static Tensor Field(MotionField motion, long height, long width)
    {
        var blocks = stack([Plane(motion.X, motion), Plane(motion.Y, motion), Plane(motion.Difference, motion)]);
        var whole = (motion.Rows * MotionField.Block, motion.Columns * MotionField.Block) == (motion.Height, motion.Width);
        if (whole && height <= motion.Height && width <= motion.Width && height % motion.Rows == 0 && width % motion.Columns == 0)
        {
            return nn.functional.interpolate(blocks.unsqueeze(0), [height, width], mode: InterpolationMode.Nearest)[0]; // each cell lies in a block
        }

        var pixels = blocks.repeat_interleave(MotionField.Block, 1).repeat_interleave(MotionField.Block, 2).narrow(1, 0, motion.Height).narrow(2, 0, motion.Width);
        return nn.functional.interpolate(pixels.unsqueeze(0), [height, width], mode: InterpolationMode.Bilinear, align_corners: false)[0];
    }

    private static Tensor Plane(ReadOnlySpan<float> values, MotionField motion)
    {
        var plane = empty(motion.Rows, motion.Columns);
        MemoryMarshal.AsBytes(values).CopyTo(plane.bytes);
        return plane;
    }

    private Tensor Places(long height, long width, Device device)
    {
        if (places is null || places.shape[0] != height || places.shape[1] != width)
        {
            places?.Dispose();
            var y = ((arange(height, dtype: ScalarType.Float32, device: device) + 0.5) * (2.0 / height)) - 1;
            var x = ((arange(width, dtype: ScalarType.Float32, device: device) + 0.5) * (2.0 / width)) - 1;
            places = stack([x.unsqueeze(0).expand(height, width), y.unsqueeze(1).expand(height, width)], 2).DetachFromDisposeScope();
        }

        return places;
    }
}
