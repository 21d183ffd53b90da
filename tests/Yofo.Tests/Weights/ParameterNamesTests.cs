using Shouldly;
using Xunit;
using Yofo.Modeling;
using Yofo.Tests.Modeling.Tiny;

namespace Yofo.Tests.Weights;

/// <summary>Parameter names are field names: a renamed field would break every file of weights.</summary>
public sealed class ParameterNamesTests
{
    [Fact]
    public void Parameters_of_the_compact_network_are_as_approved() => Approve("compact-parameters.approved.txt", new NetworkOptions());

    [Fact]
    public void Parameters_of_the_tiny_network_are_as_approved() => Approve("tiny-parameters.approved.txt", TinyNetwork.Options);

    [Fact]
    public void The_trained_part_of_the_compact_network_stays_small()
    {
        using var network = TinyNetwork.Folder.Build(new NetworkOptions());
        network.named_parameters().Sum(pair => pair.parameter.numel()).ShouldBeInRange(500_000, 2_500_000); // 2 bytes each in the file that is shipped
        network.named_parameters().ShouldAllBe(pair => !pair.name.StartsWith("image_encoder", StringComparison.Ordinal) && !pair.name.StartsWith("language_encoder", StringComparison.Ordinal), "base weights are frozen and stay in files of their own");
    }

    private static void Approve(string name, NetworkOptions options)
    {
        using var network = TinyNetwork.Folder.Build(options);
        var lines = network.named_parameters().Select(pair => $"{pair.name} [{string.Join(", ", pair.parameter.shape)}]").Order(StringComparer.Ordinal);
        ApprovedFile.ShouldHold(name, string.Join('\n', lines) + "\n");
    }
}
