using static TorchSharp.torch;

namespace Yofo.Modeling.Vision;

/// <summary>Names the colour of every cell: a map of 11 channels, one of them 1, by a table over 32 x 32 x 32 colours.</summary>
internal static class ColourMap
{
    private static readonly Tensor Table = BuildTable();

    /// <summary>Names colours.</summary>
    /// <param name="rgb">[1, 3, h, w], 0 to 255.</param>
    /// <returns>[1, 11, h, w].</returns>
    public static Tensor Name(Tensor rgb)
    {
        using var scope = NewDisposeScope();
        var steps = (rgb / 8f).floor().clamp(0, 31).to_type(ScalarType.Int64);
        var index = (steps.select(1, 0) * 1024) + (steps.select(1, 1) * 32) + steps.select(1, 2);            // [1, h, w]
        var named = Table.to(rgb.device).index_select(0, index.flatten()).reshape(index.shape[1], index.shape[2], ColourNames.Count);
        return named.permute(2, 0, 1).unsqueeze(0).MoveToOuterDisposeScope();
    }

    private static Tensor BuildTable()
    {
        var names = new long[32 * 32 * 32];
        for (var index = 0; index < names.Length; index++)
        {
            names[index] = ColourNames.IndexOf((byte)(((index / 1024) * 8) + 4), (byte)((index / 32 % 32 * 8) + 4), (byte)((index % 32 * 8) + 4));
        }

        // Lives as long as the process, not as long as the scope of the first frame.
        return nn.functional.one_hot(tensor(names), ColourNames.Count).to_type(ScalarType.Float32).DetachFromDisposeScope();
    }
}
