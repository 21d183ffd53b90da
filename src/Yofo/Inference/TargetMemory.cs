using TorchSharp;
using Yofo.Modeling;
using static TorchSharp.torch;

namespace Yofo.Inference;

/// <summary>
/// The memory bank M of meta-transfer, bounded: what the frames before say of the target, for N phrases. A frame's image feature x,
/// bi-modal feature Y and weight map W are kept as their share of the normal equations (all that the solver needs of them), beside
/// age and confidence. No frame is trusted from the start [paper: no mask is given], so each counts by how sure feature mining was
/// of it; a frame's weight also falls with its age [LWL]. When full, the frame of the smallest weight goes [LWL].
/// </summary>
internal sealed class TargetMemory : IDisposable
{
    private static readonly Scalar One = 1.0; // held for good (stack.md)

    private readonly MemoryOptions options;
    private readonly List<Entry> kept = [];
    private Entry? newest;

    /// <summary>Starts empty.</summary>
    public TargetMemory(MemoryOptions options) => this.options = options;

    /// <summary>Frames in memory, the newest included.</summary>
    public int Count => kept.Count + (newest is null ? 0 : 1);

    /// <summary>
    /// Takes in a frame and ages the others. The newest frame is always there (it is written before it is predicted, so that the
    /// first frame works alone); of those before only every few are kept, so that the memory reaches back further.
    /// </summary>
    /// <param name="sample">The frame as the solver sees it; the memory keeps it alive.</param>
    /// <param name="confidence">[N]: how sure feature mining is of it, above 0 to 1.</param>
    public void Write(TransferSample sample, Tensor confidence)
    {
        kept.ForEach(entry => entry.Age++);
        if (newest is { } previous)
        {
            previous.Age++;
            if (previous.Number % options.Interval == 0)
            {
                Keep(previous);
            }
            else
            {
                previous.Dispose();
            }
        }

        newest = new Entry(sample, confidence, (newest?.Number ?? -1) + 1);
    }

    /// <summary>The weighted sum over the memory, weights of each phrase summing to 1.</summary>
    public TransferSample Read()
    {
        var entries = newest is null ? kept : [.. kept, newest];
        var weights = stack([.. entries.Select(Weight)], 0);                                    // [frames, N]
        var shares = (weights / weights.sum(0, keepdim: true)).unsqueeze(-1).unsqueeze(-1);    // [frames, N, 1, 1]
        var (gram, moment) = (entries[0].Sample.Gram * shares[0], entries[0].Sample.Moment * shares[0]);
        for (var index = 1; index < entries.Count; index++)
        {
            gram = gram.addcmul_(entries[index].Sample.Gram, shares[index], One);
            moment = moment.addcmul_(entries[index].Sample.Moment, shares[index], One);
        }

        return new TransferSample(gram, moment);
    }

    /// <summary>Forgets everything.</summary>
    public void Dispose()
    {
        kept.ForEach(entry => entry.Dispose());
        kept.Clear();
        newest?.Dispose();
        newest = null;
    }

    private void Keep(Entry entry)
    {
        kept.Add(entry);
        if (kept.Count < options.Capacity)
        {
            return;
        }

        // One frame serves all phrases: the one that matters least to the phrase it matters most to.
        var dropped = kept.MinBy(candidate => Weight(candidate).max().item<float>())!;
        kept.Remove(dropped);
        dropped.Dispose();
    }

    private Tensor Weight(Entry entry) => entry.Confidence * Math.Pow(1 - options.Decay, entry.Age);

    private sealed class Entry(TransferSample sample, Tensor confidence, int number) : IDisposable
    {
        public TransferSample Sample { get; } = sample;

        public Tensor Confidence { get; } = confidence;

        public int Number { get; } = number;

        public int Age { get; set; }

        public void Dispose()
        {
            Sample.Gram.Dispose();
            Sample.Moment.Dispose();
            Confidence.Dispose();
        }
    }
}
