using Shouldly;
using Xunit;
using Yofo.Modeling;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling;

public sealed class SteepestDescentTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void The_objective_falls_at_every_step(int seed)
    {
        using var scope = NewDisposeScope();
        var problem = TransferProblem.Draw(seed);
        var start = TransferProblem.DrawKernel(seed + 50);
        var before = problem.Objective(start);
        for (var steps = 1; steps <= 20; steps++)
        {
            var now = problem.Objective(problem.Solve(start, steps));
            (now - before).max().item<double>().ShouldBeLessThan(0, $"step {steps}");
            before = now;
        }
    }

    [Fact]
    public void A_step_is_autograds_gradient_of_the_convolution_times_the_exact_length()
    {
        using var scope = NewDisposeScope();
        var problem = TransferProblem.Draw(2);
        var start = TransferProblem.DrawKernel(3);
        start.requires_grad = true;
        problem.Objective(start).sum().backward();
        var gradient = start.grad!;
        var expected = start.detach() - (gradient * problem.StepLength(gradient).reshape(-1, 1, 1, 1, 1));
        Tensors.Largest(gradient).ShouldBeGreaterThan(0.1);
        Tensors.Difference(problem.Solve(start.detach(), 1), expected).ShouldBeLessThan(1e-12);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.99)]
    [InlineData(1.01)]
    [InlineData(1.5)]
    public void No_other_length_of_the_step_goes_lower(double factor)
    {
        using var scope = NewDisposeScope();
        var problem = TransferProblem.Draw(4);
        var start = TransferProblem.DrawKernel(5);
        var step = problem.Solve(start, 1) - start;
        var best = problem.Objective(start + step);
        (problem.Objective(start + (step * factor)) - best).min().item<double>().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void With_one_frame_and_many_steps_it_is_the_ridge_solution()
    {
        using var scope = NewDisposeScope();
        var problem = TransferProblem.Draw(6, frames: 1, size: 1e4); // large, so that the step's floor of 1e-8 plays no part
        var frame = problem.Frames[0];
        var rows = nn.functional.unfold(frame.X, 3, padding: 1)[0].transpose(0, 1);               // [cells, P]
        var found = TransferProblem.Flat(problem.Solve(TransferProblem.DrawKernel(7), 2000));      // [N, P, Cy]
        for (var phrase = 0; phrase < TransferProblem.Phrases; phrase++)
        {
            var weights = frame.W[phrase].reshape(-1, 1).square() * (frame.Share[phrase] / rows.shape[0]);
            var left = rows.transpose(0, 1).matmul(rows * weights) + (eye(rows.shape[1], dtype: ScalarType.Float64) * TransferProblem.Lambda);
            var right = rows.transpose(0, 1).matmul(weights * frame.Y[phrase].reshape(TransferProblem.Outputs, -1).transpose(0, 1));
            var ridge = linalg.solve(left, right);
            (Tensors.Difference(found[phrase], ridge) / Tensors.Largest(ridge)).ShouldBeLessThan(1e-7);
        }
    }

    [Fact]
    public void Each_phrase_is_solved_as_if_it_were_alone()
    {
        using var scope = NewDisposeScope();
        var memory = TransferProblem.Draw(8).Memory;
        var start = TransferProblem.Flat(TransferProblem.DrawKernel(9));
        var lambda = tensor(TransferProblem.Lambda, ScalarType.Float64);
        var together = SteepestDescent.Solve(memory.Gram, memory.Moment, lambda, start, 6);
        for (var phrase = 0; phrase < TransferProblem.Phrases; phrase++)
        {
            var alone = SteepestDescent.Solve(
                memory.Gram.narrow(0, phrase, 1), memory.Moment.narrow(0, phrase, 1), lambda, start.narrow(0, phrase, 1), 6);
            Tensors.Difference(together.narrow(0, phrase, 1), alone).ShouldBeLessThan(1e-12);
        }
    }

    [Fact]
    public void The_gradient_through_the_solver_is_that_of_finite_differences()
    {
        using var scope = NewDisposeScope();
        var x = Tensors.Normal(10, ScalarType.Float64, 1, 2, 3, 4);
        var y = Tensors.Normal(11, ScalarType.Float64, 2, 2, 3, 4);
        var w = Tensors.Normal(12, ScalarType.Float64, 2, 1, 3, 4).abs() + 0.3;
        var lambda = tensor(0.05, ScalarType.Float64);
        var next = Tensors.Normal(13, ScalarType.Float64, 1, 2, 3, 4); // another frame, to which the kernel carries over
        var asked = Tensors.Normal(14, ScalarType.Float64, 2, 2, 3, 4);
        Tensor[] inputs = [x, y, w, lambda];
        foreach (var input in inputs)
        {
            input.requires_grad = true;
        }

        Loss().backward();
        using var frozen = no_grad();
        foreach (var input in inputs)
        {
            var (flat, gradient) = (input.view(-1), Tensors.ToArray(input.grad!.reshape(-1)));
            Tensors.Largest(input.grad!).ShouldBeGreaterThan(1e-3);
            for (var index = 0; index < gradient.Length; index++)
            {
                const double Delta = 1e-5;
                flat[index].add_(Delta);
                var above = Loss().item<double>();
                flat[index].sub_(2 * Delta);
                var below = Loss().item<double>();
                flat[index].add_(Delta);
                gradient[index].ShouldBe((above - below) / (2 * Delta), 1e-6 * Math.Max(1, Math.Abs(gradient[index])));
            }
        }

        Tensor Loss()
        {
            var sample = MetaTransfer.Sample(x, y, w);
            var tau = SteepestDescent.Solve(sample.Gram, sample.Moment, lambda, zeros_like(sample.Moment), 4);
            return (MetaTransfer.Transfer(next, tau) * asked).sum();
        }
    }

    [Fact]
    public void Nothing_to_reconstruct_leaves_the_kernel_at_zero_and_the_gradient_finite()
    {
        using var scope = NewDisposeScope();
        var x = Tensors.Normal(15, ScalarType.Float32, 1, 2, 4, 4);
        var y = zeros(1, 3, 4, 4);
        y.requires_grad = true;
        var sample = MetaTransfer.Sample(x, y, ones(1, 1, 4, 4));
        var tau = SteepestDescent.Solve(sample.Gram, sample.Moment, tensor(1e-4f), zeros_like(sample.Moment), 8);
        tau.sum().backward();
        Tensors.Largest(tau).ShouldBe(0);
        Tensors.IsFinite(y.grad!).ShouldBeTrue();
    }
}
