using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using TorchSharp;
using Yofo.Engine;
using static TorchSharp.torch;

namespace Yofo.Cli.Doctor;

/// <summary>Does libtorch load, does it compute rightly, with how many threads, and in which precision.</summary>
internal static partial class EngineChecks
{
    /// <summary>All checks of the engine; those that need it are left out where it does not load.</summary>
    public static IEnumerable<Finding> All()
    {
        RuntimeHelpers.RunModuleConstructor(typeof(YofoException).Module.ModuleHandle); // what loads the engine
        if (TorchLoader.Failure is { } failure)
        {
            yield return new Finding(Verdict.Fail, "engine", failure, "See docs/engine.md, or name the folder of a libtorch that suits this system in YOFO_LIBTORCH.");
            yield break;
        }

        yield return Guarded("engine", Engine);
        yield return Guarded("convolutions", Convolutions);
        yield return Guarded("threads", Threads);
        yield return Guarded("bf16", ReducedPrecision);
        yield return Guarded("cuda", Cuda);
    }

    private static Finding Engine()
    {
        using var scope = NewDisposeScope();
        var total = ones(8, 8).matmul(ones(8, 8)).sum().item<float>();
        return total == 512
            ? new Finding(Verdict.Ok, "engine", $"libtorch {LibtorchVersion()} through TorchSharp {TorchSharpVersion()}, {TorchLoader.Outcome}, {(FusedConvolution.IsAvailable ? $"convolutions with their activations in one pass{(KernelPacking.IsAvailable ? ", kernels packed once" : "")}" : "convolutions and their activations apart")}")
            : new Finding(Verdict.Fail, "engine", $"libtorch says that 8 x 8 x 8 ones make {total}, not 512", "Restore the packages again: delete 'artifacts' and run ./yofo.");
    }

    private static Finding Convolutions() => OneDnn.IsWrong
        ? new Finding(Verdict.Warn, "convolutions", "oneDNN computes some of them wrongly here; those are computed otherwise, rightly and slower", "If this is a virtual machine, have it show its guests the processor's caches (docs/engine.md).")
        : new Finding(Verdict.Ok, "convolutions", "oneDNN computes them rightly");

    private static Finding Threads() => get_num_threads() <= Environment.ProcessorCount
        ? new Finding(Verdict.Ok, "threads", $"{get_num_threads()} on {Environment.ProcessorCount} cores ({RuntimeInformation.ProcessArchitecture}, {Instructions()})")
        : new Finding(Verdict.Warn, "threads", $"{get_num_threads()} on {Environment.ProcessorCount} cores", "Unset OMP_NUM_THREADS, or pass --threads: more threads than cores are slower.");

    // 128 to 128 channels on 60x108: the size of a feature map at 480p, stride 8.
    private static Finding ReducedPrecision()
    {
        var (full, reduced, isRight) = Precision.Test(128, 60, 108);
        var isUsed = Precision.Choose("auto", CPU) == ScalarType.BFloat16;
        var text = string.Create(CultureInfo.InvariantCulture, $"a convolution takes {reduced:0.0} ms in bf16{(isRight ? "" : ", and comes out wrong")}, {full:0.0} ms in fp32: {(isUsed ? "used; --precision fp32 does without" : "not used")}");
        return new Finding(Verdict.Ok, "bf16", text);
    }

    private static Finding Cuda() => new(Verdict.Ok, "cuda", cuda_is_available() ? "available (--device cuda)" : "not available; the CPU is used");

    private static Finding Guarded(string subject, Func<Finding> check)
    {
        try
        {
            return check();
        }
        catch (Exception error) when (error is ExternalException or NotSupportedException or InvalidOperationException or DllNotFoundException or TypeInitializationException)
        {
            return new Finding(Verdict.Fail, subject, FailureText.Describe(error), "Restore the packages again: delete 'artifacts' and run ./yofo.");
        }
    }

    private static string Instructions() =>
        System.Runtime.Intrinsics.X86.Avx512F.IsSupported ? "AVX-512"
        : System.Runtime.Intrinsics.X86.Avx2.IsSupported ? "AVX2"
        : System.Runtime.Intrinsics.Arm.AdvSimd.IsSupported ? "NEON"
        : "no AVX2";

    private static string TorchSharpVersion() => typeof(torch).Assembly.GetName().Version?.ToString(3) ?? "?";

    // libtorch does not tell its version through the binding; the list of what the program was built with does.
    private static string LibtorchVersion()
    {
        if (Environment.GetEnvironmentVariable("YOFO_LIBTORCH") is { Length: > 0 } own)
        {
            return $"of your own ('{own}')";
        }

        var list = Path.Combine(AppContext.BaseDirectory, "Yofo.Cli.deps.json");
        return File.Exists(list) && PackageVersion().Match(File.ReadAllText(list)) is { Success: true } match ? match.Groups[1].Value : "?";
    }

    [GeneratedRegex("libtorch-cpu-[a-z0-9-]+/([0-9.]+)")]
    private static partial Regex PackageVersion();
}
