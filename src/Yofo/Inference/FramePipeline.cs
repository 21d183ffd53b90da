using System.Buffers;
using System.Collections.Concurrent;
using System.Numerics;
using Yofo.Engine;
using Yofo.Video;

namespace Yofo.Inference;

/// <summary>
/// Steps a session through a video with a few frames under way at once: one thread reads, some encode and mine, one steps in order, and
/// whoever asks for the frames writes them. The network's first half knows no time, so two frames can go through it side by side, each on its own
/// core, without the waiting of two threads that share one. However many threads, at most <c>atOnce</c> of them compute. Frames
/// that the network does not see wait for the next one that it sees, and those that are thought to lack a phrase for a few more.
/// </summary>
internal sealed class FramePipeline : IDisposable
{
    private const int Ahead = 2; // stepped frames that wait to be written [ours]
    private const long Room = 128 << 20;     // bytes of frames that may wait for those after them to have a say [ours]
    private const long Elsewhere = 24 << 20; // bytes of buffers that motion and the writing of masks keep [ours: measured at 480p]

    private readonly VideoSession session;
    private readonly int atOnce;
    private readonly KeyframePlan plan;
    private readonly int every;
    private readonly SemaphoreSlim cores;
    private readonly BlockingCollection<FrameWork> inOrder;
    private readonly BlockingCollection<FrameWork> toMine = [];
    private readonly BlockingCollection<FrameWork> stepped = new(Ahead);
    private readonly CancellationTokenSource stop = new();
    private readonly List<Thread> threads = [];

    /// <summary>Prepares; nothing runs yet.</summary>
    /// <param name="session">The session; nobody else may step it meanwhile.</param>
    /// <param name="atOnce">How many frames are computed at once.</param>
    /// <param name="every">Every how many frames the network sees one; 1 for all.</param>
    public FramePipeline(VideoSession session, int atOnce, int every = KeyframePlan.DefaultEvery)
    {
        this.session = session;
        this.atOnce = atOnce;
        plan = new KeyframePlan(every);
        this.every = every;
        cores = new SemaphoreSlim(atOnce);
        inOrder = new BlockingCollection<FrameWork>(atOnce * every);
    }

