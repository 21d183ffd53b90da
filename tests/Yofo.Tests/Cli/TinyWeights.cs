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
        BothOff = Save("both-off", options => options with { FeatureMining = false, MetaTransfer = false });
    }

    /// <summary>All boxes in place.</summary>
    public string Full { get; }

    /// <summary>Feature mining and meta-transfer off.</summary>
    public string BothOff { get; }

    public void Dispose() => folder.Dispose();

    private string Save(string name, Func<NetworkOptions, NetworkOptions> change)
    {
        using var scope = NewDisposeScope();
        var options = ConfigFile.Load(Path.Combine(Shared.Root, "configs", "tiny.json")).Network;
        using var network = new ModelFolder(folder.Path).Build(change(options));
        var path = folder.At(name + ".safetensors");
        ModelFolder.Save(network, path, new Dictionary<string, string>());
        return path;
    }
}
