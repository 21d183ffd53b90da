using Yofo.Engine;
using Yofo.Video;
using static TorchSharp.torch;

namespace Yofo.Inference;

/// <summary>Makes masks of logits, at the size of the frame.</summary>
/// <param name="device">Where the logits are.</param>
internal sealed class MaskPainter(Device device) : IDisposable
{
    private readonly MaskTidier tidier = new();
    private MaskEnlarger? enlarger;
    private byte[] indices = [];

    /// <summary>Paints the masks of a frame.</summary>
    /// <param name="logits">[N, h, w].</param>
    /// <param name="phrases">The verdict on each phrase; one that is absent has no mask.</param>
    /// <param name="frame">The frame; its pixels are not asked for.</param>
    /// <returns>The masks. Their pixels are only valid until the next are painted: the buffer is used again.</returns>
    public FrameMask Paint(Tensor logits, IReadOnlyList<PresenceVerdict> phrases, Frame frame)
    {
        FillIndices(logits, phrases, frame.Width, frame.Height);
        return new FrameMask(frame.Index, frame.Time, frame.Width, frame.Height, indices, Describe(phrases, frame.Width, frame.Height));
    }

    /// <inheritdoc/>
    public void Dispose() => enlarger?.Dispose();

    // Each pixel goes to the phrase that is surest of it; phrases that are absent have none, and their masks are not even enlarged.
    private void FillIndices(Tensor mask, IReadOnlyList<PresenceVerdict> phrases, int width, int height)
    {
        using var stage = StageClock.Measure("upsampling");
        if (indices.Length != width * height)
        {
            indices = new byte[width * height];
        }

        var present = Enumerable.Range(0, phrases.Count).Where(row => phrases[row].IsPresent).Select(row => (long)row).ToArray();
        if (present.Length == 0)
        {
            Array.Clear(indices);
            return;
        }

        var logits = present.Length == phrases.Count ? mask : mask.index_select(0, tensor(present, device: device));
        Name(Enlarge(MaskPrecedence.Favour(tidier.Tidy(logits)), width, height)).cpu().bytes.CopyTo(indices);
        if (present.Length < phrases.Count)
        {
            foreach (ref var index in indices.AsSpan())
            {
                index = index == 0 ? index : (byte)(present[index - 1] + 1);
            }
        }
    }

    private Tensor Enlarge(Tensor logits, int width, int height)
    {
        if (enlarger?.Fits(logits.shape[1], logits.shape[2], height, width) != true)
        {
            enlarger?.Dispose();
            enlarger = MaskEnlarger.For(logits.shape[1], logits.shape[2], height, width, device);
        }

        return enlarger.Enlarge(logits);
    }

    // [P, height, width] logits to [height, width] bytes: number of the surest in its row, from 1, or 0 where none is above 0.
    private static Tensor Name(Tensor sized)
    {
        if (sized.shape[0] == 1)
        {
            return sized[0].gt(0).contiguous(); // a byte each
        }

        var (best, phrase) = sized.max(0);
        return (phrase + 1).to_type(ScalarType.Byte).mul(best.gt(0).to_type(ScalarType.Byte)).contiguous();
    }

    private FrameObject[] Describe(IReadOnlyList<PresenceVerdict> phrases, int width, int height)
    {
        var extents = MaskExtents.Of(indices, width, height, phrases.Count);
        return [.. phrases.Select((phrase, row) => new FrameObject(row + 1, extents[row].Area > 0, phrase.Score, extents[row].Area, extents[row].Box))];
    }
}
