using Yofo.Data.Datasets;
using static TorchSharp.torch;

namespace Yofo.Weights;

/// <summary>
/// The names that a state dict of PyTorch uses, and the data that stands for each here. No name is ever looked up or called: the few that
/// are known describe tensors, and any other is refused.
/// </summary>
internal sealed class TorchPickleNames : PickleNames
{
    private static readonly Dictionary<string, ScalarType> Storages = new(StringComparer.Ordinal)
    {
        ["torch.FloatStorage"] = ScalarType.Float32,
        ["torch.HalfStorage"] = ScalarType.Float16,
        ["torch.BFloat16Storage"] = ScalarType.BFloat16,
        ["torch.DoubleStorage"] = ScalarType.Float64,
        ["torch.LongStorage"] = ScalarType.Int64,
        ["torch.IntStorage"] = ScalarType.Int32,
        ["torch.ShortStorage"] = ScalarType.Int16,
        ["torch.CharStorage"] = ScalarType.Int8,
        ["torch.ByteStorage"] = ScalarType.Byte,
        ["torch.BoolStorage"] = ScalarType.Bool,
    };

    /// <inheritdoc/>
    public override string Mend => "save only the state dict, with torch.save(model.state_dict(), FILE), or use a .safetensors file.";

    /// <inheritdoc/>
    public override bool Knows(string name) =>
        Storages.ContainsKey(name) || name is "collections.OrderedDict" or "torch._utils._rebuild_tensor_v2" or "torch._utils._rebuild_parameter";

    /// <inheritdoc/>
    public override object? Stored(object? id) => id is object?[] and ["storage", PickleName type, string name, string, long and >= 0 and var count, ..] && Storages.TryGetValue(type.Text, out var held)
        ? new PickledStorage(name, held, count)
        : null;

    /// <inheritdoc/>
    public override object? Made(string name, object?[] arguments) => (name, arguments) switch
    {
        ("collections.OrderedDict", []) => new Dictionary<object, object?>(),
        ("torch._utils._rebuild_tensor_v2", [PickledStorage storage, long offset, object?[] shape, object?[] stride, ..]) when Sizes(shape) is { } sizes && Sizes(stride) is { } steps =>
            new PickledTensor(storage.Name, storage.Type, storage.Count, offset, sizes, steps),
        ("torch._utils._rebuild_parameter", [PickledTensor tensor, ..]) => tensor,
        _ => null,
    };

    private static long[]? Sizes(object?[] values) => Array.TrueForAll(values, value => value is long and >= 0) ? [.. values.Cast<long>()] : null;
}