    /// <summary>Runs through frames, once. What fails on the way fails here, after the frames before it.</summary>
    public IEnumerable<SteppedFrame> Run(IEnumerable<Frame> frames)
    {
        using var gate = new CollectionGate();
        Start("read", () => Read(frames, gate));
        for (var number = 0; number < atOnce; number++)
        {
            Start("mine", MineAll);
        }

        Start("step", () => StepAll(gate));
        try
        {
            foreach (var work in stepped.GetConsumingEnumerable())
            {
                work.Failure?.Throw();
                yield return new SteppedFrame(work.Frame, work.Mask!);
                ArrayPool<byte>.Shared.Return(work.Pixels);
                ArrayPool<byte>.Shared.Return(work.Indices);
            }
        }
        finally
        {
            Stop();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        cores.Dispose();
        inOrder.Dispose();
        toMine.Dispose();
        stepped.Dispose();
        stop.Dispose();
    }

    private void Start(string name, Action action)
    {
        var thread = new Thread(() => action()) { IsBackground = true, Name = $"yofo {name}" };
        threads.Add(thread);
        thread.Start();
    }

    private void Stop()
    {
        stop.Cancel();
        threads.ForEach(thread => thread.Join());
        threads.Clear();
        while (inOrder.TryTake(out var work))
        {
            work.Release();
        }
    }

    private void Read(IEnumerable<Frame> frames, CollectionGate gate)
    {
        FrameWork? held = null; // until it is known what follows
        try
        {
            foreach (var frame in frames)
            {
                if (held is null)
                {
                    gate.MakeRoom(BuffersOf(frame)); // nothing computes before the first frame
                }

                var pixels = ArrayPool<byte>.Shared.Rent(frame.Rgb.Length);
                frame.Rgb.Span.CopyTo(pixels);
                var work = new FrameWork(frame with { Rgb = pixels.AsMemory(0, frame.Rgb.Length) }, pixels);
                Pass(held, work);
                held = work;
            }

            Pass(held, null);
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            Fail(held, failure);
        }
        catch (OperationCanceledException)
        {
            // Stopped from outside.
        }
        finally
        {
            inOrder.CompleteAdding();
            toMine.CompleteAdding();
        }
    }

    // Pixels and masks of all frames that may be under way, as large as the pool makes them, and what motion and the writing of masks take.
    private long BuffersOf(Frame frame) =>
        Elsewhere + ((inOrder.BoundedCapacity + Ahead + 2 + (AheadOf(frame.Rgb.Length) * every)) * (long)(BitOperations.RoundUpToPowerOf2((uint)frame.Rgb.Length) + BitOperations.RoundUpToPowerOf2((uint)(frame.Width * frame.Height))));

    // At 480p and 1080p all that pay, at 4K one.
    private int AheadOf(long bytes) => every == 1 ? 0 : (int)Math.Clamp(Room / Math.Max(1, bytes * every), 1, FrameChain.MostAhead);

    // Its place in the order first: that is what bounds how many are under way.
    private void Pass(FrameWork? work, FrameWork? next)
    {
        if (work is not null)
        {
            work.IsKey = plan.IsKey(work, next);
            inOrder.Add(work, stop.Token);
            if (work.IsKey)
            {
                toMine.Add(work); // never refused: who waits for it in order would wait for ever
            }
        }
    }

    // What the source gave before it failed is still done.
    private void Fail(FrameWork? last, Exception failure)
    {
        try
        {
            Pass(last, null);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        Add(inOrder, FrameWork.Failed(failure));
    }

    private void MineAll()
    {
        Compute.JoinThread();
        foreach (var work in toMine.GetConsumingEnumerable())
        {
            work.Mine(() => OnCore(() => session.Mine(work.Frame)), stop.IsCancellationRequested);
        }
    }

    private void StepAll(CollectionGate gate)
    {
        Compute.JoinThread();
        FrameGroup? group = null;
        try
        {
            foreach (var work in inOrder.GetConsumingEnumerable(stop.Token))
            {
                group ??= new FrameGroup(session, AheadOf(work.Frame.Rgb.Length));
                if (!work.IsKey)
                {
                    group.Wait(work);
                    continue;
                }

                Pass(See(group, work)); // passed on before the others are filled: the first mask is not to wait for them
                Pass(OnCore(group.Fill));
                if (gate.IsDue)
                {
                    Alone(gate.Collect);
                }
            }

            if (group is not null)
            {
                Pass(OnCore(group.Finish));
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped from outside.
        }
        finally
        {
            group?.Dispose();
            stepped.CompleteAdding();
        }
    }

    // The first half is waited for before a core is asked for: whoever does it needs one.
    private IReadOnlyList<FrameWork> See(FrameGroup group, FrameWork key)
    {
        var mined = key.Failure is null ? key.Mined : null;
        try
        {
            return OnCore(() => group.See(key, mined));
        }
        finally
        {
            key.Release();
        }
    }

    private void Pass(IReadOnlyList<FrameWork> done)
    {
        foreach (var work in done)
        {
            Add(stepped, work);
        }
    }

    private void Add(BlockingCollection<FrameWork> queue, FrameWork work)
    {
        try
        {
            queue.Add(work, stop.Token);
        }
        catch (OperationCanceledException)
        {
            work.Release();
        }
    }

    private T OnCore<T>(Func<T> compute)
    {
        cores.Wait();
        try
        {
            return compute();
        }
        finally
        {
            cores.Release();
        }
    }

    private void Alone(Action action)
    {
        for (var core = 0; core < atOnce; core++)
        {
            cores.Wait();
        }

        try
        {
            action();
        }
        finally
        {
            cores.Release(atOnce);
        }
    }
}
