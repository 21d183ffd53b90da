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

        set_num_threads(threads == 0 ? Environment.ProcessorCount : threads);
        return name switch
        {
            "cpu" => CPU,
            "cuda" when cuda.is_available() => CUDA,
            "cuda" => throw new YofoException("Device 'cuda' is not available: this libtorch has no CUDA, or the machine no GPU. Use --device cpu."),
            _ => throw new YofoException($"Device '{name}' is not known. Use cpu or cuda."),
        };
    }
}
