using Yofo.Data;
using Yofo.Modeling;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Yofo.Training;

/// <summary>What a picture teaches the outline head: the outlines of a few boxes in it.</summary>
internal static class OutlineLesson
{
    /// <summary>Boxes of a picture; where it has fewer things, some of them come more than once [ours].</summary>
    public const int Boxes = 4;

    private const double GuessShare = 0.3; // of what the coarser scales guess in the loss [ours]

    /// <summary>Outlines some boxes and compares them with the truth.</summary>
    /// <param name="head">The head that learns.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="device">Where the picture's features are.</param>
    /// <param name="random">Draws the boxes.</param>
    /// <returns>The loss, and for the log the part of it that is the outlines', and their mean overlap (IoU).</returns>
    public static (Tensor Loss, (double Loss, double Overlap) Figures) Of(OutlineHead head, OutlinePicture picture, Device device, Random random)
    {
        var found = TrainingBoxes.Of(picture.Image.Candidates);
        var rows = Enumerable.Range(0, Boxes).Select(row => row % picture.Boxes.Count).ToList();
        var boxes = rows.ConvertAll(row => Box(picture.Boxes[row], found, random));
        var sides = tensor(boxes.SelectMany(box => new[] { (float)box.X, (float)box.Y, (float)box.Right, (float)box.Bottom }).ToArray()).reshape(-1, 4).to(device);
        var sampled = Grid.SampleBoxes(picture.Masks.to(device), Grid.Widen(sides, OutlineHead.Widening), OutlineHead.Points, 1); // [R, O, 64, 64]
        var truth = stack([.. rows.Select((thing, row) => sampled[row, thing])]).unsqueeze(1);                 // [R, 1, 64, 64]
        var (coarse, middle, fine) = head.Guess(head.Project(picture.Image), sides);
        var shares = fine.sigmoid();
        var shared = (shares * truth).sum([1, 2, 3]);
        var dice = 1 - (((2 * shared) + 1) / (shares.sum([1, 2, 3]) + truth.sum([1, 2, 3]) + 1));
        var outline = binary_cross_entropy_with_logits(fine, truth) + dice.mean();
        var guesses = binary_cross_entropy_with_logits(coarse, avg_pool2d(truth, 4)) + binary_cross_entropy_with_logits(middle, avg_pool2d(truth, 2));
        var (hit, real) = (fine.gt(0), truth.gt(0.5));
        var overlap = ((hit & real).sum([1, 2, 3]).to_type(ScalarType.Float32) / (hit | real).sum([1, 2, 3]).clamp_min(1)).mean();
        return (outline + (guesses * GuessShare), (outline.item<float>(), overlap.item<float>()));
    }

    // Half the time the best candidate, as in prediction; else the true box, shifted and stretched a little.
    private static ObjectBox Box(ObjectBox truth, ObjectBox[] found, Random random)
    {
        var best = found.Length == 0 ? default : found.MaxBy(box => box.IntersectionOverUnion(truth));
        if (random.Next(2) == 0 && best.IntersectionOverUnion(truth) > 0.5)
        {
            return best;
        }

        double Jitter(double side) => ((random.NextDouble() * 2) - 1) * 0.1 * side;
        var (x, y) = (truth.X + Jitter(truth.Width), truth.Y + Jitter(truth.Height));
        return new ObjectBox(x, y, truth.Right + Jitter(truth.Width) - x, truth.Bottom + Jitter(truth.Height) - y);
    }
}
