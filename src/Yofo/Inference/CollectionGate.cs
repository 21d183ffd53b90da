using System.Runtime;

namespace Yofo.Inference;

/// <summary>
/// Garbage is collected only where no thread computes. TorchSharp 0.107 lets the collector finalise the temporary Scalar of a call
/// that still runs (docs/engine.md); with one computing thread that cannot happen, as a collection starts in managed code, but with
/// several, each can start one while another is inside libtorch.
/// </summary>
internal sealed class CollectionGate : IDisposable
{
    private const long Room = 16 << 20;   // bytes that may be used up between two collections [ours: a frame makes about 0.3 MB]
    private const long Most = 200 << 20;  // of what is asked for beside; the runtime refuses a quarter of a gigabyte on some systems

    private readonly bool holds;
    private long room = Room;
    private long dueAt;

    /// <summary>Holds collections back from now on. Call it where nothing computes.</summary>
    public CollectionGate()
    {
        // Somebody else holds them back already: theirs to end.
        holds = GCSettings.LatencyMode != GCLatencyMode.NoGCRegion;
        Hold();
    }

    /// <summary>Whether it is time for <see cref="Collect"/>.</summary>
    public bool IsDue => holds && GC.GetTotalAllocatedBytes() > dueAt;

    /// <summary>Lets a collection happen. Call it where nothing computes.</summary>
    public void Collect()
    {
        Dispose();
        Hold();
    }

    /// <summary>Makes room for buffers beside: they may be made anew at any time, and the first time is no reason to collect. Call it where nothing computes.</summary>
    /// <param name="buffers">Bytes of all of them.</param>
    public void MakeRoom(long buffers)
    {
        room = Room + Math.Min(buffers, Most);
        Collect();
        dueAt += room - Room;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (holds && GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
        {
            try
            {
                GC.EndNoGCRegion();
            }
            catch (InvalidOperationException)
            {
                // The room ran out this very moment, which ended it.
            }
        }
    }

    // Collects first where the room is not there.
    private void Hold()
    {
        if (holds)
        {
            GC.Collect(); // all generations: what each collection of the youngest promotes would only pile up [ours: 44 MB in 3,700 frames]
            try
            {
                GC.TryStartNoGCRegion(room);
            }
            catch (InvalidOperationException)
            {
                // Somebody else was faster.
            }

            dueAt = GC.GetTotalAllocatedBytes() + (Room / 2);
        }
    }
}
