using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Yofo.Engine;

/// <summary>
/// Loads libtorch before TorchSharp asks for it, so that it also loads where TorchSharp's binding, as shipped, does not:
/// on systems with a C++ library older than GCC 13 (Debian 12, Ubuntu 22.04). See <see cref="ElfVersions"/> for the cure.
/// Elsewhere nothing is touched.
/// </summary>
internal static partial class TorchLoader
{
    private const string Binding = "libLibTorchSharp.so";
    private const string Cpu = "libtorch_cpu.so";
    private const int TrimThreshold = -1, MmapThreshold = -3, ArenaMax = -8; // M_... of malloc.h

    /// <summary>How the binding was loaded, in words, for <c>yofo doctor</c>.</summary>
    public static string Outcome { get; private set; } = "not loaded";

    /// <summary>Why it could not be loaded, or null.</summary>
    public static string? Failure { get; private set; }

    /// <summary>The library that holds libtorch's functions for the CPU; 0 where it was left to TorchSharp. By its name another copy than this one might be found.</summary>
    public static nint CpuLibrary { get; private set; }

#pragma warning disable CA2255 // Every user of the library calls torch, and the cure must come before TorchSharp's own first load.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Load()
    {
        if (!OperatingSystem.IsLinux())
        {
            Outcome = "loaded by TorchSharp";
            return;
        }

        WaitBriefly();
        ShareMemory();
        var folders = SearchFolders();
        foreach (var name in new[] { "libc10.so", Cpu, "libtorch.so" })
        {
            if (Find(folders, name) is { } path && NativeLibrary.TryLoad(path, out var library) && name == Cpu)
            {
                CpuLibrary = library;
            }
        }

        if (Find(folders, Binding) is not { } binding)
        {
            Failure = $"'{Binding}' is not beside the program; restore the packages again with 'dotnet restore'.";
        }
        else if (NativeLibrary.TryLoad(binding, out _))
        {
            Outcome = "loaded as shipped";
        }
        else
        {
            LoadCured(binding);
        }
    }

    /// <summary>
    /// A thread of libgomp that waits for the others spins for some milliseconds, and so holds the very core that they need, where
    /// anything else runs beside: 108 frames with overlay on two busy cores took 353 s. It is told to spin no longer than it does by
    /// itself where threads outnumber cores, then to sleep [libgomp manual, GOMP_SPINCOUNT]. Before libgomp is loaded, which reads it once.
    /// </summary>
    private static void WaitBriefly()
    {
        if (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null)
        {
            try
            {
                _ = SetVariable("GOMP_SPINCOUNT", "1000", overwrite: 0); // .NET's own SetEnvironmentVariable does not reach native code
            }
            catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
            {
                // Another C library than glibc: it only waits the usual way.
            }
        }
    }

    // Each thread would keep the memory of its largest maps in an arena of its own: 1.3 GB resident with two that encode [ours].
    private static void ShareMemory() => Allocate(ArenaMax, 1);

    /// <summary>
    /// Has glibc keep the memory of maps that are done with, where nobody chose otherwise: the next frame needs the same again, and a page
    /// that comes anew from the system costs a fault. Where faults are dear (virtual machines) they were most of an early convolution's time [ours;
    /// docs/performance.md].
    /// </summary>
    internal static void KeepMemory()
    {
        if (Environment.GetEnvironmentVariable("MALLOC_MMAP_THRESHOLD_") is null)
        {
            Allocate(MmapThreshold, 8 << 20); // larger than any map of one phrase; those of many at once still go back, or 16 would take 0.3 GB more [ours]
            Allocate(TrimThreshold, 16 << 20); // more saves a few faults, but what is resident then wanders by as much
        }
    }

    private static void Allocate(int parameter, int value)
    {
        try
        {
            _ = SetAllocator(parameter, value);
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library than glibc has its own ways.
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "mallopt")]
    private static partial int SetAllocator(int parameter, int value);

    [LibraryImport("libc.so.6", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    private static void LoadCured(string binding)
    {
        var copy = Path.Combine(Path.GetTempPath(), $"yofo-{Guid.NewGuid():N}.so");
        try
        {
            var image = File.ReadAllBytes(binding);
            var weakened = ElfVersions.Weaken(image, "GLIBCXX_3.4.32");
            File.WriteAllBytes(copy, image);
            NativeLibrary.Load(copy);
            Outcome = $"loaded with {weakened} symbol version made optional (C++ library older than GCC 13)";
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            Failure = $"libtorch does not load on this system: {error.Message.ReplaceLineEndings(" ")}";
        }
        finally
        {
            File.Delete(copy);
        }
    }

    private static IReadOnlyList<string> SearchFolders()
    {
        // A libtorch of the user's own (CUDA, say) wins over the one in the packages.
        var chosen = Environment.GetEnvironmentVariable("YOFO_LIBTORCH");
        var native = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        return
        [
            .. chosen is null ? [] : new[] { chosen },
            .. native.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
            AppContext.BaseDirectory,
            Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native"),
        ];
    }

    private static string? Find(IReadOnlyList<string> folders, string name) =>
        folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
