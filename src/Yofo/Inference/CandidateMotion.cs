using Yofo.Motion;
using static TorchSharp.torch;

namespace Yofo.Inference;

/// <summary>
/// Whom a phrase means in a video, that mostly moves: of two flamingos that the words fit, the one that walks. So the choice loses where a candidate moves less against the background
/// than the one that moves most, unless the phrase says that its object stays [ours; docs/experiments.md]. Without motion in the frame nobody loses.
/// </summary>
internal static class CandidateMotion
{
    private const double Counts = 1.5;      // logits lost by a candidate that moves e times less [ours]
    private const double Most = 3;          // logits lost at most: a parked red car among blue ones that drive is still the red one [ours]
    private const float Unsure = 0.003f;    // share of the frame's width; of less the field is no measure [ours]
    private const float Margin = 0.2f;      // share of a box's sides left out at each end: what stands beside its object [ours]

    /// <summary>What the choice gains by how candidates move.</summary>
    /// <param name="back">Where each pixel of the frame lies in the one that was seen before.</param>
    /// <param name="boxes">[1, K, 4]: boxes of the candidates as shares of the frame, on the CPU or not.</param>
    /// <returns>[1, K] logits, 0 or less.</returns>
    public static Tensor Gain(MotionField back, Tensor boxes)
    {
        var corners = boxes.cpu().data<float>().ToArray();
        var (x, y) = (Median(back.X.ToArray()), Median(back.Y.ToArray()));
        var moves = corners.Chunk(4).Select(box => Move(back, box, x, y)).ToArray();
        var most = moves.Max();
        return tensor([.. moves.Select(move => (float)Math.Max(-Most, Counts * Math.Log((move + Unsure) / (most + Unsure))))], device: boxes.device).unsqueeze(0);
    }

    // How far what is inside a box has come against the background, as a share of the frame's width.
    private static float Move(MotionField back, float[] box, float backgroundX, float backgroundY)
    {
        var (left, right) = Blocks(box[0], box[2], back.Width, back.Columns);
        var (top, bottom) = Blocks(box[1], box[3], back.Height, back.Rows);
        var (x, y) = (new List<float>(), new List<float>());
        for (var row = top; row <= bottom; row++)
        {
            for (var column = left; column <= right; column++)
            {
                x.Add(back.X[(row * back.Columns) + column]);
                y.Add(back.Y[(row * back.Columns) + column]);
            }
        }

        return MathF.Sqrt(Square(Median([.. x]) - backgroundX) + Square(Median([.. y]) - backgroundY)) / back.Width;
    }

    // First and last block inside, at least the one in the middle.
    private static (int First, int Last) Blocks(float begin, float end, int pixels, int blocks)
    {
        var margin = (end - begin) * Margin;
        int Block(float share) => Math.Clamp((int)(share * pixels / MotionField.Block), 0, blocks - 1);
        return (Block(begin + margin), Block(end - margin));
    }

    private static float Median(float[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }

    private static float Square(float value) => value * value;
}
