using Yofo.Modeling;
using static TorchSharp.torch;

namespace Yofo.Inference;

/// <summary>
/// Enlarges masks from stride 4 to the size of the frame: to the working size with cells on their pixels, then to the frame's own.
/// Both steps are linear and separate by axis, so each axis is one matrix, and a mask two products: half the time of the two steps.
/// </summary>
/// <param name="rows">[height, h].</param>
/// <param name="columns">[w, width].</param>
internal sealed class MaskEnlarger(Tensor rows, Tensor columns) : IDisposable
{
    private const int Stride = 4;

    /// <summary>Prepares for masks of h x w cells and frames of height x width pixels.</summary>
    public static MaskEnlarger For(long h, long w, int height, int width, Device device)
    {
        using var scope = NewDisposeScope();
        return new MaskEnlarger(
            Axis(h, height, device).transpose(0, 1).contiguous().DetachFromDisposeScope(), Axis(w, width, device).DetachFromDisposeScope());
    }

    /// <summary>Whether it was made for these sizes.</summary>
    public bool Fits(long h, long w, int height, int width) =>
        rows.shape[0] == height && rows.shape[1] == h && columns.shape[0] == w && columns.shape[1] == width;

    /// <summary>Enlarges logits: [P, h, w] to [P, height, width].</summary>
    public Tensor Enlarge(Tensor masks) => rows.matmul(masks.matmul(columns));

    /// <inheritdoc/>
    public void Dispose()
    {
        rows.Dispose();
        columns.Dispose();
    }

    // What becomes of a one in each cell: [cells, pixels].
    private static Tensor Axis(long cells, int pixels, Device device)
    {
        var ones = eye(cells, device: device).reshape(cells, 1, 1, cells);
        var working = Grid.Upsample(ones, Stride).narrow(2, 0, 1);                                         // [cells, 1, 1, 4 cells]
        return nn.functional.interpolate(working, [1, pixels], mode: InterpolationMode.Bilinear, align_corners: false).reshape(cells, pixels);
    }
}
