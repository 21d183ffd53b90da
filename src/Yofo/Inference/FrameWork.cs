using System.Runtime.ExceptionServices;
using Yofo.Modeling;
using Yofo.Motion;
using Yofo.Video;

namespace Yofo.Inference;

/// <summary>A frame on its way through a <see cref="FramePipeline"/>.</summary>
/// <param name="frame">The frame; its pixels are its own.</param>
/// <param name="pixels">The buffer that they lie in.</param>
internal sealed class FrameWork(Frame frame, byte[] pixels) : IHasLuminance
{
    private readonly TaskCompletionSource<MinedSight?> mined = new();
    private Luminance? luminance;

    /// <summary>The frame.</summary>
    public Frame Frame { get; } = frame;

    /// <summary>Whether the network is to see it.</summary>
    public bool IsKey { get; set; } = true;

    /// <inheritdoc/>
    public Luminance Luminance => luminance ??= Luminance.For(Frame);

    /// <summary>Buffer of its pixels.</summary>
    public byte[] Pixels { get; } = pixels;

    /// <summary>Buffer of its mask.</summary>
    public byte[] Indices { get; set; } = [];

    /// <summary>What was found in it, once it is stepped.</summary>
    public FrameMask? Mask { get; set; }

    /// <summary>Why it could not be, or null.</summary>
    public ExceptionDispatchInfo? Failure { get; set; }

    /// <summary>What the network's first half made of it; waits until that is there. Null after a failure.</summary>
    public MinedSight? Mined => mined.Task.GetAwaiter().GetResult();

    /// <summary>The end of a source that failed.</summary>
    public static FrameWork Failed(Exception failure)
    {
        var work = new FrameWork(new Frame(0, 0, 0, 0, default), []) { Failure = ExceptionDispatchInfo.Capture(failure) };
        work.mined.SetResult(null);
        return work;
    }

    /// <summary>Mines it, or leaves it where all is to stop.</summary>
    public void Mine(Func<MinedSight> mine, bool stopped)
    {
        try
        {
            mined.SetResult(stopped ? null : mine());
        }
        catch (Exception failure)
        {
            Failure = ExceptionDispatchInfo.Capture(failure);
            mined.SetResult(null);
        }
    }

    /// <summary>Does something for it, or keeps why that failed.</summary>
    public T? Try<T>(Func<T> action)
        where T : class
    {
        try
        {
            return action();
        }
        catch (Exception failure)
        {
            Failure = ExceptionDispatchInfo.Capture(failure);
            return null;
        }
    }

    /// <summary>Frees the gray picture.</summary>
    public void ReleaseLuminance()
    {
        luminance?.Dispose();
        luminance = null;
    }

    /// <summary>Frees what the network's first half made of it.</summary>
    public void Release()
    {
        if (mined.Task is { IsCompletedSuccessfully: true, Result: { } known })
        {
            known.Dispose();
        }
    }
}
