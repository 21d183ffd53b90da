using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace Yofo.Engine;

/// <summary>Where and with how many threads torch computes.</summary>
internal static class Compute
{
    /// <summary>Sets the threads and finds the device.</summary>
    /// <param name="name"><c>cpu</c> or <c>cuda</c>.</param>
    /// <param name="threads">Number of threads; 0: one a core.</param>
    /// <exception cref="YofoException">torch does not load, the device is unknown or absent, or the number is out of range.</exception>
    public static Device Use(string name, int threads)
    {
        if (TorchLoader.Failure is { } failure)
        {
            throw new YofoException(failure);
        }

        if (threads is < 0 or > 1024)
        {
            throw new YofoException($"{threads} threads cannot be used. Give a number from 1 to 1024, or 0 for one a core.");
        }

        set_num_threads(Count(threads));
        return name switch
        {
            "cpu" => CPU,
            "cuda" when cuda.is_available() => CUDA,
            "cuda" => throw new YofoException("Device 'cuda' is not available: this libtorch has no CUDA, or the machine no GPU. Name one that has it with YOFO_LIBTORCH (docs/engine.md), or use --device cpu."),
            _ => throw new YofoException($"Device '{name}' is not known. Use cpu or cuda."),
        };
    }

    /// <summary>Shares the threads among frames that are computed at once: two, each with half of the threads [ours].</summary>
    /// <param name="threads">Number of threads; 0: one a core.</param>
    /// <returns>How many frames at once.</returns>
    public static int ShareThreads(int threads)
    {
        set_num_threads(Math.Max(1, Count(threads) / 2));
        return Math.Min(2, Count(threads));
    }

    /// <summary>
    /// Does something for each of many items that have nothing to do with one another: as many at once as there are threads, each
    /// with one thread. That keeps all cores busy where one item alone does not.
    /// </summary>
    /// <param name="items">The items.</param>
    /// <param name="work">Takes an item, and how many were begun so far, this one included.</param>
    /// <param name="cancellation">No further item is begun.</param>
    public static void ForEach<T>(IEnumerable<T> items, Action<T, int> work, CancellationToken cancellation)
    {
        var (threads, begun) = (get_num_threads(), 0);
        set_num_threads(1);
        try
        {
            Parallel.ForEach(items, new ParallelOptions { MaxDegreeOfParallelism = threads }, (item, state) =>
            {
                if (cancellation.IsCancellationRequested)
                {
                    state.Stop();
                    return;
                }

                JoinThread();
                work(item, Interlocked.Increment(ref begun));
            });
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    /// <summary>
    /// To be called first on every thread of our own that computes: libtorch hands its number of threads to a new thread only when
    /// asked for it, and oneDNN does not ask.
    /// </summary>
    public static void JoinThread() => get_num_threads();

    private static int Count(int threads) => threads == 0 ? Environment.ProcessorCount : threads;
}
