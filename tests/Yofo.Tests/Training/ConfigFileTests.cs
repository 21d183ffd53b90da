using Shouldly;
using Xunit;
using Yofo.Modeling;
using Yofo.Tests.Weights;
using Yofo.Training;

namespace Yofo.Tests.Training;

public sealed class ConfigFileTests
{
    [Fact]
    public void A_file_names_differences_only()
    {
        var config = Load("""
            {
              // a comment
              "network": { "name": "small", "decoderWidth": 24, "metaTransfer": false },
              "training": { "wholeSteps": 7, "choiceRate": 1e-3, },
            }
            """);
        config.Network.ShouldBe(new NetworkOptions { Name = "small", DecoderWidth = 24, MetaTransfer = false });
        config.Training.ShouldBe(new TrainingOptions { WholeSteps = 7, ChoiceRate = 1e-3 });
    }

    [Theory]
    [InlineData("""{ "network": { "decoderWitdh": 24 } }""", "decoderWitdh")]
    [InlineData("""{ "training": { "stepz": 24 } }""", "stepz")]
    [InlineData("""{ "Network": {} }""", "Network")]
    [InlineData("""{ "network": { "decoderWidth": "wide" } }""", "line 1")]
    [InlineData("{\n  \"network\": {\n", "line 3")]
    [InlineData("", "line 1")]
    [InlineData("""{ "training": null }""", "null")]
    public void What_no_option_has_is_refused_by_name(string text, string part)
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder.At("config.json"), text);
        var message = Should.Throw<YofoException>(() => ConfigFile.Load(folder.At("config.json"))).Message;
        message.ShouldContain(part);
        message.ShouldContain(folder.At("config.json"));
        message.ShouldNotContain('\n');
        message.ShouldNotContain("..");
    }

    [Fact]
    public void The_files_of_phrases_lie_beside_the_configuration()
    {
        using var folder = new ScratchFolder();
        Directory.CreateDirectory(folder.At("configs"));
        File.WriteAllText(folder.At("configs/config.json"), """{ "training": { "written": "../phrases/mine.tsv", "judged": "../phrases/judged.tsv", "heldOut": "held-out.tsv" } }""");
        var training = ConfigFile.Load(folder.At("configs/config.json")).Training;
        new[] { training.Written!, training.Judged!, training.HeldOut! }.Select(Path.GetFullPath)
            .ShouldBe(new[] { "phrases/mine.tsv", "phrases/judged.tsv", "configs/held-out.tsv" }.Select(file => Path.GetFullPath(folder.At(file))));
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Should.Throw<YofoException>(() => ConfigFile.Load("configs/none.json")).Message.ShouldContain("configs/none.json");

    [Fact]
    public void Every_configuration_of_the_repository_can_be_read()
    {
        var files = Directory.GetFiles(Path.Combine(Shared.Root, "configs"), "*.json");
        files.ShouldNotBeEmpty();
        foreach (var file in files)
        {
            ConfigFile.Load(file).Network.Name.ShouldBe(Path.GetFileNameWithoutExtension(file));
        }
    }

    private static ConfigFile Load(string text)
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder.At("config.json"), text);
        return ConfigFile.Load(folder.At("config.json"));
    }
}
