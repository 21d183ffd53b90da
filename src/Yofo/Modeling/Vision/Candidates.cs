using static TorchSharp.torch;

namespace Yofo.Modeling.Vision;

/// <summary>What the detector takes for objects, best first; K may be 0.</summary>
/// <param name="Boxes">x0, y0, x1, y1 in working pixels, where pixel i spans i to i + 1, [K, 4].</param>
/// <param name="ClassScores">Scores 0..1 of the COCO classes; near-duplicates merged by their maximum, [K, 80].</param>
/// <param name="Scores">The best score of the box's own cell, [K].</param>
/// <param name="Classes">The class of that score, K of them.</param>
internal sealed record Candidates(Tensor Boxes, Tensor ClassScores, Tensor Scores, IReadOnlyList<int> Classes)
{
    /// <summary>How many.</summary>
    public int Count => Classes.Count;
}
