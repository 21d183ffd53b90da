using Shouldly;
using Xunit;
using Yofo.Cli;
using Yofo.Modeling;
using Yofo.Tests.Cli;
using Yofo.Tests.Modeling.Tiny;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Tests.Weights;

public sealed class WeightsAverageTests : IDisposable
{
    private const string Bias = "mask_decoder.mask.bias", Other = "mask_decoder.present.bias";

    private readonly ScratchFolder folder = new();

    private string Target => folder.At("mean.safetensors");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_number_is_the_mean_by_shares()
    {
        WeightsAverage.Write([(Save("a", 1, 8), 2), (Save("b", 5, 8, TinyNetwork.Options with { Name = "another" }), 1), (Save("c", 9, 8), 1)], Target);
        using var scope = NewDisposeScope();
        var mean = Safetensors.Open(Target);
        mean.ReadFloat(Bias)[0].item<float>().ShouldBe(4);
        mean.ReadFloat(Other)[0].item<float>().ShouldBe(8);
        mean.Metadata["yofo.mean"].ShouldBe("a.safetensors 0.5, b.safetensors 0.25, c.safetensors 0.25");
        ModelFolder.OptionsOf(mean, Target).ShouldBe(TinyNetwork.Options);
        mean.Names.ShouldBe(Safetensors.Open(folder.At("a.safetensors")).Names, ignoreOrder: true);
    }

    [Fact]
    public void The_tool_takes_shares_and_keeps_what_is_there()
    {
        var (one, two) = (Save("a=b", 1, 8), Save("b", 5, 8));
        string[] call = ["average", one, two + "=3", "-o", Target];
        var run = Tool.Run(folder.Root, call);
        run.ExitCode.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldBe(Target + "\n");
        using var bias = Safetensors.Open(Target).ReadFloat(Bias);
        bias[0].item<float>().ShouldBe(4);
        var again = Tool.Run(folder.Root, call);
        again.ExitCode.ShouldBe(ExitCode.Failed);
        again.Error.ShouldBe($"yofo: '{Target}' is there already: pass --overwrite to replace it, or name another file with -o.\n");
        Tool.Run(folder.Root, [.. call, "--overwrite"]).ExitCode.ShouldBe(ExitCode.Done);
    }

    [Fact]
    public void What_makes_no_mean_is_refused_in_a_sentence()
    {
        var (one, two) = (Save("a", 1, 8), Save("b", 5, 8));
        ShouldRefuse("A mean takes two files of weights or more. Name another one.", (one, 1));
        ShouldRefuse($"The share of '{two}' is 0. Give a number above 0, or leave it out (1).", (one, 1), (two, 0));
        ShouldRefuse($"The share of '{two}' is -1. Give", (one, 1), (two, -1));
        ShouldRefuse("No weights at", (one, 1), (folder.At("none.safetensors"), 1));
        ShouldRefuse($"c.safetensors' is of another network than '{one}' (they differ in '", (one, 1), (Save("c", 1, 8, TinyNetwork.Options with { MetaTransfer = false }), 1));
        ShouldRefuse($"d.safetensors' is of another network than '{one}' (its options differ)", (one, 1), (Save("d", 1, 8, TinyNetwork.Options with { FirstSteps = 1 }), 1));
        var wrong = Tool.Run(folder.Root, "average", one, two + "=much", "-o", Target);
        wrong.ExitCode.ShouldBe(ExitCode.Usage);
        wrong.Error.ShouldBe($"yofo: 'much' in '{two}=much' is no share: give a number above 0, as in weights.safetensors=2.\n");
        File.Exists(Target).ShouldBeFalse();
    }

    private void ShouldRefuse(string expected, params (string File, double Share)[] sources)
    {
        Should.Throw<YofoException>(() => WeightsAverage.Write(sources, Target)).Message.ShouldContain(expected);
        File.Exists(Target).ShouldBeFalse();
    }

    private string Save(string name, float bias, float other, NetworkOptions? options = null)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = TinyNetwork.Build(options ?? TinyNetwork.Options);
        var parameters = network.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
        parameters[Bias].fill_(bias);
        parameters[Other].fill_(other);
        var path = folder.At(name + ".safetensors");
        ModelFolder.Save(network, path, new Dictionary<string, string>());
        return path;
    }
}
