using Yofo.Modeling;
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
    public CandidateFeatures Batch(Tensor pictures, Tensor mirrored)
    {
        var batch = rows.Map(values => values.index_select(0, pictures));
        var swapped = stack([1 - batch.Boxes.select(2, 2), batch.Boxes.select(2, 1), 1 - batch.Boxes.select(2, 0), batch.Boxes.select(2, 3)], 2);
        var boxes = where(mirrored.reshape(-1, 1, 1).gt(0.5), swapped * batch.Valid.unsqueeze(2), batch.Boxes);
        return batch with { Boxes = boxes };
    }

    private static Tensor Stack(IReadOnlyList<CandidateFeatures> pictures, Func<CandidateFeatures, Tensor> part) =>
        cat([.. pictures.Select(part)], 0).DetachFromDisposeScope();
}
