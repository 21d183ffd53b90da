using Yofo.Modeling;
using Yofo.Modeling.Vision;
using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>The candidates of all training pictures in memory (60 KB a picture, and 200 KB for their crops), one row a picture.</summary>
internal sealed class CandidateBank
{
    private readonly CandidateFeatures rows;
    private readonly Tensor? crops;     // [those that have some, K, S, L], half precision
    private readonly int[] cropRows;    // of each picture in crops; -1: it has none

    /// <summary>Stacks candidates of single pictures, each [1, K, ...].</summary>
    public CandidateBank(IReadOnlyList<CandidateFeatures> pictures)
    {
        rows = new CandidateFeatures(
            Stack(pictures, picture => picture.Boxes), Stack(pictures, picture => picture.Scores), Stack(pictures, picture => picture.Colours),
            Stack(pictures, picture => picture.Appearance), Stack(pictures, picture => picture.Valid));
        var count = 0;
        cropRows = [.. pictures.Select(picture => picture.Crops is null ? -1 : count++)];
        crops = count == 0 ? null : cat([.. pictures.Select(picture => picture.Crops).OfType<Tensor>()], 0).to_type(ScalarType.Float16).DetachFromDisposeScope();
    }

    /// <summary>Whether a picture's candidates have crops.</summary>
    public bool HasCrops(int picture) => cropRows[picture] >= 0;

    /// <summary>Candidates of a batch of pictures; those that are mirrored have left and right swapped.</summary>
    /// <param name="pictures">[B] row numbers.</param>
    /// <param name="mirrored">[B] 1 where a picture is mirrored, else 0.</param>
    /// <param name="device">Where the candidates go; all else is in main memory.</param>
    /// <param name="light">Shade and warmth of each picture, both [B] (<see cref="Darken"/>); null: the light that it has.</param>
    public CandidateFeatures Batch(Tensor pictures, Tensor mirrored, Device device, (Tensor Shade, Tensor Warmth)? light = null)
    {
        var batch = rows.Map(values => values.index_select(0, pictures));
        var swapped = stack([1 - batch.Boxes.select(2, 2), batch.Boxes.select(2, 1), 1 - batch.Boxes.select(2, 0), batch.Boxes.select(2, 3)], 2);
        var boxes = where(mirrored.reshape(-1, 1, 1).gt(0.5), swapped * batch.Valid.unsqueeze(2), batch.Boxes);
        return (batch with { Boxes = boxes, Colours = light is { } own ? Darken(batch.Colours, own.Shade, own.Warmth) : batch.Colours })
            .Map(values => values.to(device));
    }

    /// <summary>A batch's candidates with their crops.</summary>
    /// <param name="batch">What <see cref="Batch"/> gave.</param>
    /// <param name="pictures">[B] row numbers, of pictures that have crops.</param>
    /// <param name="mirrored">[B] 1 where a picture is mirrored: its crops' cells are, too, which is nearly what a look at the mirrored picture gives.</param>
    public CandidateFeatures WithCrops(CandidateFeatures batch, Tensor pictures, Tensor mirrored)
    {
        var seen = crops!.index_select(0, tensor([.. pictures.data<long>().Select(picture => (long)cropRows[picture])])).to_type(ScalarType.Float32);
        var side = (long)Math.Sqrt(seen.shape[2]);
        var swapped = seen.reshape(seen.shape[0], seen.shape[1], side, side, seen.shape[3]).flip(3).reshape(seen.shape);
        return batch with { Crops = where(mirrored.reshape(-1, 1, 1, 1).gt(0.5), swapped, seen).to(batch.Boxes.device) };
    }

    /// <summary>
    /// What shade does to colour histograms: white pixels turn gray, in warm light beige (brown, by the names), and some gray
    /// ones black. People still call a white bird white, so the words must learn to believe it.
    /// </summary>
    /// <param name="colours">[B, K, 33].</param>
    /// <param name="shade">[B] 0 to 1: share of the white that is lost.</param>
    /// <param name="warmth">[B] 0 to 1: share of that loss that turns beige.</param>
    public static Tensor Darken(Tensor colours, Tensor shade, Tensor warmth)
    {
        var parts = colours.reshape(colours.shape[0], colours.shape[1], 3, ColourNames.Count);
        var (lost, beige) = (Share(parts, ColourNames.White) * shade.reshape(-1, 1, 1, 1), warmth.reshape(-1, 1, 1, 1));
        var grayLost = Share(parts, ColourNames.Gray) * shade.reshape(-1, 1, 1, 1) * 0.4;
        var names = Enumerable.Range(0, ColourNames.Count).Select(name => name switch
        {
            ColourNames.Black => Share(parts, name) + grayLost,
            ColourNames.White => Share(parts, name) - lost,
            ColourNames.Gray => Share(parts, name) + (lost * (1 - beige)) - grayLost,
            ColourNames.Brown => Share(parts, name) + (lost * beige),
            _ => Share(parts, name),
        });
        return cat([.. names], 3).reshape(colours.shape);
    }

    /// <summary>
    /// Boxes a little off, scores a little surer or less sure, and some of the candidates that the detector is unsure of left out: what
    /// another detector would make of the picture, or this one of the next frame. What a phrase means, and its order, stay true.
    /// </summary>
    /// <param name="candidates">[B, K, ...].</param>
    /// <param name="kept">[B, K]: above 0 where a candidate must stay.</param>
    /// <param name="strength">0 to 1.</param>
    public static CandidateFeatures Disturb(CandidateFeatures candidates, Tensor kept, double strength)
    {
        var (boxes, valid) = (candidates.Boxes, candidates.Valid);
        var sides = boxes.narrow(2, 2, 2) - boxes.narrow(2, 0, 2);                                           // [B, K, 2]
        var moved = (boxes + (randn_like(boxes) * cat([sides, sides], 2) * (0.03 * strength))).clamp(0, 1);
        var scores = (candidates.Scores * (randn_like(valid) * (0.2 * strength)).exp().unsqueeze(2)).clamp(0, 1);
        var unsure = scores.amax([2]).lt(0.3) & kept.le(0) & rand_like(valid).lt(0.15 * strength);
        var left = valid * unsure.logical_not().to_type(ScalarType.Float32);
        var there = left.unsqueeze(2);
        return new CandidateFeatures(moved * there, scores * there, candidates.Colours * there, candidates.Appearance * there, left) { Crops = candidates.Crops };
    }

    private static Tensor Share(Tensor parts, int colour) => parts.narrow(3, colour, 1);

    private static Tensor Stack(IReadOnlyList<CandidateFeatures> pictures, Func<CandidateFeatures, Tensor> part) =>
        cat([.. pictures.Select(part)], 0).DetachFromDisposeScope();
}
