using Yofo.Modeling;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Yofo.Tests.Modeling;

/// <summary>
/// The inner optimisation as the paper writes it, with convolutions and residuals and nothing of the code under test: T frames, N phrases,
/// kernels [N, Cy, Cx, 3, 3], in 64 bits.
/// </summary>
internal sealed class TransferProblem
{
    public const double Lambda = 0.03;

    public const int Phrases = 3, Inputs = 2, Outputs = 4;

    private TransferProblem(IReadOnlyList<TransferFrame> frames) => Frames = frames;

    public IReadOnlyList<TransferFrame> Frames { get; }

    /// <summary>The frames' weighted sum, as the code under test wants it.</summary>
    public TransferSample Memory
    {
        get
        {
            var samples = Frames.Select(frame => (Sample: MetaTransfer.Sample(frame.X, frame.Y, frame.W), Share: frame.Share.reshape(-1, 1, 1))).ToList();
            return new TransferSample(
                samples.Select(part => part.Sample.Gram * part.Share).Aggregate((sum, part) => sum + part),
                samples.Select(part => part.Sample.Moment * part.Share).Aggregate((sum, part) => sum + part));
        }
    }

    /// <summary>Draws a problem.</summary>
    /// <param name="seed">What is drawn.</param>
    /// <param name="frames">T.</param>
    /// <param name="size">Factor on Y: the problem is linear in it.</param>
    public static TransferProblem Draw(int seed, int frames = 3, double size = 1)
    {
        var shares = Enumerable.Range(0, frames).Select(frame => Tensors.Normal(seed + (100 * frame), ScalarType.Float64, Phrases).abs() + 0.1).ToList();
        var sum = shares.Aggregate((total, share) => total + share);
        return new TransferProblem([.. Enumerable.Range(0, frames).Select(frame => new TransferFrame(
            Tensors.Normal(seed + (100 * frame) + 1, ScalarType.Float64, 1, Inputs, 6, 7),
            Tensors.Normal(seed + (100 * frame) + 2, ScalarType.Float64, Phrases, Outputs, 6, 7) * size,
            Tensors.Normal(seed + (100 * frame) + 3, ScalarType.Float64, Phrases, 1, 6, 7).abs() + 0.05,
            shares[frame] / sum))]);
    }

    public static Tensor DrawKernel(int seed) => Tensors.Normal(seed, ScalarType.Float64, Phrases, Outputs, Inputs, 3, 3) * 0.3;

    /// <summary>A kernel as the code under test keeps it: [N, P, Cy].</summary>
    public static Tensor Flat(Tensor kernel) => kernel.reshape(kernel.shape[0], kernel.shape[1], -1).transpose(1, 2);

    public static Tensor Full(Tensor tau) => tau.transpose(1, 2).reshape(tau.shape[0], tau.shape[2], -1, 3, 3);

    /// <summary>x * tau for each phrase: [N, Cy, h, w].</summary>
    public static Tensor Convolve(Tensor x, Tensor kernel) =>
        cat([.. Enumerable.Range(0, (int)kernel.shape[0]).Select(phrase => functional.conv2d(x, kernel[phrase], padding: [1L, 1L]))], 0);

    /// <summary>L of each phrase: [N].</summary>
    public Tensor Objective(Tensor kernel)
    {
        var squares = Frames.Select(frame => frame.Share * MeanOverCells((frame.W * (Convolve(frame.X, kernel) - frame.Y)).square()));
        return (squares.Aggregate((sum, part) => sum + part) / 2) + (kernel.square().sum([1, 2, 3, 4]) * (Lambda / 2));
    }

    /// <summary>The exact step length along a direction's negative, for each phrase: [N].</summary>
    public Tensor StepLength(Tensor gradient)
    {
        var length = gradient.square().sum([1, 2, 3, 4]);
        var curved = Frames.Select(frame => frame.Share * MeanOverCells((frame.W * Convolve(frame.X, gradient)).square()));
        return length / (curved.Aggregate((sum, part) => sum + part) + (Lambda * length));
    }

    public Tensor Solve(Tensor kernel, int steps)
    {
        var memory = Memory;
        return Full(SteepestDescent.Solve(memory.Gram, memory.Moment, tensor(Lambda, ScalarType.Float64), Flat(kernel), steps));
    }

    private static Tensor MeanOverCells(Tensor values) => values.sum([1]).mean([1, 2]);
}
