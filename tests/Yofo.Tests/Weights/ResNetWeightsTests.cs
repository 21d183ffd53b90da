using Shouldly;
using Xunit;
using Yofo.Cli;
using Yofo.Modeling.Resnet;
using Yofo.Tests.Cli;
using Yofo.Tests.Modeling.Resnet;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Tests.Weights;

public sealed class ResNetWeightsTests(RandomResNet files) : IClassFixture<RandomResNet>, IDisposable
{
    private readonly ScratchFolder folder = new();

    private string Source => folder.At("mine.safetensors");

    private string Target => folder.At("resnet50.safetensors");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_names_are_torchvisions()
    {
        ResNet50.Parameters.Count.ShouldBe(53 * 5);
        ResNet50.Parameters.Sum(parameter => parameter.Shape.Aggregate(1L, (product, size) => product * size)).ShouldBe(23_508_032 + 53_120); // torchvision: 25,557,032 less fc's 2,049,000; the running rows
        ApprovedFile.ShouldHold("resnet50-base.approved.txt", string.Join('\n', ResNet50.Parameters.Select(parameter => $"{parameter.Name} [{string.Join(", ", parameter.Shape)}]").Order(StringComparer.Ordinal)) + "\n");
    }

    [Fact]
    public void Parameters_of_the_resnet50_network_are_as_approved()
    {
        var options = Yofo.Training.ConfigFile.Load(Path.Combine(Shared.Root, "configs", "resnet50.json")).Network;
        using var network = new ModelFolder(files.Models).Build(options);
        var lines = network.named_parameters().Select(pair => $"{pair.name} [{string.Join(", ", pair.parameter.shape)}]").Order(StringComparer.Ordinal);
        ApprovedFile.ShouldHold("resnet50-parameters.approved.txt", string.Join('\n', lines) + "\n");
    }

