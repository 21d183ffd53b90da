using static TorchSharp.torch;

namespace Yofo.Explaining;

/// <summary>From a number to a colour that grows evenly brighter, also in print and for the colour-blind.</summary>
internal static class ColourScale
{
    // Every 8th of matplotlib's "inferno" (CC0), its dark end first.
    private static readonly (int Red, int Green, int Blue)[] Anchors =
    [
        (0, 0, 4), (31, 12, 72), (85, 15, 109), (136, 34, 106), (186, 54, 85), (227, 89, 51), (249, 140, 10), (249, 201, 50), (252, 255, 164),
    ];

    private static readonly Tensor Table = Build();

    /// <summary>Colours values.</summary>
    /// <param name="values">[h, w]; below 0 and above 1 are as 0 and 1.</param>
    /// <returns>RGB 0 to 1: [3, h, w].</returns>
    public static Tensor Colour(Tensor values)
    {
        using var scope = NewDisposeScope();
        var index = (values.clamp(0, 1) * 255).round().to_type(ScalarType.Int64);
        return Table.index_select(0, index.flatten()).reshape(values.shape[0], values.shape[1], 3).permute(2, 0, 1).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>Colours values over a picture: where the value is low, the picture shows through in dark grey.</summary>
    /// <param name="values">[h, w].</param>
    /// <param name="picture">RGB 0 to 1: [3, h, w].</param>
    public static Tensor Over(Tensor values, Tensor picture)
    {
        using var scope = NewDisposeScope();
        var strength = (values.clamp(0, 1) * 0.7f) + 0.3f;
        var grey = picture.mean([0], keepdim: true) * 0.6f;
        return ((Colour(values) * strength) + (grey * (1 - strength))).clamp(0, 1).MoveToOuterDisposeScope();
    }

    private static Tensor Build()
    {
        var table = new float[256 * 3];
        for (var index = 0; index < 256; index++)
        {
            var place = index / 255.0 * (Anchors.Length - 1);
            var low = Math.Min((int)place, Anchors.Length - 2);
            var (from, to, share) = (Anchors[low], Anchors[low + 1], place - low);
            table[index * 3] = (float)((from.Red + ((to.Red - from.Red) * share)) / 255);
            table[(index * 3) + 1] = (float)((from.Green + ((to.Green - from.Green) * share)) / 255);
            table[(index * 3) + 2] = (float)((from.Blue + ((to.Blue - from.Blue) * share)) / 255);
        }

        return tensor(table).reshape(256, 3).DetachFromDisposeScope(); // lives as long as the process
    }
}
