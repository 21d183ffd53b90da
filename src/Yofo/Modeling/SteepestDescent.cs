using static TorchSharp.torch;

namespace Yofo.Modeling;

/// <summary>
/// The inner optimiser of meta-transfer [LWL, sec. 3.3]: steepest descent with the exact step length, its gradient written
/// out, so that training through the unrolled steps needs only first-order automatic differentiation.
/// It minimises  L(tau) = 1/2 sum_t g_t ||W_t (U_t^T tau - Y_t)||^2 + lambda/2 ||tau||^2  through its normal equations:
/// with A = sum_t g_t U_t W_t^2 U_t^T and b = sum_t g_t U_t W_t^2 Y_t the gradient is (A + lambda) tau - b, and a step costs
/// the same for any number of frames in memory [ours].
/// </summary>
internal static class SteepestDescent
{
    /// <summary>Runs the solver.</summary>
    /// <param name="gram">A: [N, P, P].</param>
    /// <param name="moment">b: [N, P, C].</param>
    /// <param name="regularisation">lambda, a scalar.</param>
    /// <param name="start">tau to start from: [N, P, C].</param>
    /// <param name="steps">Number of steps.</param>
    /// <returns>tau: [N, P, C].</returns>
    public static Tensor Solve(Tensor gram, Tensor moment, Tensor regularisation, Tensor start, int steps)
    {
        var tau = start;
        for (var step = 0; step < steps; step++)
        {
            var gradient = gram.bmm(tau) + (regularisation * tau) - moment;
            var curved = gram.bmm(gradient) + (regularisation * gradient);
            var length = Total(gradient * gradient) / Total(gradient * curved).clamp_min(1e-8);
            tau = tau - (length * gradient);
        }

        return tau;
    }

    private static Tensor Total(Tensor values) => values.sum([1, 2], keepdim: true); // [N, 1, 1]
}
