using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Yofo.Modeling.Vision;

/// <summary>Describes the detector's boxes by the maps of whichever trunk looks at the frame.</summary>
internal static class CandidateDescription
{
    /// <summary>Candidates a frame, padding included [ours; training.md: the right box is among the best 24 in 96-98%].</summary>
    public const int Most = 24;

    /// <summary>Points a side of a box at which its colours are read [ours].</summary>
    public const int Histogram = 12;

    private const int Pooled = 6; // points a side for a candidate's appearance [ours]

    /// <summary>Describes boxes.</summary>
    /// <param name="found">The boxes, in pixels of the working size.</param>
    /// <param name="deep">[1, A, H/16, W/16]: what appearance is pooled from.</param>
    /// <param name="named">[1, 11, H/4, W/4]: colour names.</param>
    /// <param name="weight">[1, 1, H/4, W/4]: how far each cell's colour counts.</param>
    /// <param name="window">[1, 1, 12, 12]: how far each point of a box counts, or null for all alike.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    public static CandidateFeatures Of(Candidates found, Tensor deep, Tensor named, Tensor weight, Tensor? window, int height, int width)
    {
        var boxes = Pad(found.Boxes / tensor(new float[] { width, height, width, height }, device: deep.device));
        var valid = Pad(ones(found.Count, 1, device: deep.device)).squeeze(1);
        var inside = boxes + tensor(new float[] { 0, 0, 1e-3f, 1e-3f }, device: deep.device);                // no padding box is empty
        var appearance = Grid.PoolBoxes(deep, inside, Pooled, 16);                                          // [K, A]
        var sampled = Grid.SampleBoxes(cat([named * weight, weight], 1), Grid.Widen(inside, 0.9), Histogram, 4);  // [K, 12, 12, 12]
        sampled = window is null ? sampled : sampled * window;
        // Upper part: chest of a standing person; lower part: legs without the feet (as ObjectLooks cuts a mask).
        var colours = cat([Shares(sampled), Shares(sampled.narrow(2, 2, 4)), Shares(sampled.narrow(2, 6, 5))], 1);
        return new CandidateFeatures(boxes, Pad(found.ClassScores), colours * valid.unsqueeze(1), appearance * valid.unsqueeze(1), valid)
            .Map(values => values.unsqueeze(0));
    }

    private static Tensor Shares(Tensor sampled)
    {
        var sums = sampled.sum([2, 3]);                                                                      // [K, 12]
        return sums.narrow(1, 0, ColourNames.Count) / sums.narrow(1, ColourNames.Count, 1).clamp_min(1e-4);
    }

    private static Tensor Pad(Tensor rows) => pad(rows, [0, 0, 0, Most - rows.shape[0]], PaddingModes.Constant, 0);
}
