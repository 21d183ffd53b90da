using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>
/// The mask of the frame before, carried over by motion, as one outline more [ours]. Where no box holds all of a thing (a bottle that is
/// tilted) its mask of just now does. It is no better than the words and the memory say: the words by the candidates whose boxes it fills,
/// the memory by what it sees of the target in this frame. So it goes with its object, and a wrong one when both say otherwise.
/// </summary>
internal static class CarriedOutline
{
    private const double Remembered = 2;  // what an overlap of 1 with what the memory sees counts here [ours]
    private const int Fewest = 20;        // cells of a mask that is carried [ours]
    private const double Rim = 0.01;      // of a mask may lie beyond each side of its box: specks [ours]

    /// <summary>Where the carried mask is a better answer than the best candidate's outline.</summary>
    /// <param name="carried">[N, 1, H/4, W/4], 0 to 1: the masks of the frame before.</param>
    /// <param name="answer">What is thought of the candidates.</param>
    /// <param name="boxes">[1, K, 4]: their boxes.</param>
    /// <param name="seen">[N, 1, H/4, W/4], 0 to 1: what the memory sees of the target.</param>
    /// <param name="single">[N, K]: 0 for boxes around two of a kind, for which the memory has no say.</param>
    /// <param name="score">[N, 1]: how good an answer the best candidate is.</param>
    /// <param name="overlap">[N, 1]: of its outline with what the memory sees, where that has a say.</param>
    /// <returns>[N, 1, 1, 1] of true and false.</returns>
    public static Tensor IsBetter(Tensor carried, CandidateAnswer answer, Tensor boxes, Tensor seen, Tensor single, Tensor score, Tensor overlap)
    {
        var inside = carried.gt(0.5).to_type(ScalarType.Float32);
        var both = cat([Box(inside), boxes.expand(inside.shape[0], -1, -1)], 1);
        var fill = Grid.Overlaps(both).select(1, 0).narrow(1, 1, boxes.shape[1]);                            // [N, K]
        var words = (answer.Choice.softmax(1) * fill).sum(1, keepdim: true) + ((answer.Member.sigmoid() * fill).amax([1], keepdim: true) * Painting.Belonging);
        var memory = Painting.Overlap(carried, seen) * single.gather(1, fill.argmax(1, keepdim: true)) * Remembered;
        return ((words + memory).gt(score + (overlap * Remembered)) & inside.sum([2, 3]).gt(Fewest)).unsqueeze(2).unsqueeze(3);
    }

    // The box around a mask: [N, 1, h, w] to [N, 1, 4] as shares of the frame.
    private static Tensor Box(Tensor mask)
    {
        var ((left, right), (top, bottom)) = (Ends(mask.sum([1, 2])), Ends(mask.sum([1, 3])));
        return cat([left, top, right, bottom], 1).unsqueeze(1);
    }

    private static (Tensor First, Tensor End) Ends(Tensor along)
    {
        var share = along.cumsum(1) / along.sum(1, keepdim: true).clamp_min(1e-3);                           // [N, cells]
        Tensor Place(double part) => share.lt(part).sum(1, keepdim: true).to_type(ScalarType.Float32);
        return (Place(Rim) / along.shape[1], (Place(1 - Rim) + 1) / along.shape[1]);
    }
}
