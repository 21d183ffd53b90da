using Yofo.Modeling;
using Yofo.Modeling.Vision;
using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>The candidates of all training pictures in memory (60 KB a picture), one row a picture.</summary>
internal sealed class CandidateBank
{
    private readonly CandidateFeatures rows;

    /// <summary>Stacks candidates of single pictures, each [1, K, ...].</summary>
    public CandidateBank(IReadOnlyList<CandidateFeatures> pictures)
    {
        rows = new CandidateFeatures(
            Stack(pictures, picture => picture.Boxes), Stack(pictures, picture => picture.Scores), Stack(pictures, picture => picture.Colours),
            Stack(pictures, picture => picture.Appearance), Stack(pictures, picture => picture.Valid));
    }

    /// <summary>Candidates of a batch of pictures; those that are mirrored have left and right swapped.</summary>
    /// <param name="pictures">[B] row numbers.</param>
    /// <param name="mirrored">[B] 1 where a picture is mirrored, else 0.</param>
    /// <param name="shade">[B] 0 to 1: how far each picture lies in the shade (<see cref="Darken"/>); null: not at all.</param>
    public CandidateFeatures Batch(Tensor pictures, Tensor mirrored, Tensor? shade = null)
    {
        var batch = rows.Map(values => values.index_select(0, pictures));
        var swapped = stack([1 - batch.Boxes.select(2, 2), batch.Boxes.select(2, 1), 1 - batch.Boxes.select(2, 0), batch.Boxes.select(2, 3)], 2);
        var boxes = where(mirrored.reshape(-1, 1, 1).gt(0.5), swapped * batch.Valid.unsqueeze(2), batch.Boxes);
        return batch with { Boxes = boxes, Colours = shade is null ? batch.Colours : Darken(batch.Colours, shade) };
    }

    /// <summary>
    /// What shade does to colour histograms: white pixels turn gray, and some gray ones black. People still call a white bird
    /// white, so the words must learn to believe it.
    /// </summary>
    /// <param name="colours">[B, K, 33].</param>
    /// <param name="shade">[B] 0 to 1.</param>
    public static Tensor Darken(Tensor colours, Tensor shade)
    {
        var parts = colours.reshape(colours.shape[0], colours.shape[1], 3, ColourNames.Count);
        var amount = shade.reshape(-1, 1, 1, 1);
        var (black, white, gray) = (Share(parts, ColourNames.Black), Share(parts, ColourNames.White), Share(parts, ColourNames.Gray));
        var (whiteLost, grayLost) = (white * amount, gray * amount * 0.4);
        var rest = parts.narrow(3, ColourNames.Gray + 1, ColourNames.Count - ColourNames.Gray - 1);
        return cat([black + grayLost, white - whiteLost, gray + whiteLost - grayLost, rest], 3).reshape(colours.shape);
    }

    private static Tensor Share(Tensor parts, int colour) => parts.narrow(3, colour, 1);

    private static Tensor Stack(IReadOnlyList<CandidateFeatures> pictures, Func<CandidateFeatures, Tensor> part) =>
        cat([.. pictures.Select(part)], 0).DetachFromDisposeScope();
}
