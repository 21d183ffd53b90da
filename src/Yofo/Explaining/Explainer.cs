using Yofo.Inference;
using Yofo.Modeling;
using Yofo.Modeling.Vision;
using Yofo.Video;
using static TorchSharp.torch;

namespace Yofo.Explaining;

/// <summary>
/// Looks inside while a video is segmented: steps through all frames up to the last chosen one, so that the memory of meta-transfer is
/// what it is in earnest, and keeps what lies between the boxes of the chosen ones.
/// </summary>
internal sealed class Explainer
{
    private const int PicturePixels = 96_000; // [ours] of the small picture that is kept: 416 x 232 of a wide frame

    private readonly YofoNetwork network;
    private readonly Device device;
    private readonly WordAttention? attention;

    /// <summary>Looks into a network.</summary>
    public Explainer(YofoNetwork network, Device device)
    {
        this.network = network;
        this.device = device;
        attention = network.modules().OfType<DenseMining>().SingleOrDefault()?.FineWords;
    }

    /// <summary>Explains chosen frames.</summary>
    /// <param name="name">The video as it was named.</param>
    /// <param name="source">The video.</param>
    /// <param name="phrase">The phrase.</param>
    /// <param name="frames">Numbers of the chosen frames, ascending.</param>
    /// <param name="progress">Told the number of frames that are done.</param>
    /// <param name="cancellation">Stops between two frames.</param>
    /// <exception cref="YofoException">A chosen frame is beyond the end, or the source is damaged.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public Explanation Explain(
        string name, IFrameSource source, string phrase, IReadOnlyList<int> frames, Action<int>? progress = null, CancellationToken cancellation = default)
    {
        using var session = new VideoSession(network, device, [phrase], new SessionOptions());
        var seen = new List<FrameExplanation>();
        var done = 0;
        try
        {
            foreach (var frame in source.Read(cancellation))
            {
                if (frames.Contains(frame.Index))
                {
                    seen.Add(Look(session, frame));
                }
                else
                {
                    session.Step(frame);
                }

                done++;
                progress?.Invoke(done);
                if (seen.Count == frames.Count)
                {
                    return new Explanation(name, phrase, network.Options.Name, network.LanguageEncoder.WordsOf(phrase), seen);
                }
            }

            throw new YofoException($"'{name}' has no frame {frames[seen.Count]}: it has {done}, numbered from 0. Name others with --frames.");
        }
        catch
        {
            seen.ForEach(explanation => explanation.Dispose());
            throw;
        }
    }

    private FrameExplanation Look(VideoSession session, Frame frame)
    {
        Func<FrameMask, FrameExplanation>? complete = null;
        Tensor? shares = null;
        session.Observe = (mined, decoded) => complete = Describe(frame, mined, decoded, shares);
        if (attention is not null)
        {
            attention.Observe = seen => shares = Keep(seen); // the session is done with them before the step ends
        }

        try
        {
            var mask = session.Step(frame);
            return complete!(mask);
        }
        finally
        {
            session.Observe = null;
            if (attention is not null)
            {
                attention.Observe = null;
            }

            shares?.Dispose();
        }
    }

    // Keeps what the step will take away; the verdict and the answer are known only after it.
    private Func<FrameMask, FrameExplanation> Describe(Frame frame, MinedFrame mined, DecodedMask decoded, Tensor? shares)
    {
        var (y, transfers) = (mined.Mined.Y, mined.Sample is not null);
        var (direct, _) = network.Decode(mined, null, null); // as with meta-transfer off: Y itself is decoded
        var presence = decoded.Presence[0].item<float>();
        var candidates = Candidates(mined, decoded);
        var words = shares is null ? null : Keep(shares[0].mean([0]).transpose(0, 1).reshape(-1, y.shape[2], y.shape[3]));
        var (keptW, keptY, transferred) = (Keep(mined.Mined.W[0]), Keep(y[0]), transfers ? Keep(decoded.Transferred![0]) : null);
        var (without, with) = (Keep(direct), transfers ? Keep(decoded) : null);
        return mask => new FrameExplanation
        {
            Index = frame.Index,
            Time = frame.Time,
            Found = mask.Objects[0],
            PresenceLogit = presence,
            Picture = Small(frame),
            Answer = Answer(mask),
            Candidates = candidates,
            Words = words,
            W = keptW,
            Y = keptY,
            Transferred = transferred,
            Direct = without,
            ByTransfer = with,
        };
    }

    private static Tensor Small(Frame frame)
    {
        using var scope = NewDisposeScope();
        var scale = Math.Sqrt(PicturePixels / ((double)frame.Width * frame.Height));
        var (height, width) = (Math.Max(1, (int)Math.Round(frame.Height * scale)), Math.Max(1, (int)Math.Round(frame.Width * scale)));
        return (ImageInput.FromFrame(frame, height, width).squeeze(0) / 255f).contiguous().DetachFromDisposeScope();
    }

    private static Tensor Answer(FrameMask mask)
    {
        using var scope = NewDisposeScope();
        var bytes = empty(mask.Height, mask.Width, ScalarType.Byte);
        mask.Indices.Span.CopyTo(bytes.bytes);
        return bytes.gt(0).to_type(ScalarType.Float32).reshape(1, 1, mask.Height, mask.Width).DetachFromDisposeScope();
    }

    private List<CandidateExplanation> Candidates(MinedFrame mined, DecodedMask decoded)
    {
        if (mined.Mined.Candidates is not { } answer || decoded.Choice is not { } anew)
        {
            return [];
        }

        var candidates = mined.Image.Candidates;
        var (best, classes) = candidates.Scores[0].max(1);
        var (boxes, valid) = (candidates.Boxes[0].cpu(), candidates.Valid[0].cpu());
        var (first, second, member) = (answer.Choice.softmax(1)[0].cpu(), anew.softmax(1)[0].cpu(), answer.Member.sigmoid()[0].cpu());
        return [.. Enumerable.Range(0, (int)candidates.Count).Where(index => valid[index].item<float>() > 0)
            .Select(index => new CandidateExplanation(
                network.ImageEncoder.ClassNames[(int)classes[index].item<long>()],
                best[index].item<float>(),
                [.. Enumerable.Range(0, 4).Select(side => (double)boxes[index, side].item<float>())],
                first[index].item<float>(),
                second[index].item<float>(),
                member[index].item<float>()))
            .OrderByDescending(candidate => candidate.Choice)];
    }

    private static DecodedExplanation Keep(DecodedMask decoded) => new(Keep(decoded.Target[0].sigmoid()), Keep(decoded.Mask[0].sigmoid()));

    // A copy of our own, which no scope of the session takes away.
    private static Tensor Keep(Tensor values) => values.detach().to(CPU, copy: true).contiguous().DetachFromDisposeScope();
}
