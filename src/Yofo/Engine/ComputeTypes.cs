using static TorchSharp.torch;

namespace Yofo.Engine;

/// <summary>The floating point types that convolutions compute in; all else is fp32.</summary>
/// <param name="Trunks">Of what outlines and candidates are made of: the detector and the trunk. Their rounding can be seen in masks.</param>
/// <param name="Rest">Of the namer, feature mining, outlines, meta-transfer and decoder. Theirs cannot [ours; docs/performance.md].</param>
internal readonly record struct ComputeTypes(ScalarType Trunks, ScalarType Rest)
{
    /// <summary>All in one type.</summary>
    public ComputeTypes(ScalarType all)
        : this(all, all)
    {
    }

    /// <inheritdoc/>
    public override string ToString() => Trunks == Rest ? NameOf(Trunks) : $"{NameOf(Trunks)}, {NameOf(Rest)} after the trunks";

    private static string NameOf(ScalarType type) => type == ScalarType.BFloat16 ? "bf16" : "fp32";
}
