using Yofo.Engine;
using Yofo.Modeling;
using Yofo.Training;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Tests.Cli;

/// <summary>Untrained weights of the tiny configuration: they answer something, fast, and nothing may depend on what.</summary>
public sealed class TinyWeights : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TinyWeights()
    {
        Compute.Use("cpu", 1);
        Full = Save("full", options => options);
        Everything = Save("everything", options => options, ("mask_decoder.present.bias", 30), ("mask_decoder.mask.bias", 30));
        BothOff = Save("both-off", options => options with { FeatureMining = false, MetaTransfer = false });
    }

    /// <summary>All boxes in place.</summary>
    public string Full { get; }

    /// <summary>All boxes in place; whatever is asked for is there, and fills the frame.</summary>
    public string Everything { get; }

    /// <summary>Feature mining and meta-transfer off.</summary>
    public string BothOff { get; }

    public void Dispose() => folder.Dispose();

    private string Save(string name, Func<NetworkOptions, NetworkOptions> change, params (string Name, float Value)[] biases)
    {
        using var scope = NewDisposeScope();
        var options = ConfigFile.Load(Path.Combine(Shared.Root, "configs", "tiny.json")).Network;
        using var network = new ModelFolder(folder.Path).Build(change(options));
        foreach (var (bias, value) in biases)
        {
            using var frozen = no_grad();
            network.named_parameters().Single(pair => pair.name == bias).parameter.fill_(value);
        }

        var path = folder.At(name + ".safetensors");
        ModelFolder.Save(network, path, new Dictionary<string, string>());
        return path;
    }
}
