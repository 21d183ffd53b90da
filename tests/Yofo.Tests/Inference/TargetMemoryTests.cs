using CsCheck;
using Shouldly;
using Xunit;
using Yofo.Inference;
using Yofo.Modeling;
using Yofo.Tests.Modeling;
using static TorchSharp.torch;

namespace Yofo.Tests.Inference;

public sealed class TargetMemoryTests
{
    private const int Most = 64;

    [Fact]
    public void It_never_holds_more_than_its_capacity_and_always_the_newest_and_its_weights_sum_to_1() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 5], Gen.Double[0, 0.5], Gen.Int[1, 30], Gen.Int).Sample(
            (capacity, interval, decay, frames, seed) =>
            {
                using var scope = NewDisposeScope();
                using var memory = new TargetMemory(new MemoryOptions { Capacity = capacity, Interval = interval, Decay = decay });
                var random = new Random(seed);
                for (var frame = 0; frame < frames; frame++)
                {
                    memory.Write(Mark(frame, 2), Sure(0.02 + (random.NextDouble() * 0.98), 0.02 + (random.NextDouble() * 0.98)));
                    memory.Count.ShouldBeInRange(1, capacity);
                    var shares = Shares(memory);
                    foreach (var phrase in shares)
                    {
                        phrase.Sum().ShouldBe(1, 1e-5);
                        phrase[frame].ShouldBeGreaterThan(0);
                        phrase.Count(share => share > 0).ShouldBe(memory.Count);
                        Enumerable.Range(0, frame).Where(old => phrase[old] > 0).ShouldAllBe(old => old % interval == 0);
                    }
                }
            },
            iter: 40);

    [Fact]
    public void A_memory_of_equal_frames_reads_as_that_frame()
    {
        using var scope = NewDisposeScope();
        using var memory = new TargetMemory(new MemoryOptions { Capacity = 4, Interval = 2 });
        var (gram, moment) = (Tensors.Normal(1, ScalarType.Float32, 2, 3, 3), Tensors.Normal(2, ScalarType.Float32, 2, 3, 5));
        for (var frame = 0; frame < 11; frame++)
        {
            memory.Write(new TransferSample(gram.clone(), moment.clone()), Sure(0.2 + (0.05 * frame), 0.9));
            Tensors.Difference(memory.Read().Gram, gram).ShouldBeLessThan(1e-5);
            Tensors.Difference(memory.Read().Moment, moment).ShouldBeLessThan(1e-5);
        }

        memory.Count.ShouldBe(4);
    }

    [Fact]
    public void A_frames_weight_falls_with_its_age()
    {
        using var scope = NewDisposeScope();
        using var memory = new TargetMemory(new MemoryOptions { Capacity = 8, Interval = 2, Decay = 0.1 });
        Write(memory, 7, _ => 0.5);
        var shares = Shares(memory)[0];
        foreach (var old in new[] { 0, 2, 4 })
        {
            (shares[old] / shares[6]).ShouldBe(Math.Pow(0.9, 6 - old), 1e-4);
        }

        shares[1].ShouldBe(0, "only every second frame is kept");
        shares[5].ShouldBe(0);
    }

    [Fact]
    public void A_frame_counts_for_each_phrase_by_how_sure_mining_was_of_that_phrase()
    {
        using var scope = NewDisposeScope();
        using var memory = new TargetMemory(new MemoryOptions { Capacity = 8, Interval = 1, Decay = 0 });
        memory.Write(Mark(0, 2), Sure(0.9, 0.1));
        memory.Write(Mark(1, 2), Sure(0.3, 0.3));
        var shares = Shares(memory);
        shares[0][0].ShouldBe(0.75, 1e-5);
        shares[0][1].ShouldBe(0.25, 1e-5);
        shares[1][0].ShouldBe(0.25, 1e-5);
        shares[1][1].ShouldBe(0.75, 1e-5);
    }

    [Fact]
    public void When_it_is_full_the_frame_of_the_smallest_weight_goes()
    {
        using var scope = NewDisposeScope();
        using var memory = new TargetMemory(new MemoryOptions { Capacity = 4, Interval = 1, Decay = 0.01 });
        Write(memory, 5, frame => frame == 2 ? 0.1 : 0.8);
        Kept(memory).ShouldBe([0, 1, 3, 4], "frame 2 was the least sure one");
        memory.Write(Mark(5), Sure(0.8));
        Kept(memory).ShouldBe([1, 3, 4, 5], "then the oldest weighs least");
        memory.Write(Mark(6), Sure(0.02));
        memory.Write(Mark(7), Sure(0.8));
        Kept(memory).ShouldBe([3, 4, 5, 7], "an unsure frame is used while it is the newest and not kept");
    }

    [Fact]
    public void A_frame_that_matters_to_one_phrase_stays_though_it_does_not_matter_to_another()
    {
        using var scope = NewDisposeScope();
        using var memory = new TargetMemory(new MemoryOptions { Capacity = 3, Interval = 1, Decay = 0 });
        memory.Write(Mark(0, 2), Sure(0.02, 0.9));
        memory.Write(Mark(1, 2), Sure(0.5, 0.5));
        memory.Write(Mark(2, 2), Sure(0.6, 0.6));
        memory.Write(Mark(3, 2), Sure(0.6, 0.6));
        Kept(memory).ShouldBe([0, 2, 3]);
    }

    [Fact]
    public void What_it_forgets_it_frees()
    {
        using var scope = NewDisposeScope();
        var memory = new TargetMemory(new MemoryOptions { Capacity = 2, Interval = 2 });
        var samples = Enumerable.Range(0, 6).Select(frame => Mark(frame)).ToList();
        foreach (var sample in samples)
        {
            memory.Write(sample, Sure(0.5));
        }

        samples.Count(sample => !sample.Gram.IsInvalid && !sample.Moment.IsInvalid).ShouldBe(memory.Count);
        samples[5].Gram.IsInvalid.ShouldBeFalse("the newest is alive");
        memory.Dispose();
        samples.ShouldAllBe(sample => sample.Gram.IsInvalid && sample.Moment.IsInvalid);
        memory.Count.ShouldBe(0);
    }

    [Fact]
    public void Reading_gives_what_it_holds_to_autograd()
    {
        using var scope = NewDisposeScope();
        using var memory = new TargetMemory(new MemoryOptions { Capacity = 4, Interval = 1, Decay = 0 });
        var moments = Enumerable.Range(0, 3).Select(_ => zeros(1, 2, 2)).ToList();
        foreach (var moment in moments)
        {
            moment.requires_grad = true;
            memory.Write(new TransferSample(zeros(1, 2, 2), moment * 1), Sure(0.5));
        }

        memory.Read().Moment.sum().backward();
        moments.ShouldAllBe(moment => Math.Abs(Tensors.Largest(moment.grad!) - (1 / 3.0)) < 1e-5);
    }

    private static void Write(TargetMemory memory, int frames, Func<int, double> sure)
    {
        for (var frame = 0; frame < frames; frame++)
        {
            memory.Write(Mark(frame), Sure(sure(frame)));
        }
    }

    // A sample whose moment is 1 at its frame's number: what is read are the weights.
    private static TransferSample Mark(int frame, int phrases = 1)
    {
        var moment = zeros(phrases, Most, 1);
        moment.narrow(1, frame, 1).fill_(1);
        return new TransferSample(zeros(phrases, 1, 1), moment);
    }

    private static Tensor Sure(params double[] confidence) => tensor(confidence.Select(value => (float)value).ToArray());

    private static double[][] Shares(TargetMemory memory)
    {
        using var scope = NewDisposeScope();
        var moment = memory.Read().Moment;
        return [.. Enumerable.Range(0, (int)moment.shape[0]).Select(phrase => Tensors.ToArray(moment[phrase].squeeze(1)))];
    }

    private static int[] Kept(TargetMemory memory) => [.. Shares(memory)[0].Select((share, frame) => (share, frame)).Where(pair => pair.share > 0).Select(pair => pair.frame)];
}
