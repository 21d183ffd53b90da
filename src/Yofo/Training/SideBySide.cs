using Yofo.Engine;
using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>A step's pictures are learned side by side, a thread each; their gradients are added in order, so that the same seed gives the same weights.</summary>
internal static class SideBySide
{
    /// <summary>Adds the mean gradient of some lessons to the parameters' gradients.</summary>
    /// <param name="seeds">A seed for each lesson.</param>
    /// <param name="parameters">What learns; every lesson's loss depends on all of it.</param>
    /// <param name="lesson">Gives a loss, and figures for the log.</param>
    /// <returns>The figures, in the seeds' order.</returns>
    public static T[] Learn<T>(int[] seeds, IReadOnlyList<Tensor> parameters, Func<Random, (Tensor Loss, T Figures)> lesson)
    {
        var (learned, gradients) = (new T[seeds.Length], new IList<Tensor>[seeds.Length]);
        Compute.ForEach(
            Enumerable.Range(0, seeds.Length),
            (index, _) =>
            {
                using var scope = NewDisposeScope();
                (var loss, learned[index]) = lesson(new Random(seeds[index]));
                gradients[index] = [.. autograd.grad([loss / seeds.Length], [.. parameters]).Select(gradient => gradient.DetachFromDisposeScope())];
            },
            CancellationToken.None);
        foreach (var gradient in gradients)
        {
            for (var index = 0; index < parameters.Count; index++)
            {
                Add(parameters[index], gradient[index]);
            }
        }

        return learned;
    }

    // Gives the gradient away: the parameter keeps it, or adds it to what it has.
    private static void Add(Tensor parameter, Tensor gradient)
    {
        if (parameter.grad is not { } sum)
        {
            parameter.grad = gradient;
            return;
        }

        using var frozen = no_grad();
        sum.add_(gradient);
        gradient.Dispose();
    }
}
