using Shouldly;
using Xunit;
using Yofo.Tests.Modeling;
using Yofo.Tests.Modeling.Tiny;
using Yofo.Tests.Weights;
using Yofo.Training;
using static TorchSharp.torch;

namespace Yofo.Tests.Training;

public sealed class FeatureCacheTests
{
    [Fact]
    public void Features_come_back_at_half_precision_and_candidates_exactly()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var folder = new ScratchFolder();
        using var network = TinyNetwork.Build();
        var cache = new FeatureCache(folder.At("cache"), CPU);
        cache.Contains("videos/a/00001").ShouldBeFalse();
        var image = network.ImageEncoder.call(TinyNetwork.Picture(0));
        cache.Store("videos/a/00001", image);
        cache.Contains("videos/a/00001").ShouldBeTrue();
        cache.Contains("videos/a/00002").ShouldBeFalse();
        File.WriteAllText(folder.At("cache/videos/a/00003.safetensors"), "");
        cache.Contains("videos/a/00003").ShouldBeFalse("a power cut left it");

        var again = cache.Load("videos/a/00001");
        foreach (var (kept, original) in new[] { (again.Fine, image.Fine), (again.Middle, image.Middle), (again.Coarse, image.Coarse) })
        {
            Tensors.Difference(kept, original.to_type(ScalarType.Float16)).ShouldBe(0);
        }

        foreach (var (kept, original) in cache.LoadCandidates("videos/a/00001").Tensors.Zip(image.Candidates.Tensors))
        {
            Tensors.Difference(kept, original).ShouldBe(0);
        }

        cache.LoadCandidates("videos/a/00001").Crops.ShouldBeNull();
    }

    [Fact]
    public void Crops_come_back_at_half_precision()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var folder = new ScratchFolder();
        using var network = TinyNetwork.Build(TinyNetwork.Options with { Crops = true });
        var cache = new FeatureCache(folder.At("cache"), CPU);
        var image = network.ImageEncoder.WithCrops(network.ImageEncoder.call(TinyNetwork.Picture(0)));
        cache.Store("a", image);
        var crops = cache.LoadCandidates("a").Crops.ShouldNotBeNull();
        crops.dtype.ShouldBe(ScalarType.Float16);
        Tensors.Difference(crops, image.Candidates.Crops.ShouldNotBeNull().to_type(ScalarType.Float16)).ShouldBe(0);
    }
}
