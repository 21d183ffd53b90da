using Yofo.Modeling.Resnet;
using Yofo.Tests.Weights;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling.Resnet;

/// <summary>
/// Random weights of a ResNet-50 in torchvision's layout, as three files: <c>.pth</c>, <c>.safetensors</c>, and a folder of base weights
/// into which the first was imported.
/// </summary>
public sealed class RandomResNet : IDisposable
{
    private readonly ScratchFolder folder = new();

    public RandomResNet()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var tensors = StateDict();
        PthFile = folder.At("resnet50.pth");
        TorchFileWriter.Write(PthFile, tensors);
        var models = folder.At("models");
        Directory.CreateDirectory(Path.Combine(models, "base"));
        foreach (var file in Directory.GetFiles(Path.Combine(Shared.Root, "models", "base")))
        {
            if (Path.GetFileName(file) != ResNetWeights.FileName)
            {
                File.CreateSymbolicLink(Path.Combine(models, "base", Path.GetFileName(file)), file);
            }
        }

        Models = models;
        Imported = Path.Combine(models, "base", ResNetWeights.FileName);
        ResNetWeights.Import(PthFile, Imported);
    }

    /// <summary>As torch.save writes a state dict, fc and counters too.</summary>
    public string PthFile { get; }

    /// <summary>A folder of models with all base weights.</summary>
    public string Models { get; }

    /// <summary>The imported weights in it.</summary>
    public string Imported { get; }

    /// <summary>Random tensors under torchvision's names, with the classifier and the counters that a real file has.</summary>
    internal static Dictionary<string, Tensor> StateDict()
    {
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, shape) in ResNet50.Parameters)
        {
            tensors[name] = name switch
            {
                _ when shape.Length == 4 => randn(shape) * Math.Sqrt(2.0 / (shape[1] * shape[2] * shape[3])),
                _ when name.EndsWith("running_var", StringComparison.Ordinal) => rand(shape) + 0.5,
                _ when name.EndsWith("bn3.weight", StringComparison.Ordinal) => (rand(shape) * 0.2) + 0.2,
                _ when name.EndsWith(".weight", StringComparison.Ordinal) => (rand(shape) * 0.6) + 0.7,
                _ => randn(shape) * 0.1,
            };
            if (name.EndsWith("running_var", StringComparison.Ordinal))
            {
                tensors[name.Replace("running_var", "num_batches_tracked", StringComparison.Ordinal)] = tensor(100L);
            }
        }

        tensors["fc.weight"] = randn(1000, 2048) * 0.01;
        tensors["fc.bias"] = zeros(1000);
        return tensors;
    }

    public void Dispose() => folder.Dispose();
}
