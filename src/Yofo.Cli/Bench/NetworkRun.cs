using System.Diagnostics;
using Yofo.Engine;
using Yofo.Inference;
using Yofo.Motion;
using Yofo.Video;

namespace Yofo.Cli.Bench;

/// <summary>The network alone: frames that lie in memory, stepped one by one, with the time of each stage.</summary>
internal static class NetworkRun
{
    private const int Warm = 6; // frames that are not counted: buffers, kernels and code are made on them [ours]

    /// <summary>Steps a fresh session through the frames.</summary>
    public static NetworkTimes Measure(MeasuredNetwork network, IReadOnlyList<Frame> frames, IReadOnlyList<string> phrases, int threads)
    {
        using var segmenter = network.Load(threads);
        using var session = network.Start(segmenter, phrases);
        var whole = new List<double>();
        var stages = new Dictionary<string, List<StageTime>>(StringComparer.Ordinal);
        foreach (var (number, frame) in frames.Index())
        {
            using var clock = StageClock.Start();
            var start = Stopwatch.GetTimestamp();
            session.Step(frame);
            var elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (number < Warm)
            {
                continue;
            }

            whole.Add(elapsed);
            foreach (var time in clock.Times)
            {
                (stages.TryGetValue(time.Name, out var list) ? list : stages[time.Name] = []).Add(time);
            }
        }

        var (between, carried) = Between(session, frames);
        return new NetworkTimes(threads, phrases.Count, Median(whole), between, [.. stages.Select(pair => new StageMedian(
            pair.Key, Median([.. pair.Value.Select(time => time.Milliseconds)]), pair.Value.Average(time => time.Operations) / 1e9)), .. carried]);
    }

    // Frames that the network does not see, group by group, with what its own frames take to be settled; what it takes to see them is not counted.
    private static (double Milliseconds, IReadOnlyList<StageMedian> Stages) Between(VideoSession session, IReadOnlyList<Frame> frames)
    {
        var (elapsed, count) = (TimeSpan.Zero, 0);
        var stages = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var first = 0; first + KeyframePlan.DefaultEvery < frames.Count; first += KeyframePlan.DefaultEvery)
        {
            var (one, other) = (frames[first], frames[first + KeyframePlan.DefaultEvery]);
            var middle = Enumerable.Range(first + 1, KeyframePlan.DefaultEvery - 1).Select(index => frames[index]).ToList();
            using var before = session.Look(one);
            using var after = session.Look(other);
            using var clock = StageClock.Start();
            var start = Stopwatch.GetTimestamp();
            using var gray = Luminance.For(one);
            using var otherGray = Luminance.For(other);
            using var across = KeyMotion.Between(gray, otherGray);
            using var next = session.Hear(after, before, across.Back);
            using var own = session.Hear(before, after, across.Forth);
            for (var more = 1; more < FrameChain.MostAhead; more++) // those after the next one are heard too
            {
                session.Hear(after, own, across.Back).Dispose();
            }

            foreach (var (frame, motion) in middle.Zip(GroupMotion.Of(gray, [.. middle.Select(Luminance.For)], otherGray)))
            {
                using var carried = session.Carry(own.Logits, next.Logits, motion);
                session.Show(carried, frame);
                motion.Dispose();
            }

            elapsed += Stopwatch.GetElapsedTime(start);
            count += middle.Count;
            foreach (var time in clock.Times.Where(time => time.Name.StartsWith("motion", StringComparison.Ordinal)))
            {
                stages[time.Name] = stages.GetValueOrDefault(time.Name) + time.Milliseconds;
            }
        }

        return count == 0 ? (0, []) : (elapsed.TotalMilliseconds / count, [.. stages.Select(pair => new StageMedian(pair.Key, pair.Value / count, 0))]);
    }

    /// <summary>The first frames of a video, in memory; a short one is begun again.</summary>
    public static IReadOnlyList<Frame> Load(MeasuredNetwork network, IFrameSource source, int count)
    {
        var frames = new List<Frame>();
        while (frames.Count < count + Warm)
        {
            frames.AddRange(source.Read().Take(count + Warm - frames.Count).Select(network.Own));
        }

        return frames;
    }

    /// <summary>The median; the mean of the middle two where their number is even; 0 of nothing.</summary>
    internal static double Median(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : (sorted[sorted.Count / 2] + sorted[(sorted.Count - 1) / 2]) / 2;
    }
}
