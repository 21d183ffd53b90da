using Shouldly;
using Xunit;
using Yofo.Engine;
using static TorchSharp.torch;

namespace Yofo.Tests.Engine;

public sealed class ComputeTests
{
    [Fact]
    public void Every_item_is_worked_on_once_and_counted()
    {
        var (seen, numbers) = (new int[40], new int[41]);
        Compute.ForEach(Enumerable.Range(0, 40), (item, number) => { Interlocked.Increment(ref seen[item]); Interlocked.Increment(ref numbers[number]); }, TestContext.Current.CancellationToken);
        seen.ShouldAllBe(count => count == 1);
        numbers[1..].ShouldAllBe(count => count == 1);
    }

    [Fact]
    public void What_goes_wrong_with_an_item_is_said_as_it_is_and_the_threads_are_given_back()
    {
        var threads = get_num_threads();
        Should.Throw<YofoException>(() => Compute.ForEach<int>([1, 2, 3], (item, _) => throw new YofoException($"item {item}"), TestContext.Current.CancellationToken)).Message.ShouldStartWith("item ");
        get_num_threads().ShouldBe(threads);
    }

    [Fact]
    public void After_a_cancellation_no_further_item_is_begun()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        var begun = 0;
        Compute.ForEach(Enumerable.Range(0, 9), (_, _) => Interlocked.Increment(ref begun), cancelled.Token);
        begun.ShouldBe(0);
    }
}
