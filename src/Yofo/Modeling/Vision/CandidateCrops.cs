using Yofo.Engine;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Yofo.Modeling.Vision;

/// <summary>
/// Looks at each candidate closely: its part of the frame, brought to one size, through a classifier. In the maps of the whole frame a small
/// thing has a cell or two, and what it wears, holds or does is lost in them [ours; docs/experiments.md].
/// </summary>
internal static class CandidateCrops
{
    /// <summary>Pixels a side of a crop [ours].</summary>
    public const int Size = 96;

    /// <summary>Cells a side of what comes out.</summary>
    public const int Side = Size / EfficientLite.OutputStride;

    /// <summary>Channels of a cell: those of strides 32 and 16.</summary>
    public const int Channels = 352 + 120;

    private const double Wider = 1.15;                 // than the box: what is held sticks out of it [ours]
    private const double Narrowest = 0.5;              // least ratio of a crop's sides, so that nothing is stretched more than twice [ours]
    private const float Deep = 2.4f, Middle = 6.2f;    // root mean squares on photos (efficientnet-lite.md)

    /// <summary>Looks at candidates.</summary>
    /// <param name="classifier">Who looks.</param>
    /// <param name="rgb">The frame, 0 to 255, [1, 3, H, W].</param>
    /// <param name="boxes">[M, 4]: left, top, right, bottom as shares of the frame; M at least 1.</param>
    /// <returns>[M, S * S, L], row by row.</returns>
    public static Tensor Of(EfficientLite classifier, Tensor rgb, Tensor boxes)
    {
        using var stage = StageClock.Measure("encoder: crops");
        using var scope = NewDisposeScope();
        var (height, width) = (rgb.shape[2], rgb.shape[3]);
        var sides = boxes.cpu().data<float>().ToArray();
        var crops = Enumerable.Range(0, (int)boxes.shape[0]).Select(row => Crop(rgb, Cut(sides.AsSpan(row * 4, 4), width, height))).ToList();
        var (middle, deep) = classifier.Look(ImageInput.ForEfficientLite(cat(crops, 0)));
        return cat([deep / Deep, avg_pool2d(middle, 2) / Middle], 1).flatten(2).transpose(1, 2).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>What is cut out for a box, in whole pixels: somewhat more than the box, and of it at least as much as makes it half as wide as it is high, or the other way round.</summary>
    /// <param name="box">Left, top, right, bottom as shares of the frame.</param>
    /// <param name="width">Pixels of the frame across.</param>
    /// <param name="height">Pixels of the frame down.</param>
    public static (long Left, long Top, long Width, long Height) Cut(ReadOnlySpan<float> box, long width, long height)
    {
        var (across, down) = ((box[2] - box[0]) * width * Wider, (box[3] - box[1]) * height * Wider);
        var longer = Math.Max(across, down);
        var (left, columns) = Along((box[0] + box[2]) / 2 * width, Math.Max(across, longer * Narrowest), width);
        var (top, rows) = Along((box[1] + box[3]) / 2 * height, Math.Max(down, longer * Narrowest), height);
        return (left, top, columns, rows);
    }

    // A stretch of a side around its middle, moved into the frame where it leaves it.
    private static (long Start, long Length) Along(double middle, double length, long side)
    {
        length = Math.Min(length, side);
        var start = Math.Clamp(middle - (length / 2), 0, side - length);
        var first = Math.Clamp((long)Math.Floor(start), 0, Math.Max(0, side - 2));
        return (first, Math.Clamp((long)Math.Ceiling(start + length) - first, Math.Min(2, side - first), side - first));
    }

    private static Tensor Crop(Tensor rgb, (long Left, long Top, long Width, long Height) cut) =>
        ImageInput.Resize(rgb.narrow(2, cut.Top, cut.Height).narrow(3, cut.Left, cut.Width), Size, Size);
}
