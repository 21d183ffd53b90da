using Shouldly;
using Xunit;
using Yofo.Modeling;
using Yofo.Tests.Modeling;
using Yofo.Tests.Modeling.Tiny;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Tests.Weights;

public sealed class ModelFolderTests : IDisposable
{
    private const string OptionsKey = "yofo.network";

    private readonly ScratchFolder folder = new();

    private string Weights => folder.At("tiny.safetensors");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void A_network_that_was_saved_answers_as_before(bool mining, bool transfer)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = TinyNetwork.BuildStirred(TinyNetwork.Options with { FeatureMining = mining, MetaTransfer = transfer });
        ModelFolder.Save(network, Weights, new Dictionary<string, string> { ["yofo.seed"] = "7" });
        using var again = Load();
        again.Options.ShouldBe(network.Options);
        again.training.ShouldBeFalse("what is loaded is for prediction");
        var loaded = again.named_parameters().ToDictionary(pair => pair.name, pair => (Tensor)pair.parameter);
        loaded.Count.ShouldBe(network.named_parameters().Count());
        foreach (var (name, parameter) in network.named_parameters())
        {
            Tensors.Difference(loaded[name], parameter.to_type(ScalarType.Float16)).ShouldBe(0, name);
        }

        var (before, after) = (Answer(network), Answer(again));
        Tensors.Difference(before, after).ShouldBeInRange(1e-9, 0.02 * Tensors.Largest(before));
        foreach (var (_, parameter) in network.named_parameters())
        {
            parameter.copy_(parameter.to_type(ScalarType.Float16));
        }

        Tensors.Difference(Answer(network), after).ShouldBeLessThan(1e-5, "rounded to half precision it is the same network");
        Safetensors.Open(Weights).Metadata["yofo.seed"].ShouldBe("7");
    }

    [Fact]
    public void Weights_of_another_configuration_are_refused()
    {
        Save(TinyNetwork.Options);
        var file = Safetensors.Open(Weights);
        using (var wider = TinyNetwork.Build(TinyNetwork.Options with { DenseWidth = 24 }))
        {
            ShouldBeOneLine(Should.Throw<YofoException>(() => ModelFolder.Fill(wider, file, Weights)), "does not fit the network");
        }

        using var deeper = TinyNetwork.Build(TinyNetwork.Options with { TokenLayers = 2 });
        ShouldBeOneLine(Should.Throw<YofoException>(() => ModelFolder.Fill(deeper, file, Weights)), "feature_mining.candidates.pairs.");
    }

    [Fact]
    public void Weights_whose_header_tells_of_another_configuration_are_refused()
    {
        Save(TinyNetwork.Options);
        Rewrite(options => options.Replace("\"decoderWidth\":16", "\"decoderWidth\":20", StringComparison.Ordinal));
        ShouldBeOneLine(Should.Throw<YofoException>(() => Load()), "mask_decoder.");
    }

    [Fact]
    public void An_option_that_is_not_known_is_refused_by_name()
    {
        Save(TinyNetwork.Options);
        Rewrite(options => options.Replace("\"decoderWidth\"", "\"decoderWitdh\"", StringComparison.Ordinal));
        ShouldBeOneLine(Should.Throw<YofoException>(() => Load()), "decoderWitdh");
        Rewrite(_ => "no json");
        ShouldBeOneLine(Should.Throw<YofoException>(() => Load()), "options that this version does not know");
    }

    [Fact]
    public void A_file_of_something_else_is_refused()
    {
        using var scope = NewDisposeScope();
        Safetensors.Write(Weights, new Dictionary<string, Tensor> { ["a"] = zeros(1) }, new Dictionary<string, string>());
        ShouldBeOneLine(Should.Throw<YofoException>(() => Load()), "holds no Yofo network");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(500)]
    [InlineData(-1)]
    [InlineData(-4000)]
    public void Truncated_weights_are_refused(int length)
    {
        Save(TinyNetwork.Options);
        var bytes = File.ReadAllBytes(Weights);
        File.WriteAllBytes(Weights, bytes.AsSpan(0, length < 0 ? bytes.Length + length : length));
        ShouldBeOneLine(Should.Throw<YofoException>(() => Load()), "truncated");
    }

    [Fact]
    public void An_encoder_that_is_not_known_is_refused_by_name()
    {
        Should.Throw<YofoException>(() => TinyNetwork.Folder.Build(TinyNetwork.Options with { ImageEncoder = "huge" })).Message.ShouldContain("'huge'");
        Should.Throw<YofoException>(() => TinyNetwork.Folder.Build(TinyNetwork.Options with { LanguageEncoder = "latin" })).Message.ShouldContain("'latin'");
    }

    [Fact]
    public void A_folder_without_base_weights_says_which_file_is_missing() =>
        Should.Throw<YofoException>(() => new ModelFolder(folder.Root).Build(new NetworkOptions())).Message.ShouldContain(Path.Combine(folder.Root, "base"));

    [Fact]
    public void A_failed_save_leaves_the_weights_that_were_there()
    {
        Save(TinyNetwork.Options);
        var before = File.ReadAllBytes(Weights);
        using (var network = TinyNetwork.Build())
        {
            Directory.CreateDirectory(Weights + ".partial"); // nothing can be written there
            Should.Throw<Exception>(() => ModelFolder.Save(network, Weights, new Dictionary<string, string>()));
        }

        File.ReadAllBytes(Weights).ShouldBe(before);
    }

    private static Tensor Answer(YofoNetwork network)
    {
        var frame = network.Mine(network.ImageEncoder.call(TinyNetwork.Picture(1)), network.LanguageEncoder.call(["the bright square", "dog"]));
        return network.Decode(frame, frame.Sample, null).Decoded.Mask;
    }

    private static void ShouldBeOneLine(YofoException error, string part)
    {
        error.Message.ShouldContain(part);
        error.Message.ShouldNotContain('\n');
        error.Message.ShouldNotContain("..");
        error.Message.ShouldEndWith(".");
    }

    private YofoNetwork Load() => TinyNetwork.Folder.Load(Weights, TorchSharp.torch.CPU);

    private void Save(NetworkOptions options)
    {
        using var network = TinyNetwork.Build(options);
        ModelFolder.Save(network, Weights, new Dictionary<string, string>());
    }

    // The same tensors with other options in the header.
    private void Rewrite(Func<string, string> change)
    {
        using var scope = NewDisposeScope();
        var file = Safetensors.Open(Weights);
        var changed = change(file.Metadata[OptionsKey]);
        changed.ShouldNotBe(file.Metadata[OptionsKey]);
        var tensors = file.Names.ToDictionary(name => name, name => file.Read(name));
        Safetensors.Write(Weights, tensors, new Dictionary<string, string> { [OptionsKey] = changed });
    }
}
