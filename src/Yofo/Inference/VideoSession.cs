using Yofo.Engine;
using Yofo.Modeling;
using Yofo.Modeling.Language;
using Yofo.Motion;
using Yofo.Video;
using static TorchSharp.torch;

namespace Yofo.Inference;

/// <summary>
/// The only place with time: one video and its phrases, stepped frame by frame. The image is encoded once a frame, and once more with
/// more pixels where a phrase means something small, however many phrases; time and memory a frame do not depend on how long the video is. Not safe for use by several threads at once.
/// </summary>
public sealed class VideoSession : IDisposable
{
    private const int VerdictsKept = 16; // looks; frames wait for far fewer

    private readonly YofoNetwork network;
    private readonly Device device;
    private readonly int pixels;
    private readonly LanguageFeatures language;
    private readonly Tensor moving; // [N]: 0 for phrases that say that their object stays
    private readonly TargetMemory memory;
    private readonly PresenceFilter[] presence;
    private readonly Queue<(int Look, PresenceVerdict[] Phrases)> verdicts = [];
    private readonly MaskCarrier carrier = new();
    private readonly MaskPainter painter;
    private Tensor? kernel;
    private int? seen;

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
        painter = new MaskPainter(device);
        pixels = options.WorkingPixels;
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        language = network.LanguageEncoder.call(phrases).Map(values => values.to(device).DetachFromDisposeScope());
        moving = tensor([.. phrases.Select((_, row) => language.Questions?.Still[row] == true ? 0f : 1f)], device: device).DetachFromDisposeScope();
        memory = new TargetMemory(options.Memory);
        presence = [.. phrases.Select(_ => new PresenceFilter(options.Presence))];
    }

    /// <summary>How many frames the network has seen.</summary>
    internal int Looks { get; private set; }

    /// <summary>Sees what lies between the boxes of each step, of each of its looks; the tensors live only while it runs.</summary>
    internal Action<MinedFrame, DecodedMask>? Observe { get; set; }

    /// <summary>Segments the next frame.</summary>
    /// <param name="frame">The next frame of the video.</param>
    /// <returns>The masks and verdicts. Its pixels are only valid until the next step: the session uses the buffer again.</returns>
    public FrameMask Step(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        using var seen = Look(frame);
        return Show(seen.Logits, frame);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        memory.Dispose();
        kernel?.Dispose();
        painter.Dispose();
        carrier.Dispose();
        moving.Dispose();
        foreach (var tensor in language.Tensors)
        {
            tensor.Dispose();
        }
    }

    /// <summary>Encodes a frame and mines it for the phrases: all that knows no time, so several threads may do it at once. What comes out is the caller's to dispose.</summary>
    internal MinedSight Mine(Frame frame)
    {
        using var scope = NewDisposeScope();
        using var frozen = inference_mode();
        return Mine(FrameSight.Of(network.ImageEncoder, device, frame, pixels)).Detach(); // a finer look belongs to what was mined with it
    }

    /// <summary>Segments a frame that is already encoded; its pixels are not asked for.</summary>
    internal FrameMask Step(FrameSight sight, Frame frame)
    {
        using var seen = Look(sight, frame.Index);
        return Show(seen.Logits, frame);
    }

    /// <summary>Shows the network a frame, and remembers it.</summary>
    /// <returns>What it says of it, the caller's to dispose.</returns>
    internal SeenMasks Look(Frame frame)
    {
        using var mined = Mine(frame);
        return Look(mined, frame.Index);
    }

    /// <summary>The same for a frame that is already encoded.</summary>
    /// <param name="sight">Its features.</param>
    /// <param name="index">Its number.</param>
    /// <param name="before">What the network said of the frame that it saw before; null where that is not to be heard.</param>
    /// <param name="motion">The motion between the two; null where nothing follows from one to the other.</param>
    internal SeenMasks Look(FrameSight sight, int index, SeenMasks? before = null, KeyMotion? motion = null)
    {
        using var scope = NewDisposeScope();
        using var frozen = inference_mode();
        return Look(Mine(sight), index, before, motion);
    }

    /// <summary>The same for a frame that is already mined.</summary>
    /// <param name="mined">What <see cref="Mine(Frame)"/> gave; it stays the caller's.</param>
    /// <param name="index">Its number.</param>
    /// <param name="before">What the network said of the frame that it saw before; null where that is not to be heard.</param>
    /// <param name="motion">The motion between the two; null where nothing follows from one to the other.</param>
    internal SeenMasks Look(MinedSight mined, int index, SeenMasks? before = null, KeyMotion? motion = null)
    {
        using var scope = NewDisposeScope();
        using var frozen = inference_mode();
        var recalled = Remember(mined);
        var decoded = Decode(mined, recalled, motion, before is null || motion is null ? null : Carry(before.Logits, motion));
        kernel?.Dispose();
        kernel = decoded.Kernel?.DetachFromDisposeScope();
        using var logits = decoded.Presence.cpu();
        for (var row = 0; row < presence.Length; row++)
        {
            presence[row].Add(logits[row].item<float>(), seen is { } last ? index - last : 1);
        }

        seen = index;
        Looks++;
        verdicts.Enqueue((Looks, [.. presence.Select(filter => new PresenceVerdict(filter.IsPresent, filter.Score))]));
        if (verdicts.Count > VerdictsKept)
        {
            verdicts.Dequeue();
        }

        return new SeenMasks(decoded.Mask.squeeze(1), Confidence(mined), Looks) { Possible = decoded.Possible?.squeeze(1) }.Detach();
    }

    /// <summary>What the network said of a frame, with what it said of another heard (<see cref="NeighbourVote"/>).</summary>
    /// <param name="own">The frame.</param>
    /// <param name="other">The other frame.</param>
    /// <param name="motion">Where each pixel of the frame lies in the other.</param>
    /// <returns>The caller's to dispose, beside what was given.</returns>
    internal SeenMasks Hear(SeenMasks own, SeenMasks other, MotionField motion)
    {
        using var stage = StageClock.Measure("motion: masks carried");
        using var scope = NewDisposeScope();
        using var frozen = inference_mode();
        return NeighbourVote.Hear(carrier, own, other, motion).Detach();
    }

    /// <summary>
    /// The verdicts on a frame: as they stood when the network saw it, or, where a phrase was thought absent then, as soon as none was at the
    /// next few looks, or as they stood after those.
    /// </summary>
    /// <param name="look">The look that the frame belongs to.</param>
    /// <param name="ahead">How many more looks may tell.</param>
    /// <param name="all">Whether nothing is to come that could be waited for.</param>
    /// <returns>A verdict a phrase; null where they are not known yet.</returns>
    internal IReadOnlyList<PresenceVerdict>? VerdictsOn(int look, int ahead, bool all)
    {
        var known = verdicts.Where(verdict => verdict.Look >= look && verdict.Look <= look + ahead).Select(verdict => verdict.Phrases).ToList();
        return known.Find(phrases => Array.TrueForAll(phrases, phrase => phrase.IsPresent)) ?? (all || Looks >= look + ahead ? known.LastOrDefault() ?? [] : null);
    }

    /// <summary>Carries masks to a frame between two that the network saw.</summary>
    /// <param name="before">What it said of the one before.</param>
    /// <param name="after">What it said of the one after; null where there is none.</param>
    /// <param name="motion">How the frame lies between them.</param>
    internal Tensor Carry(Tensor before, Tensor? after, GroupMotion motion)
    {
        using var stage = StageClock.Measure("motion: masks carried");
        using var scope = NewDisposeScope();
        using var frozen = inference_mode();
        return carrier.Between(before, after, motion).DetachFromDisposeScope();
    }

    /// <summary>Makes masks of logits, at the frame's own size; a phrase that is absent has none.</summary>
    /// <param name="logits">[N, h, w].</param>
    /// <param name="frame">The frame.</param>
    /// <param name="phrases">The verdict on each phrase; null: as far as is known now.</param>
    internal FrameMask Show(Tensor logits, Frame frame, IReadOnlyList<PresenceVerdict>? phrases = null)
    {
        using var scope = NewDisposeScope();
        using var frozen = inference_mode();
        phrases ??= [.. presence.Select(filter => new PresenceVerdict(filter.IsPresent, filter.Score))];
        return painter.Paint(logits, phrases, frame);
    }

    // Masks of the frame before, where they lie in this one: [N, 1, h, w].
    private Tensor Carry(Tensor logits, KeyMotion motion)
    {
        using var stage = StageClock.Measure("motion: masks carried");
        return carrier.Over(logits, motion.Back).sigmoid().unsqueeze(1);
    }

    private MinedSight Mine(FrameSight sight)
    {
        using var stage = StageClock.Measure("FM: words and candidates");
        return FinerLook.Mine(network, sight, language);
    }

    private Decoded Decode(MinedSight mined, TransferSample? recalled, KeyMotion? motion, Tensor? carried)
    {
        using var stage = StageClock.Measure("decoder");
        var looks = mined.Looks.Select(look => Decode(look, mined, recalled, carried, motion is null ? null : Moved(look, motion))).ToList();
        return new Decoded(
            mined.Join(looks.ConvertAll(look => look.Mask)),
            mined.Join(looks.ConvertAll(look => look.Presence)),
            network.FeatureMining is null ? null : mined.Join(looks.ConvertAll(look => look.Possible!)),
            network.MetaTransfer is null ? null : mined.Join(looks.ConvertAll(look => look.Kernel!)));
    }

    // On the look's own grid; what comes out lies on that of the working size.
    private Decoded Decode(MinedLook look, MinedSight sight, TransferSample? recalled, Tensor? carried, Tensor? moved)
    {
        var (height, width) = (look.Frame.Image.Fine.shape[2], look.Frame.Image.Fine.shape[3]);
        var sample = recalled is null ? null : new TransferSample(look.Own(recalled.Gram), look.Own(recalled.Moment));
        var before = carried is null ? null : Grid.Fit(look.Own(carried), height, width);
        var (decoded, next) = network.Decode(look.Frame, sample, kernel is null ? null : look.Own(kernel), before, moved);
        Observe?.Invoke(look.Frame, decoded);
        var possible = decoded.Possible is { } cells && (height, width) != (sight.Height, sight.Width)
            ? sight.Fit(cells.to_type(ScalarType.Float32)).gt(0.5)
            : decoded.Possible;
        return new Decoded(sight.Fit(decoded.Mask), decoded.Presence, possible, next);
    }

    // What the choice gains by how candidates move, for the phrases of a look, but for those that say that their object stays: [M, K].
    private Tensor Moved(MinedLook look, KeyMotion motion)
    {
        using var stage = StageClock.Measure("motion: candidates");
        return CandidateMotion.Gain(motion.Back, look.Frame.Image.Candidates.Boxes) * look.Own(moving).unsqueeze(1);
    }

    private TransferSample? Remember(MinedSight mined)
    {
        using var stage = StageClock.Measure("MT: memory");
        if (network.MetaTransfer is null)
        {
            return null;
        }

        var samples = mined.Looks.Select(look => look.Frame.Sample!).ToList();
        var (gram, moment) = (mined.Join(samples.ConvertAll(sample => sample.Gram)), mined.Join(samples.ConvertAll(sample => sample.Moment)));
        var kept = new TransferSample(gram.alias().DetachFromDisposeScope(), moment.alias().DetachFromDisposeScope());
        memory.Write(kept, Confidence(mined).DetachFromDisposeScope());
        return memory.Read();
    }

    private static Tensor Confidence(MinedSight mined) => mined.Join([.. mined.Looks.Select(look => FrameConfidence.Of(look.Frame.Mined))]);

    // What the network's second half gives for N phrases: masks [N, 1, h, w], presence [N], what is possible [N, 1, h, w], kernels.
    private sealed record Decoded(Tensor Mask, Tensor Presence, Tensor? Possible, Tensor? Kernel);
}
