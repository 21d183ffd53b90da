using static TorchSharp.torch;

namespace Yofo.Explaining;

/// <summary>
/// A feature map of many channels as a picture: its first three principal components as red, green and blue. One basis and one range
/// serve all frames, and the transferred feature beside the bi-modal one, so that equal colours mean equal features.
/// </summary>
internal sealed class PrincipalColours
{
    private readonly Tensor mean;
    private readonly Tensor basis;
    private readonly Tensor low;
    private readonly Tensor range;

    /// <summary>Finds the components over all cells of some maps [C, h, w].</summary>
    public PrincipalColours(IReadOnlyList<Tensor> maps)
    {
        var cells = cat([.. maps.Select(map => map.flatten(1))], 1);                                  // [C, cells]
        mean = cells.mean([1], keepdim: true);
        var centred = cells - mean;
        var (_, vectors) = linalg.eigh(centred.matmul(centred.transpose(0, 1)) / cells.shape[1]);     // ascending
        var count = Math.Min(3, (int)cells.shape[0]);
        var first = vectors.flip(1).narrow(1, 0, count);                                              // [C, 3]
        var largest = first.abs().argmax(0, keepdim: true);
        basis = first * first.gather(0, largest).sign();                                              // a component has no sign of its own
        var seen = basis.transpose(0, 1).matmul(centred).sort(1).Values;                              // [3, cells]
        var last = seen.shape[1] - 1;
        low = seen.narrow(1, last / 100, 1);                                                          // all but the outermost hundredths
        range = (seen.narrow(1, last - (last / 100), 1) - low).clamp_min(1e-6);
    }

    /// <summary>RGB 0 to 1 of a map: [3, h, w].</summary>
    public Tensor Colour(Tensor map)
    {
        var seen = (basis.transpose(0, 1).matmul(map.flatten(1) - mean) - low) / range;               // [3, cells]
        var colours = seen.clamp(0, 1).reshape(-1, map.shape[1], map.shape[2]);
        return colours.shape[0] == 3 ? colours : cat([colours, zeros(3 - colours.shape[0], map.shape[1], map.shape[2])], 0);
    }
}
