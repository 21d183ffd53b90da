using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>
/// A random affine transformation, which turns a still into the next frame of a pseudo-video [paper]; how large is [ours].
/// </summary>
/// <param name="Matrix">Target to source, in -1..1 coordinates of the frame: a b tx; c d ty.</param>
/// <param name="Gain">Brightness, a factor.</param>
internal sealed record PictureWarp(double[] Matrix, double Gain)
{
    /// <summary>The transformation that changes nothing.</summary>
    public static PictureWarp Identity { get; } = new([1, 0, 0, 0, 1, 0], 1);

    /// <summary>Draws one: turn within 15 degrees, scale 0.76 to 1.3, shift within a sixth of the frame.</summary>
    public static PictureWarp Draw(Random random)
    {
        var angle = Uniform(random, 15) * Math.PI / 180;
        var scale = Math.Exp(Uniform(random, 0.27));
        var shear = Uniform(random, 0.1);
        return new PictureWarp(
            [
                Math.Cos(angle) * scale, (-Math.Sin(angle) + shear) * scale, Uniform(random, 0.35),
                Math.Sin(angle) * scale, Math.Cos(angle) * scale, Uniform(random, 0.35),
            ],
            1 + Uniform(random, 0.2));
    }

    /// <summary>Warps a picture: [1, 3, H, W], 0 to 255; what comes from outside is mirrored in.</summary>
    public Tensor Picture(Tensor rgb)
    {
        using var scope = NewDisposeScope();
        var warped = nn.functional.grid_sample(rgb, Field(rgb), mode: GridSampleMode.Bilinear, padding_mode: GridSamplePaddingMode.Reflection, align_corners: false);
        return (warped * Gain).clamp(0, 255).MoveToOuterDisposeScope();
    }

    /// <summary>Warps masks the same way: [1, O, H, W], 0 or 1; outside there is nothing.</summary>
    public Tensor Masks(Tensor masks)
    {
        using var scope = NewDisposeScope();
        var warped = nn.functional.grid_sample(masks, Field(masks), mode: GridSampleMode.Nearest, padding_mode: GridSamplePaddingMode.Zeros, align_corners: false);
        return warped.MoveToOuterDisposeScope();
    }

    // The matrix acts on square coordinates, so that a turn is a turn in a wide frame too.
    private Tensor Field(Tensor like)
    {
        var (height, width) = (like.shape[2], like.shape[3]);
        var aspect = width / (double)height;
        var matrix = tensor(new[]
        {
            (float)Matrix[0], (float)(Matrix[1] / aspect), (float)Matrix[2],
            (float)(Matrix[3] * aspect), (float)Matrix[4], (float)Matrix[5],
        }).reshape(1, 2, 3);
        return nn.functional.affine_grid(matrix, [1, 1, height, width], align_corners: false);
    }

    private static double Uniform(Random random, double range) => ((random.NextDouble() * 2) - 1) * range;
}