    [Fact]
    public void A_pth_file_is_imported_bit_by_bit_without_its_classifier_and_counters()
    {
        using var scope = NewDisposeScope();
        using var pth = TorchFile.Open(files.PthFile);
        var imported = Safetensors.Open(files.Imported);
        imported.Names.Order().ShouldBe(ResNet50.Parameters.Select(parameter => parameter.Name).Order());
        pth.Names.Count.ShouldBe(imported.Names.Count + 53 + 2);
        foreach (var name in imported.Names)
        {
            imported.Read(name).bytes.SequenceEqual(pth.Read(name).bytes).ShouldBeTrue(name);
        }
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    public void Half_precision_is_kept_and_read(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var tensors = RandomResNet.StateDict().ToDictionary(pair => pair.Key, pair => pair.Value.is_floating_point() ? pair.Value.to_type(type) : pair.Value);
        Save(tensors);
        ResNetWeights.Import(Source, Target).Tensors.ShouldBe(265);
        Safetensors.Open(Target).Read("layer4.2.conv3.weight").dtype.ShouldBe(type);
        using var network = ResNet50.Load(Safetensors.Open(Target));
        network.Forward(zeros(1, 3, 32, 32)).Layer4.isfinite().all().item<bool>().ShouldBeTrue();
    }

    [Fact]
    public void What_does_not_fit_is_told_by_name_and_nothing_is_written()
    {
        using var scope = NewDisposeScope();
        var good = RandomResNet.StateDict();
        ShouldRefuse(Without(good, "layer3.5.bn2.running_var"), "'layer3.5.bn2.running_var' [256] is missing, as the only one of 265");
        ShouldRefuse(good.Where(pair => !pair.Key.StartsWith("layer4.", StringComparison.Ordinal)), "'layer4.0.conv1.weight' [512, 1024, 1, 1] is missing, as are 50 of 265");
        ShouldRefuse(good.Select(pair => KeyValuePair.Create("module." + pair.Key, pair.Value)), "(it holds 'module.");
        ShouldRefuse(With(good, "layer1.0.conv1.weight", zeros(64, 64, 3, 3)), "'layer1.0.conv1.weight' is [64, 64, 3, 3] and should be [64, 64, 1, 1]");
        ShouldRefuse(With(good, "layer3.6.conv1.weight", zeros(256, 1024, 1, 1)), "'layer3.6.conv1.weight', which a ResNet-50 has not");
        ShouldRefuse(With(good, "bn1.bias", full(64, float.NaN)), "'bn1.bias' holds numbers that are not finite");
        ShouldRefuse(With(good, "bn1.bias", zeros(64, ScalarType.Int64)), "'bn1.bias' holds whole numbers");
    }

    [Theory]
    [InlineData(new byte[] { 0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.' }, "has the form that PyTorch wrote before version 1.6")]
    [InlineData(new byte[] { }, "it is empty")]
    [InlineData(new byte[] { (byte)'h', (byte)'i' }, "is neither a .safetensors file nor a .pth file")]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4, 0 }, "is damaged or cut short")]
    public void A_file_of_another_form_is_told_apart_by_its_content(byte[] bytes, string expected)
    {
        File.WriteAllBytes(Source, bytes);
        Should.Throw<YofoException>(() => ResNetWeights.Import(Source, Target)).Message.ShouldContain(expected);
        File.Exists(Target).ShouldBeFalse();
    }

    [Fact]
    public void The_tool_imports_once_and_again_only_when_told_to()
    {
        string[] call = ["import", files.PthFile, "-o", Target];
        var run = Tool.Run(folder.Root, call);
        run.ExitCode.ShouldBe(ExitCode.Done, run.Error);
        run.Output.ShouldBe(Target + "\n");
        run.Error.ShouldContain("265 tensors, 23.6 million numbers");
        File.ReadAllBytes(Target).AsSpan(1000).SequenceEqual(File.ReadAllBytes(files.Imported).AsSpan(1000)).ShouldBeTrue();
        var again = Tool.Run(folder.Root, call);
        again.ExitCode.ShouldBe(ExitCode.Failed);
        again.Error.ShouldBe($"yofo: '{Target}' is there already: pass --overwrite to replace it, or name another file with -o.\n");
        Tool.Run(folder.Root, [.. call, "--overwrite", "-q"]).Error.ShouldBeEmpty();
    }

    [Fact]
    public void Training_without_them_says_how_to_bring_them()
    {
        Assert.SkipWhen(File.Exists(Path.Combine(Shared.Root, "models", "base", ResNetWeights.FileName)), "Somebody has brought the weights here.");
        var run = Tool.Run(folder.Root, "train", "--config", Path.Combine(Shared.Root, "configs", "resnet50.json"), "--data", folder.Root);
        run.ExitCode.ShouldBe(ExitCode.Failed);
        run.Error.ShouldStartWith("yofo: No ResNet-50 at '");
        run.Error.ShouldEndWith("for its weights are not part of Yofo: bring torchvision's, a .pth or .safetensors file, with 'yofo import FILE'.\n");
        run.Error.TrimEnd('\n').ShouldNotContain("\n");
    }

    private static IEnumerable<KeyValuePair<string, Tensor>> Without(Dictionary<string, Tensor> tensors, string name) => tensors.Where(pair => pair.Key != name);

    private static IEnumerable<KeyValuePair<string, Tensor>> With(Dictionary<string, Tensor> tensors, string name, Tensor values) => Without(tensors, name).Append(KeyValuePair.Create(name, values));

    private void ShouldRefuse(IEnumerable<KeyValuePair<string, Tensor>> tensors, string expected)
    {
        Save(tensors);
        var message = Should.Throw<YofoException>(() => ResNetWeights.Import(Source, Target)).Message;
        message.ShouldContain(expected);
        message.ShouldContain($"'{Source}'");
        message.ShouldNotContain('\n');
        File.Exists(Target).ShouldBeFalse();
    }

    private void Save(IEnumerable<KeyValuePair<string, Tensor>> tensors) => Safetensors.Write(Source, tensors, new Dictionary<string, string>());
}
