using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Yofo.Cli.Bench;

/// <summary>The machine that was measured on.</summary>
/// <param name="Processor">Its name.</param>
/// <param name="Cores">Cores that the program may use.</param>
/// <param name="Instructions">Widest vectors.</param>
/// <param name="System">Operating system.</param>
/// <param name="Runtime">.NET.</param>
internal sealed record Machine(string Processor, int Cores, string Instructions, string System, string Runtime)
{
    /// <summary>This machine.</summary>
    public static Machine Here() => new(
        Name(), Environment.ProcessorCount, Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : RuntimeInformation.ProcessArchitecture.ToString(),
        RuntimeInformation.OSDescription.Trim(), RuntimeInformation.FrameworkDescription);

    private static string Name()
    {
        const string Source = "/proc/cpuinfo";
        var line = File.Exists(Source) ? File.ReadLines(Source).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':', 2)[1].Trim() ?? "unknown processor";
    }
}
