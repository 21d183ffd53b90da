using Yofo.Modeling;
using Yofo.Modeling.Resnet;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Cli.Bench;

/// <summary>
/// A network of any configuration with fresh weights: how long it takes does not depend on them. Where the paper's backbone was not
/// imported, its weights are drawn too.
/// </summary>
internal static class UntrainedModel
{
    /// <summary>Builds the network for the CPU.</summary>
    public static YofoNetwork Build(NetworkOptions options)
    {
        var models = ModelFolder.Find();
        if (options.ImageEncoder != "resnet50" || File.Exists(Path.Combine(models.BaseFolder, ResNetWeights.FileName)))
        {
            return Ready(models, options);
        }

        var folder = Directory.CreateTempSubdirectory("yofo-bench-").FullName;
        try
        {
            var drawn = new ModelFolder(folder);
            Directory.CreateDirectory(drawn.BaseFolder);
            foreach (var file in Directory.GetFiles(models.BaseFolder))
            {
                File.Copy(file, Path.Combine(drawn.BaseFolder, Path.GetFileName(file)));
            }

            Draw(Path.Combine(drawn.BaseFolder, ResNetWeights.FileName));
            return Ready(drawn, options);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static YofoNetwork Ready(ModelFolder models, NetworkOptions options)
    {
        random.manual_seed(1);
        var network = models.Build(options);
        network.eval();
        return network;
    }

    // Convolutions as He et al. draw them, batch norms that change nothing but the last of each block, so that sums do not grow.
    private static void Draw(string path)
    {
        using var scope = NewDisposeScope();
        random.manual_seed(1);
        Safetensors.Write(path, ResNet50.Parameters.Select(part => KeyValuePair.Create(part.Name, Draw(part.Name, part.Shape))), new Dictionary<string, string>());
    }

    private static Tensor Draw(string name, long[] shape) => name switch
    {
        _ when shape.Length == 4 => randn(shape) * Math.Sqrt(2.0 / (shape[1] * shape[2] * shape[3])),
        _ when name.EndsWith("bn3.weight", StringComparison.Ordinal) => full(shape, 0.3f),
        _ when name.EndsWith("weight", StringComparison.Ordinal) || name.EndsWith("running_var", StringComparison.Ordinal) => ones(shape),
        _ => zeros(shape),
    };
}
