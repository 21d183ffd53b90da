using Shouldly;
using TorchSharp.Modules;
using Xunit;
using Yofo.Tests.Modeling;
using Yofo.Tests.Weights;
using Yofo.Weights;
using static TorchSharp.torch;
using AdamW = Yofo.Training.AdamW;

namespace Yofo.Tests.Training;

public sealed class AdamWTests
{
    private const double Rate = 0.02;

    [Fact]
    public void It_is_torchs_own_with_decay_on_matrices_only()
    {
        using var scope = NewDisposeScope();
        var (ours, theirs) = (Parameters(), Parameters());
        using var optimiser = new AdamW(ours, weightDecay: 0.1, clip: 1e9);
        using var matrices = optim.AdamW([theirs[0].Parameter, theirs[2].Parameter], Rate, weight_decay: 0.1);
        using var vector = optim.AdamW([theirs[1].Parameter], Rate, weight_decay: 0);
        for (var step = 0; step < 12; step++)
        {
            Loss(ours, step).backward();
            optimiser.Step(Rate);
            Loss(theirs, step).backward();
            matrices.step();
            vector.step();
            matrices.zero_grad();
            vector.zero_grad();
            Same(ours, theirs, 2e-6);
        }

        optimiser.Steps.ShouldBe(12);
    }

    [Fact]
    public void Gradients_are_clipped_by_their_norm_all_together()
    {
        using var scope = NewDisposeScope();
        var (ours, theirs) = (Parameters(), Parameters());
        using var optimiser = new AdamW(ours, weightDecay: 0, clip: 0.5);
        using var reference = optim.AdamW(theirs.Select(pair => pair.Parameter), Rate, weight_decay: 0);
        for (var step = 0; step < 8; step++)
        {
            Loss(ours, step).backward();
            var norm = optimiser.Step(Rate);
            norm.ShouldBeGreaterThan(0.5);
            Loss(theirs, step).backward();
            nn.utils.clip_grad_norm_(theirs.Select(pair => pair.Parameter), 0.5).ShouldBe(norm, 1e-3 * norm);
            reference.step();
            reference.zero_grad();
            Same(ours, theirs, 1e-5);
        }
    }

    [Fact]
    public void A_resumed_run_ends_bit_by_bit_where_an_unbroken_one_does()
    {
        using var scope = NewDisposeScope();
        using var folder = new ScratchFolder();
        var (unbroken, first, second) = (Parameters(), Parameters(), Parameters(seed: 77));
        using var whole = new AdamW(unbroken);
        Run(whole, unbroken, 0, 10);
        using (var half = new AdamW(first))
        {
            Run(half, first, 0, 5);
            half.Save(folder.At("checkpoint"), new Dictionary<string, string> { ["epoch"] = "3" });
        }

        using var resumed = new AdamW(second);
        var file = Safetensors.Open(folder.At("checkpoint"));
        file.Metadata["epoch"].ShouldBe("3");
        resumed.Load(file);
        resumed.Steps.ShouldBe(5);
        Run(resumed, second, 5, 10);
        resumed.Steps.ShouldBe(10);
        Same(unbroken, second, 0);
        foreach (var ((_, average), (_, other)) in whole.Averages.Zip(resumed.Averages))
        {
            Tensors.Difference(average, other).ShouldBe(0);
        }
    }

    [Fact]
    public void A_run_that_resumes_before_a_parameter_had_its_first_gradient_ends_the_same_too()
    {
        using var scope = NewDisposeScope();
        using var folder = new ScratchFolder();
        var (unbroken, first, second) = (Parameters(), Parameters(), Parameters(seed: 77));
        using var whole = new AdamW(unbroken);
        Run(whole, unbroken, 0, 4, late: 3);
        using (var half = new AdamW(first))
        {
            Run(half, first, 0, 2, late: 3);
            half.Save(folder.At("checkpoint"), new Dictionary<string, string>());
        }

        using var resumed = new AdamW(second);
        resumed.Load(Safetensors.Open(folder.At("checkpoint")));
        Run(resumed, second, 2, 4, late: 3);
        Same(unbroken, second, 0);
    }

    [Fact]
    public void A_checkpoint_of_other_parameters_is_refused()
    {
        using var scope = NewDisposeScope();
        using var folder = new ScratchFolder();
        using var one = new AdamW(Parameters());
        one.Save(folder.At("checkpoint"), new Dictionary<string, string>());
        using var other = new AdamW([("unheard", new Parameter(zeros(2)))]);
        Should.Throw<YofoException>(() => other.Load(Safetensors.Open(folder.At("checkpoint")))).Message.ShouldContain("unheard");
    }

