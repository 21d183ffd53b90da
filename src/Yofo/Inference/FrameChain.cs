using Yofo.Motion;

namespace Yofo.Inference;

/// <summary>
/// The frames of one video on their way to their masks, for some sessions over it. A frame that the network sees hears what was said of the
/// frames before and after it, each carried on to the next by motion (<see cref="NeighbourVote"/>), and waits for that; a frame that it does not see
/// waits until the masks on both sides are final, and gets them carried over.
/// </summary>
/// <param name="sessions">The sessions.</param>
/// <param name="ahead">How many frames that the network sees have a say in one before them, at most; 0: neighbours have none.</param>
internal sealed class FrameChain(IReadOnlyList<VideoSession> sessions, int ahead) : IDisposable
{
    /// <summary>The most that pays: the next three seen frames, of which one often sees what this one misses [ours; docs/experiments.md].</summary>
    public const int MostAhead = 3;

    private readonly List<Link> links = []; // that what follows may need; the first may be final
    private int seen;

    /// <summary>What the network said of the frame that it saw last, as far as it is known now, for a session; null where that failed, or where there was none.</summary>
    public SeenMasks? Newest(int session) => links.Count == 0 ? null : links[^1].Heard[session];

    /// <summary>Takes in a frame that the network does not see.</summary>
    public void Wait(FrameWork frame) => links[^1].Between.Add(frame);

    /// <summary>Takes in a frame that the network sees.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="look">
    /// Shows it to the network, for a session; beside that, what was said of the frame before and the motion from there, null where nothing
    /// follows from the one to the other. Null where it failed.
    /// </param>
    public void See(FrameWork frame, Func<int, SeenMasks?, KeyMotion?, SeenMasks?> look)
    {
        var last = links.Count > 0 ? links[^1] : null;
        // The frames on both sides of a cut are seen, so none is where others lie between; by motion alone frames that are some apart may differ as much.
        var follows = ahead > 0 && last is not null && frame.Failure is null && last.Frame.Failure is null
            && (last.Between.Count > 0 || !KeyframePlan.IsCut(last.Frame.Luminance, frame.Luminance));
        var motion = follows ? KeyMotion.Between(last!.Frame.Luminance, frame.Luminance) : null;
        var own = sessions.Select((_, session) => look(session, motion is null ? null : last!.Heard[session], motion)).ToArray();
        var heard = own.Select((masks, session) => masks is not null && motion is not null && last!.Heard[session] is { } before ? sessions[session].Hear(masks, before, motion.Back) : masks).ToArray();
        if (last is not null)
        {
            last.Onward = motion;
        }

        links.Add(new Link(frame, seen++, own, heard));
    }

    /// <summary>Gives the frames whose masks are final by now, in order.</summary>
    /// <param name="first">Only a first frame of all: the others take longer, and it is not to wait for them.</param>
    /// <param name="all">Whether no more come.</param>
    public IEnumerable<ChainedFrame> Take(bool first = false, bool all = false)
    {
        while (links.FindIndex(link => link.Final is null) is var next and >= 0 && !(first && next > 0) && (all || IsHeardOut(next)))
        {
            Finish(next);
            if (next > 0)
            {
                foreach (var frame in Fill(links[0], links[1]))
                {
                    yield return frame;
                }

                links[0].Dispose();
                links.RemoveAt(0);
            }

            var done = links[0];
            yield return new ChainedFrame(done.Frame, done.Look, [.. done.Final!.Select(masks => masks?.Logits.alias())]);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => links.ForEach(link => link.Dispose());

    // The first frames hear fewer: who waits for them waits longest.
    private int Hears(Link link) => Math.Min(link.Number + 1, ahead);

    // As far as it may hear, or up to a cut.
    private bool IsHeardOut(int index)
    {
        var last = index + Hears(links[index]);
        for (var at = index; at < last; at++)
        {
            if (at == links.Count - 1)
            {
                return false;
            }

            if (links[at].Onward is null)
            {
                return true;
            }
        }

        return true;
    }

    // What those after it say, handed from the farthest to the next.
    private void Finish(int index)
    {
        var link = links[index];
        var last = index;
        while (last < links.Count - 1 && last - index < Hears(link) && links[last].Onward is not null)
        {
            last++;
        }

        var said = links[last].Own.ToArray();
        for (var at = last - 1; at >= index; at--)
        {
            for (var session = 0; session < said.Length; session++)
            {
                using var after = at < last - 1 ? said[session] : null; // one of our own making
                var own = at > index ? links[at].Own[session] : link.Heard[session];
                said[session] = own is not null && said[session] is { } later ? sessions[session].Hear(own, later, links[at].Onward!.Forth) : own?.Alias();
            }
        }

        link.Final = last == index ? [.. link.Heard.Select(masks => masks?.Alias())] : said;
    }

    private IEnumerable<ChainedFrame> Fill(Link before, Link after)
    {
        if (before.Between.Count == 0)
        {
            yield break;
        }

        var motions = GroupMotion.Of(before.Frame.Luminance, [.. before.Between.Select(frame => frame.Luminance)], after.Frame.Failure is null ? after.Frame.Luminance : null);
        foreach (var (frame, motion) in before.Between.Zip(motions))
        {
            var logits = sessions.Select((session, index) => before.Final![index] is { } one ? frame.Try(() => session.Carry(one.Logits, after.Final![index]?.Logits, motion)) : null).ToArray();
            motion.Dispose();
            frame.ReleaseLuminance();
            yield return new ChainedFrame(frame, after.Look, logits);
        }
    }

    private sealed record Link(FrameWork Frame, int Number, SeenMasks?[] Own, SeenMasks?[] Heard) : IDisposable
    {
        // Frames after it, up to the next that the network sees.
        public List<FrameWork> Between { get; } = [];

        // The motion to that one; null where nothing follows from this to that.
        public KeyMotion? Onward { get; set; }

        public SeenMasks?[]? Final { get; set; }

        public int Look => Own.FirstOrDefault()?.Look ?? 0;

        public void Dispose()
        {
            foreach (var masks in Own.Concat(Heard).Concat(Final ?? []))
            {
                masks?.Dispose();
            }

            Onward?.Dispose();
            Frame.ReleaseLuminance();
            Between.ForEach(frame => frame.ReleaseLuminance());
        }
    }
}
