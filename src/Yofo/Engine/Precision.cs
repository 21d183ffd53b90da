using System.Diagnostics;
using static TorchSharp.torch;

namespace Yofo.Engine;

/// <summary>
/// The floating point type that convolutions compute in. bf16 has half the bytes of fp32 and, where the processor has instructions for it, several times
/// the rate; where it has none, libtorch makes up for them and is several times slower. A quick test tells which.
/// </summary>
internal static class Precision
{
    /// <summary>Names that <see cref="Choose"/> takes; the first is the default.</summary>
    public static IReadOnlyList<string> Names { get; } = ["auto", "fp32", "bf16"];

    private const double Worthwhile = 1.2; // times as fast as fp32: less is not worth the rounding [ours]
    private const int Rounds = 5;          // timed, after one that is not [ours]
    private const int Patience = 3;        // rounds that are timed in any case: other work may have had the core in some [ours]

    private static readonly Lazy<bool> Pays = new(FindOut);

    /// <summary>The type of a name.</summary>
    /// <param name="name"><c>auto</c> (bf16 on a processor that gains by it, else fp32), <c>fp32</c> or <c>bf16</c>.</param>
    /// <param name="device">Where the network computes; <c>auto</c> is fp32 but on the CPU.</param>
    /// <exception cref="YofoException">The name is not known.</exception>
    public static ScalarType Choose(string name, Device device) => name switch
    {
        "auto" => device.type == TorchSharp.DeviceType.CPU && Pays.Value ? ScalarType.BFloat16 : ScalarType.Float32,
        "fp32" => ScalarType.Float32,
        "bf16" => ScalarType.BFloat16,
        _ => throw new YofoException($"Precision '{name}' is not known. Use {string.Join(", ", Names.SkipLast(1))} or {Names[^1]}."),
    };

    /// <summary>The name of a type: <c>fp32</c> or <c>bf16</c>.</summary>
    public static string NameOf(ScalarType type) => type == ScalarType.BFloat16 ? "bf16" : "fp32";

    /// <summary>Times a convolution of 3 x 3 in both types.</summary>
    /// <param name="channels">Channels in and out.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <returns>Milliseconds in fp32 and in bf16, and whether bf16 computes rightly.</returns>
    public static (double Full, double Reduced, bool IsRight) Test(int channels, int height, int width)
    {
        var full = Time(ScalarType.Float32, channels, height, width, double.PositiveInfinity);
        var reduced = Time(ScalarType.BFloat16, channels, height, width, full.Milliseconds);
        return (full.Milliseconds, reduced.Milliseconds, full.Value == 9f * channels && reduced.Value == full.Value); // sums of ones, which bf16 holds exactly
    }

    /// <summary>The best time of a convolution of 3 x 3 on ones.</summary>
    /// <param name="type">The type.</param>
    /// <param name="channels">Channels in and out.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="hopeless">Milliseconds: the test ends early where even the best of three times takes longer.</param>
    /// <returns>Milliseconds, and what came out amid the map.</returns>
    public static (double Milliseconds, float Value) Time(ScalarType type, int channels, int height, int width, double hopeless = double.PositiveInfinity)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var input = ones([1, height, width, channels], type).permute(0, 3, 1, 2);
        var kernel = ones([channels, 3, 3, channels], type).permute(0, 3, 1, 2);
        var (best, value) = (double.PositiveInfinity, float.NaN);
        for (var round = 0; round <= Rounds && !(best > hopeless && round > Patience); round++)
        {
            using var step = NewDisposeScope();
            var start = Stopwatch.GetTimestamp();
            var answer = nn.functional.conv2d(input, kernel, padding: [1L, 1L]);
            best = round < 1 ? best : Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            value = answer[0, 0, height / 2, width / 2].to_type(ScalarType.Float32).item<float>();
        }

        return (best, value);
    }

    // With one thread: two would wait for one another where other work has a core, and the answer would be another on a busy machine.
    private static bool FindOut()
    {
        var threads = get_num_threads();
        set_num_threads(1);
        try
        {
            return !OneDnn.IsWrong && Test(64, 40, 72) is { IsRight: true } test && test.Full > Worthwhile * test.Reduced;
        }
        finally
        {
            set_num_threads(threads);
        }
    }
}
