using TorchSharp;
using Yofo.Modeling.Language;

namespace Yofo.Tests.Modeling.Language;

/// <summary>The encoder of this checkout, loaded once for a class of tests.</summary>
public sealed class LanguageFixture : IDisposable
{
    internal static string Folder { get; } = Path.Combine(Shared.Root, "models", "base");

    internal MiniLm Encoder { get; } = MiniLm.Load(Folder);

    public void Dispose() => Encoder.Dispose();

    internal static float MaximumDifference(torch.Tensor left, torch.Tensor right)
    {
        using var scope = torch.NewDisposeScope();
        return (left - right).abs().max().item<float>();
    }

    internal static float Cosine(torch.Tensor left, torch.Tensor right)
    {
        using var scope = torch.NewDisposeScope();
        return ((left * right).sum() / (left.norm() * right.norm())).item<float>();
    }
}
