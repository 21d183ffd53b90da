using Yofo.Modeling;
using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>The candidates of two photos side by side: those of each, moved and narrowed; what they look like stays.</summary>
internal static class CandidatePair
{
    /// <summary>Joins the candidates of two photos into those of one picture: of each its best half, or more where the other has few.</summary>
    /// <param name="left">[1, K, ...], the best first.</param>
    /// <param name="right">[1, K, ...], the best first.</param>
    /// <param name="seam">Share of the width that the left photo takes.</param>
    public static CandidateFeatures Join(CandidateFeatures left, CandidateFeatures right, float seam)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var count = (int)left.Count;
        var (lefts, rights) = ((int)left.Valid.sum().item<float>(), (int)right.Valid.sum().item<float>());
        var half = count / 2;
        var fromLeft = Math.Min(lefts, Math.Max(half, count - rights));
        var fromRight = Math.Min(rights, count - fromLeft);
        var (first, second) = (Part(left, fromLeft, 0, seam), Part(right, fromRight, seam, 1 - seam));
        return new CandidateFeatures(
            Pad(first.Boxes, second.Boxes, count), Pad(first.Scores, second.Scores, count), Pad(first.Colours, second.Colours, count),
            Pad(first.Appearance, second.Appearance, count), Pad(first.Valid, second.Valid, count)).Map(values => values.MoveToOuterDisposeScope());
    }

    private static CandidateFeatures Part(CandidateFeatures photo, int count, float start, float share)
    {
        var part = photo.Map(values => values.narrow(1, 0, count));
        return part with { Boxes = (part.Boxes * tensor(new[] { share, 1, share, 1 })) + tensor(new[] { start, 0, start, 0 }) };
    }

    private static Tensor Pad(Tensor first, Tensor second, int count)
    {
        var both = cat([first, second], 1);
        var missing = count - both.shape[1];
        return missing == 0 ? both : cat([both, zeros([both.shape[0], missing, .. both.shape[2..]])], 1);
    }
}
