using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>
/// The mask of the frame before, carried over by motion: it draws the choice to whom it shows (<see cref="Gain"/>), and is one outline more (<see cref="IsBetter"/>) [ours]. Where no box holds all of a thing (a bottle that is
/// tilted) its mask of just now does. It is no better than the words and the memory say: the words by the candidates whose boxes it fills,
/// the memory by what it sees of the target in this frame. So it goes with its object, and a wrong one when both say otherwise. It is there
/// to add what no box holds: where it is but a part of the outline, and hardly the better answer, yesterday's miss must not outlive what sees the whole.
/// </summary>
internal sealed class CarriedOutline
{
    private const double Remembered = 2;    // what an overlap of 1 with what the memory sees counts here [ours]
    private const double Followed = 2.5;    // logits that the choice gains by an overlap of 1 [ours]
    private const double Shrinking = 0.1;   // how much better it must be where it mostly takes away [ours]
    private const double Mostly = 4;        // so many cells taken away for one that it adds [ours]
    private const int Fewest = 20;          // cells of a mask that is carried [ours]
    private const double Rim = 0.01;        // of a mask may lie beyond each side of its box: specks [ours]

    private readonly Tensor inside; // [N, 1, H/4, W/4] of 0 and 1
    private readonly Tensor fill;   // [N, K]: overlap of the box around each mask with those of the candidates

    /// <summary>Looks at carried masks.</summary>
    /// <param name="mask">[N, 1, H/4, W/4], 0 to 1: the masks of the frame before.</param>
    /// <param name="boxes">[1, K, 4]: boxes of the candidates.</param>
    public CarriedOutline(Tensor mask, Tensor boxes)
    {
        Mask = mask;
        inside = mask.gt(0.5).to_type(ScalarType.Float32);
        fill = Fill(inside, boxes);
    }

    /// <summary>[N, 1, H/4, W/4], 0 to 1: the masks of the frame before.</summary>
    public Tensor Mask { get; }

    /// <summary>Where the carried mask is a better answer than the best candidate's outline.</summary>
    /// <param name="answer">What is thought of the candidates.</param>
    /// <param name="seen">[N, 1, H/4, W/4], 0 to 1: what the memory sees of the target.</param>
    /// <param name="single">[N, K]: 0 for boxes around two of a kind, for which the memory has no say.</param>
    /// <param name="best">
    /// The best candidate: how good an answer it is, [N, 1], its outline, [N, 1, H/4, W/4], 0 to 1, and the overlap of that with what the memory sees,
    /// where that has a say, [N, 1].
    /// </param>
    /// <returns>[N, 1, 1, 1] of true and false.</returns>
    public Tensor IsBetter(CandidateAnswer answer, Tensor seen, Tensor single, (Tensor Score, Tensor Outline, Tensor Overlap) best)
    {
        var words = (answer.Choice.softmax(1) * fill).sum(1, keepdim: true) + ((answer.Member.sigmoid() * fill).amax([1], keepdim: true) * Painting.Belonging);
        var memory = Painting.Overlap(Mask, seen) * single.gather(1, fill.argmax(1, keepdim: true)) * Remembered;
        var margin = IsLess(inside, best.Outline.gt(0.5).to_type(ScalarType.Float32)).to_type(ScalarType.Float32) * Shrinking;
        return ((words + memory).gt(best.Score + (best.Overlap * Remembered) + margin) & IsEnough()).unsqueeze(2).unsqueeze(3);
    }

    /// <summary>What the choice gains where a candidate's box is that of the carried mask: who was meant just now is meant still, unless the words say otherwise.</summary>
    /// <returns>[N, K] logits, 0 or more.</returns>
    public Tensor Gain() => fill * IsEnough().to_type(ScalarType.Float32) * Followed;

    private Tensor IsEnough() => inside.sum([2, 3]).gt(Fewest);                                              // [N, 1]

    // Overlap (IoU) of the boxes around masks of 0 and 1 with those of the candidates: [N, K].
    private static Tensor Fill(Tensor inside, Tensor boxes)
    {
        var both = cat([Box(inside), boxes.expand(inside.shape[0], -1, -1)], 1);
        return Grid.Overlaps(both).select(1, 0).narrow(1, 1, boxes.shape[1]);
    }

    // Whether masks of 0 and 1 are little more than a part of others: [N, 1].
    private static Tensor IsLess(Tensor masks, Tensor others) =>
        (others * (1 - masks)).sum([2, 3]).gt((masks * (1 - others)).sum([2, 3]) * Mostly);

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
