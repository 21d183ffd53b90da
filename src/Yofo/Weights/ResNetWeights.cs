using Yofo.Modeling.Resnet;
using static TorchSharp.torch;

namespace Yofo.Weights;

/// <summary>Brings a user's own ResNet-50 into the base weights: torchvision's names and shapes, checked one by one.</summary>
internal static class ResNetWeights
{
    /// <summary>Its name among the base weights.</summary>
    public const string FileName = "resnet50.safetensors";

    private const int HeaderAtMost = 100_000_000; // of safetensors

    /// <summary>Reads a <c>.safetensors</c> or <c>.pth</c> file (told by its content) and writes what the backbone needs of it, in the precision it has.</summary>
    /// <param name="source">The user's file.</param>
    /// <param name="target">The file to write.</param>
    /// <returns>Number of tensors and of parameters that were brought.</returns>
    /// <exception cref="YofoException">It is no such file, or not the state dict of a ResNet-50.</exception>
    public static (int Tensors, long Numbers) Import(string source, string target)
    {
        using var scope = NewDisposeScope();
        using var zip = IsSafetensors(source) ? null : TorchFile.Open(source);
        var safe = zip is null ? Safetensors.Open(source) : null;
        var (names, others) = (safe?.Names ?? zip!.Names, zip?.Others ?? []);
        CheckNames(source, names, others);
        var tensors = new List<KeyValuePair<string, Tensor>>();
        foreach (var (name, shape) in ResNet50.Parameters)
        {
            var actual = safe?.Shape(name) ?? zip!.Shape(name);
            if (!actual.SequenceEqual(shape))
            {
                throw new YofoException($"'{source}' is no ResNet-50 of torchvision: '{name}' is {Text(actual)} and should be {Text(shape)}; use the weights of torchvision.models.resnet50.");
            }

            var values = safe?.Read(name) ?? zip!.Read(name);
            Check(source, name, values);
            tensors.Add(new(name, values));
        }

        Safetensors.Write(target, tensors, new Dictionary<string, string> { ["yofo.imported"] = Path.GetFileName(source) });
        return (tensors.Count, tensors.Sum(pair => pair.Value.numel()));
    }

    private static bool IsSafetensors(string source)
    {
        if (!File.Exists(source))
        {
            throw new YofoException($"No weights at '{source}': name a .safetensors or .pth file of torchvision's ResNet-50.");
        }

        using var stream = File.OpenRead(source);
        var start = new byte[9];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (length == start.Length && start[8] == '{' && BitConverter.ToUInt64(start) <= HeaderAtMost)
        {
            return true;
        }

        return length >= 2 && start[0] == 'P' && start[1] == 'K' ? false
            : length >= 2 && start[0] == 0x80 && start[1] is >= 2 and <= 5
                ? throw new YofoException($"'{source}' has the form that PyTorch wrote before version 1.6, which is not read: write it anew with torch.save(torch.load(FILE), FILE), or as .safetensors.")
                : throw new YofoException($"'{source}' is neither a .safetensors file nor a .pth file of PyTorch{(length == 0 ? " (it is empty)" : "")}; use the weights as they were published.");
    }

    // fc.* is the classifier, which no mask needs; num_batches_tracked counts training steps.
    private static void CheckNames(string source, IReadOnlyCollection<string> names, IReadOnlyList<string> others)
    {
        var expected = ResNet50.Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        var missing = ResNet50.Parameters.Where(parameter => !names.Contains(parameter.Name)).ToList();
        if (missing.Count > 0)
        {
            var holds = names.Concat(others).Take(3).Select(name => $"'{name}'").ToList();
            throw new YofoException(
                $"'{source}' is no state dict of torchvision's ResNet-50: '{missing[0].Name}' {Text(missing[0].Shape)} is missing, as {(missing.Count == 1 ? "the only one" : $"are {missing.Count}")} of {expected.Count}"
                + (holds.Count == 0 ? "" : $" (it holds {string.Join(", ", holds)} and so on)") + "; use the state dict of torchvision.models.resnet50.");
        }

        var surplus = names.FirstOrDefault(name => !expected.Contains(name) && !name.StartsWith("fc.", StringComparison.Ordinal) && !name.EndsWith(".num_batches_tracked", StringComparison.Ordinal));
        if (surplus is not null)
        {
            throw new YofoException($"'{source}' holds '{surplus}', which a ResNet-50 has not (a deeper ResNet has): use the state dict of torchvision.models.resnet50.");
        }
    }

    private static void Check(string source, string name, Tensor values)
    {
        if (values.dtype is not (ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64))
        {
            throw new YofoException($"'{source}': '{name}' holds whole numbers ({values.dtype}), as quantised weights do; use weights in fp32, fp16 or bf16.");
        }

        if (!values.isfinite().all().item<bool>())
        {
            throw new YofoException($"'{source}': '{name}' holds numbers that are not finite; get the file again, or use it in higher precision.");
        }
    }

    private static string Text(long[] shape) => $"[{string.Join(", ", shape)}]";
}
