namespace Yofo.Evaluation;

/// <summary>
/// Lays the masks of several phrases into one indexed mask, as peers do for Ref-DAVIS17 [peer: MTTR, ReferFormer]: a probability under 0.5
/// counts as 0, the background has 0.1, and each pixel goes to the highest; where two are alike, to the one added first.
/// </summary>
/// <param name="pixels">Pixels of a frame.</param>
internal sealed class ObjectMerge(int pixels)
{
    private const float Background = 0.1f; // [peer]
    private const float Least = 0.5f;      // [peer]

    private readonly float[] best = new float[pixels];
    private readonly byte[] labels = new byte[pixels];

    /// <summary>The merged mask: 0 background, else an object's id.</summary>
    public ReadOnlySpan<byte> Labels => labels;

    /// <summary>Begins a frame.</summary>
    public void Clear()
    {
        Array.Fill(best, Background);
        Array.Clear(labels);
    }

    /// <summary>Adds the probabilities of one object.</summary>
    /// <param name="id">Its id, 1 to 254.</param>
    /// <param name="probabilities">One a pixel, row by row.</param>
    public void Add(byte id, ReadOnlySpan<float> probabilities)
    {
        for (var index = 0; index < labels.Length; index++)
        {
            var probability = probabilities[index];
            if (probability >= Least && probability > best[index]) (best[index], labels[index]) = (probability, id);
        }
    }
}