    [Fact]
    public void A_checkpoint_of_other_shapes_is_refused()
    {
        using var scope = NewDisposeScope();
        using var folder = new ScratchFolder();
        using var one = new AdamW([("weight", new Parameter(zeros(2, 3)))]);
        one.Save(folder.At("checkpoint"), new Dictionary<string, string>());
        using var other = new AdamW([("weight", new Parameter(zeros(3)))]);
        Should.Throw<YofoException>(() => other.Load(Safetensors.Open(folder.At("checkpoint")))).Message.ShouldContain("[2, 3]");
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_gradient_that_is_not_finite_leaves_the_step_out(float bad)
    {
        using var scope = NewDisposeScope();
        var (ours, theirs) = (Parameters(), Parameters());
        using var optimiser = new AdamW(ours);
        using var reference = new AdamW(theirs);
        Run(optimiser, ours, 0, 2);
        Run(reference, theirs, 0, 2);

        Loss(ours, 2).backward();
        ours[1].Parameter.grad![0] = bad;
        double.IsFinite(optimiser.Step(Rate)).ShouldBeFalse();
        optimiser.Steps.ShouldBe(2);
        Same(ours, theirs, 0);

        Run(optimiser, ours, 2, 4); // and it goes on as if nothing had been
        Run(reference, theirs, 2, 4);
        Same(ours, theirs, 0);
    }

    [Fact]
    public void A_parameter_goes_on_at_its_share_of_the_rate()
    {
        using var scope = NewDisposeScope();
        var (ours, theirs, start) = (Parameters(), Parameters(), Parameters());
        using var optimiser = new AdamW(ours, share: name => name == "bias" ? 0.1 : 0);
        using var slow = new AdamW(theirs);
        Loss(ours, 0).backward();
        optimiser.Step(Rate);
        Loss(theirs, 0).backward();
        slow.Step(Rate / 10);
        Tensors.Difference(ours[1].Parameter, theirs[1].Parameter).ShouldBeLessThan(1e-7);
        Tensors.Difference(ours[0].Parameter, start[0].Parameter).ShouldBe(0);
        Tensors.Difference(ours[1].Parameter, start[1].Parameter).ShouldBeGreaterThan(1e-4);
    }

    [Fact]
    public void A_step_clears_the_gradients()
    {
        using var scope = NewDisposeScope();
        var ours = Parameters();
        using var optimiser = new AdamW(ours);
        Loss(ours, 0).backward();
        optimiser.Step(Rate);
        ours.ShouldAllBe(pair => Tensors.Largest(pair.Parameter.grad!) == 0);
    }

    [Fact]
    public void Averages_lie_between_where_it_began_and_where_it_is_and_can_take_its_place()
    {
        using var scope = NewDisposeScope();
        var (ours, start) = (Parameters(), Parameters());
        using var optimiser = new AdamW(ours, weightDecay: 0);
        Loss(ours, 0).backward();
        optimiser.Step(Rate);
        var expected = ((start[0].Parameter * (2 / 11.0)) + (ours[0].Parameter * (9 / 11.0))).detach(); // (1 + 1) / (10 + 1) of the old one
        Tensors.Difference(optimiser.Averages.Single(pair => pair.Key == "kernel").Value, expected).ShouldBeLessThan(1e-6);
        optimiser.UseAverages();
        Tensors.Difference(ours[0].Parameter, expected).ShouldBeLessThan(1e-6);
    }

    private static void Run(AdamW optimiser, List<(string Name, Parameter Parameter)> parameters, int from, int to, int late = 0)
    {
        for (var step = from; step < to; step++)
        {
            using var scope = NewDisposeScope();
            Loss(parameters, step, withLast: step >= late).backward();
            optimiser.Step(Rate);
        }
    }

    private static List<(string Name, Parameter Parameter)> Parameters(int seed = 1) =>
    [
        ("kernel", new Parameter(Tensors.Normal(seed, ScalarType.Float32, 4, 3))),
        ("bias", new Parameter(Tensors.Normal(seed + 1, ScalarType.Float32, 4))),
        ("last", new Parameter(Tensors.Normal(seed + 2, ScalarType.Float32, 2, 4))),
    ];

    // A small network on data that changes from step to step.
    private static Tensor Loss(List<(string Name, Parameter Parameter)> parameters, int step, bool withLast = true)
    {
        var (x, y) = (Tensors.Normal(100 + step, ScalarType.Float32, 5, 3), Tensors.Normal(200 + step, ScalarType.Float32, 5, 2));
        var hidden = (x.matmul(parameters[0].Parameter.transpose(0, 1)) + parameters[1].Parameter).tanh();
        return withLast ? (hidden.matmul(parameters[2].Parameter.transpose(0, 1)) - y).square().sum() : (hidden - 1).square().sum();
    }

    private static void Same(List<(string Name, Parameter Parameter)> ours, List<(string Name, Parameter Parameter)> theirs, double within)
    {
        foreach (var (mine, other) in ours.Zip(theirs))
        {
            Tensors.Difference(mine.Parameter, other.Parameter).ShouldBeLessThanOrEqualTo(within, mine.Name);
        }
    }
}
