using Yofo.Modeling;
using Yofo.Modeling.Language;
using Yofo.Modeling.Vision;
using Yofo.Video;
using static TorchSharp.torch;

namespace Yofo.Inference;

/// <summary>
/// The only place with time: one video and its phrases, stepped frame by frame. The image is encoded once a frame, however many
/// phrases; time and memory a frame do not depend on how long the video is. Not safe for use by several threads at once.
/// </summary>
public sealed class VideoSession : IDisposable
{
    private readonly YofoNetwork network;
    private readonly Device device;
    private readonly LanguageFeatures language;
    private readonly TargetMemory memory;
    private readonly PresenceFilter[] presence;
    private Tensor? kernel;
    private byte[] indices = [];

    internal VideoSession(YofoNetwork network, Device device, IReadOnlyList<string> phrases, SessionOptions options)
    {
        if (phrases.Count is 0 or > byte.MaxValue - 1)
        {
            throw new YofoException($"A session takes 1 to {byte.MaxValue - 1} phrases, not {phrases.Count}. Split them over several sessions.");
        }

        foreach (var phrase in phrases)
        {
            PhraseRules.Check(phrase);
        }

        this.network = network;
        this.device = device;
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        language = network.LanguageEncoder.call(phrases).Map(values => values.to(device).DetachFromDisposeScope());
        memory = new TargetMemory(options.Memory);
        presence = [.. phrases.Select(_ => new PresenceFilter(options.Presence))];
    }

    /// <summary>Sees what lies between the boxes of each step; the tensors live only while it runs.</summary>
    internal Action<MinedFrame, DecodedMask>? Observe { get; set; }

    /// <summary>Segments the next frame.</summary>
    /// <param name="frame">The next frame of the video.</param>
    /// <returns>The masks and verdicts. Its pixels are only valid until the next step: the session uses the buffer again.</returns>
    public FrameMask Step(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var image = network.ImageEncoder.call(ImageInput.FromFrame(frame).to(device));
        return Step(image, frame.Index, frame.Time, frame.Width, frame.Height);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        memory.Dispose();
        kernel?.Dispose();
        foreach (var tensor in language.Tensors)
        {
            tensor.Dispose();
        }
    }

    /// <summary>Segments a frame that is already encoded.</summary>
    internal FrameMask Step(ImageFeatures image, int index, double time, int width, int height)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var mined = network.Mine(image, language);
        var recalled = Remember(mined);
        var (decoded, next) = network.Decode(mined, recalled, kernel);
        kernel?.Dispose();
        kernel = next?.DetachFromDisposeScope();
        using var logits = decoded.Presence.cpu();
        for (var row = 0; row < presence.Length; row++)
        {
            presence[row].Add(logits[row].item<float>());
        }

        Observe?.Invoke(mined, decoded);
        FillIndices(decoded.Mask, width, height);
        return new FrameMask(index, time, width, height, indices, Describe(width, height));
    }

    private TransferSample? Remember(MinedFrame mined)
    {
        if (mined.Sample is not { } sample)
        {
            return null;
        }

        var kept = new TransferSample(sample.Gram.DetachFromDisposeScope(), sample.Moment.DetachFromDisposeScope());
        memory.Write(kept, FrameConfidence.Of(mined.Mined).DetachFromDisposeScope());
        return memory.Read();
    }

    // Each pixel goes to the phrase that is surest of it; phrases that are absent have none.
    private void FillIndices(Tensor mask, int width, int height)
    {
        var working = Grid.Upsample(mask, 4);                                                             // [N, 1, H, W]
        var sized = nn.functional.interpolate(working, [height, width], mode: InterpolationMode.Bilinear, align_corners: false).squeeze(1);
        var absent = tensor(presence.Select(filter => filter.IsPresent ? 0f : -1e4f).ToArray(), device: device).reshape(-1, 1, 1);
        var (best, phrase) = (sized + absent).max(0);                                                     // [h, w]
        var named = where(best.gt(0), phrase + 1, zeros_like(phrase)).to_type(ScalarType.Byte).cpu().contiguous();
        if (indices.Length != width * height)
        {
            indices = new byte[width * height];
        }

        named.bytes.CopyTo(indices);
    }

    private FrameObject[] Describe(int width, int height)
    {
        var extents = MaskExtents.Of(indices, width, height, presence.Length);
        return [.. presence.Select((filter, row) => new FrameObject(row + 1, extents[row].Area > 0, filter.Score, extents[row].Area, extents[row].Box))];
    }
}
