using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Shouldly;
using Xunit;

namespace Yofo.Tests.House;

/// <summary>The rule of direction (CONTRIBUTING.md): who may know whom.</summary>
public sealed class ArchitectureTests
{
    private static readonly Architecture House = new ArchLoader().LoadAssemblies(typeof(Segmenter).Assembly, typeof(Yofo.Cli.Verb).Assembly).Build();

    [Theory]
    [InlineData("Yofo.Modeling", "Yofo.Motion Yofo.Inference Yofo.Training Yofo.Evaluation Yofo.Data Yofo.Video Yofo.Output Yofo.Cli")]
    [InlineData("Yofo.Motion", "Yofo.Inference Yofo.Training Yofo.Evaluation Yofo.Data Yofo.Output Yofo.Cli")]
    [InlineData("Yofo.Inference", "Yofo.Training Yofo.Evaluation Yofo.Data Yofo.Output Yofo.Cli")]
    [InlineData("Yofo.Video", "Yofo.Modeling Yofo.Inference Yofo.Training Yofo.Evaluation Yofo.Data Yofo.Output Yofo.Cli")]
    [InlineData("Yofo.Output", "Yofo.Modeling Yofo.Inference Yofo.Training Yofo.Evaluation Yofo.Data Yofo.Cli")]
    [InlineData("Yofo.Engine", "Yofo.Modeling Yofo.Inference Yofo.Training Yofo.Evaluation Yofo.Data Yofo.Video Yofo.Output Yofo.Cli")]
    public void Knows_none_of(string part, string others)
    {
        // A frame is plain data, and belongs to all.
        var known = Dependencies(part).Where(pair => pair.Target.FullName != "Yofo.Video.Frame");
        var forbidden = others.Split(' ');
        known.Where(pair => forbidden.Any(other => IsIn(pair.Target, other)))
            .Select(pair => $"{pair.Origin.FullName} -> {pair.Target.FullName}").Distinct().ShouldBeEmpty();
    }

    [Fact]
    public void The_library_does_not_know_the_tool() =>
        typeof(Segmenter).Assembly.GetReferencedAssemblies().ShouldNotContain(assembly => assembly.Name!.StartsWith("Yofo", StringComparison.Ordinal));

    // Without these the rules above could pass because nothing is seen at all.
    [Theory]
    [InlineData("Yofo.Cli.Segment", "Yofo.Video.Ffmpeg")]            // called inside a method
    [InlineData("Yofo.Cli.Segment", "Yofo.Inference.VideoSession")]  // called inside a lambda
    [InlineData("Yofo.Output", "Yofo.Video.VideoInfo")]              // a parameter
    public void A_dependency_is_seen_wherever_it_stands(string part, string type) =>
        Dependencies(part).ShouldContain(pair => pair.Target.FullName == type);

    private static IEnumerable<(IType Origin, IType Target)> Dependencies(string part) =>
        House.Types.Where(type => IsIn(type, part)).SelectMany(type => type.Dependencies.Select(dependency => (dependency.Origin, dependency.Target)));

    private static bool IsIn(IType type, string part) =>
        type.Namespace?.FullName is { } name && (name == part || name.StartsWith(part + ".", StringComparison.Ordinal));
}
