using Yofo.Video;
using static TorchSharp.torch;

namespace Yofo.Cli.Bench;

/// <summary>All measurements in their order.</summary>
/// <param name="Video">The video.</param>
/// <param name="Phrases">The phrases that are measured with; more are added where more are asked.</param>
/// <param name="Frames">Frames of each run; of the network alone at most a hundred.</param>
/// <param name="Threads">Most threads.</param>
/// <param name="Long">Frames of the long run for memory; 0 for none.</param>
/// <param name="NetworkOnly">No whole runs.</param>
/// <param name="Network">What is measured; but what <c>segment</c> uses in whole runs.</param>
internal sealed record BenchRun(string Video, IReadOnlyList<string> Phrases, int Frames, int Threads, int Long, bool NetworkOnly, MeasuredNetwork Network)
{
    private const int MostAlone = 100; // frames of the network alone: they lie in memory, and more say no more [ours]
    private const double PeakOperations = 2.0 * 60 * 108 * 128 * 128 * 9; // of a convolution of 3 x 3, 128 to 128 channels on 60x108

    private static readonly int[] Sizes = [240, 480, 720, 1080];
    private static readonly int[] PhraseCounts = [1, 4, 16];

    private static readonly string[] Others =
    [
        "the person on the left", "a red car", "the dog", "the man in black", "the bottle", "a woman", "the cat on the chair", "the horse",
        "the largest boat", "a blue bag", "the child", "the ball", "the chair on the right", "a bicycle", "the bird",
    ];

    /// <summary>Measures.</summary>
    /// <param name="say">Hears what is measured next.</param>
    public BenchReport Execute(Action<string> say)
    {
        using var source = FrameSource.Open(Video);
        var frames = NetworkRun.Load(Network, source, Math.Min(Frames, MostAlone));
        var threads = new[] { 1, Threads }.Distinct().ToList();
        var (network, peak) = (new List<NetworkTimes>(), new Dictionary<int, double>());
        foreach (var count in threads)
        {
            say($"network, {count} threads");
            var before = Peak(count);
            network.Add(NetworkRun.Measure(Network, frames, Phrases, count));
            peak[count] = Math.Max(before, Peak(count)); // a neighbour may have had the core once
        }

        foreach (var count in PhraseCounts.Where(count => count != Phrases.Count))
        {
            say($"network, {count} phrases");
            network.Add(NetworkRun.Measure(Network, frames, Many(count), Threads));
        }

        var full = Network.Type == ScalarType.Float32 ? null : InFull(frames, say);
        return new BenchReport(Machine.Here(), Video, peak, network, NetworkOnly ? [] : Whole(say)) { Name = Network.Name, Precision = Yofo.Engine.Precision.NameOf(Network.Type), Full = full };
    }

    // What the image encoder would do in fp32, with one thread: the two precisions have peaks of their own.
    private EncoderRate? InFull(IReadOnlyList<Frame> frames, Action<string> say)
    {
        say("network, 1 threads, fp32");
        var before = Peak(1, ScalarType.Float32);
        var times = NetworkRun.Measure(Network with { Precision = Yofo.Engine.Precision.NameOf(ScalarType.Float32) }, frames, Phrases, 1);
        return EncoderRate.Of(times, Math.Max(before, Peak(1, ScalarType.Float32)));
    }

    private double Peak(int threads) => Peak(threads, Network.Type);

    private static double Peak(int threads, ScalarType type)
    {
        set_num_threads(threads);
        return PeakOperations / Yofo.Engine.Precision.Time(type, 128, 60, 108).Milliseconds / 1e6;
    }

    private List<WholeTimes> Whole(Action<string> say)
    {
        var folder = Directory.CreateTempSubdirectory("yofo-bench-").FullName;
        try
        {
            var (run, times) = (new WholeRun(folder, Video, Network.Precision), new List<WholeTimes>());
            void Add(string name, int height, int frames, IReadOnlyList<string> phrases, int threads, bool overlay)
            {
                say(name);
                times.Add(run.Measure(name, height, frames, phrases, threads, overlay));
            }

            Add($"480p, {Threads} threads", 480, Frames, Phrases, Threads, overlay: false);
            Add($"480p, {Threads} threads, with overlay", 480, Frames, Phrases, Threads, overlay: true);
            Add("480p, 1 thread", 480, Frames, Phrases, 1, overlay: false);
            foreach (var count in PhraseCounts.Where(count => count != Phrases.Count))
            {
                Add($"480p, {count} phrases", 480, Frames, Many(count), Threads, overlay: false);
            }

            foreach (var height in Sizes.Where(height => height != 480))
            {
                Add($"{height}p", height, Frames, Phrases, Threads, overlay: false);
            }

            if (Long > 0)
            {
                Add($"480p, {Long} frames", 480, Long, Phrases, Threads, overlay: false);
            }

            return times;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private List<string> Many(int count) => [.. Phrases.Concat(Others).Take(count)];
}
