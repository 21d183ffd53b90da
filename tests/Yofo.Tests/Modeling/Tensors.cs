using Shouldly;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling;

/// <summary>Small things that tests do with tensors.</summary>
internal static class Tensors
{
    /// <summary>Normal noise, the same for the same seed whatever else runs.</summary>
    public static Tensor Normal(int seed, ScalarType type, params long[] shape)
    {
        var random = new Random(seed);
        var values = new double[shape.Aggregate(1L, (product, side) => product * side)];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        }

        return tensor(values).reshape(shape).to_type(type);
    }

    /// <summary>The largest absolute value.</summary>
    public static double Largest(Tensor values)
    {
        using var scope = NewDisposeScope();
        return values.detach().to_type(ScalarType.Float64).abs().max().item<double>();
    }

    /// <summary>The largest difference of two tensors of one shape.</summary>
    public static double Difference(Tensor one, Tensor other)
    {
        using var scope = NewDisposeScope();
        one.shape.ShouldBe(other.shape);
        return Largest(one.detach().to_type(ScalarType.Float64) - other.detach().to_type(ScalarType.Float64));
    }

    /// <summary>Whether all values are numbers.</summary>
    public static bool IsFinite(Tensor values)
    {
        using var scope = NewDisposeScope();
        return values.detach().to_type(ScalarType.Float64).isfinite().all().item<bool>();
    }

    /// <summary>The values as doubles, in row order.</summary>
    public static double[] ToArray(Tensor values)
    {
        using var scope = NewDisposeScope();
        return values.detach().to_type(ScalarType.Float64).contiguous().data<double>().ToArray();
    }
}
