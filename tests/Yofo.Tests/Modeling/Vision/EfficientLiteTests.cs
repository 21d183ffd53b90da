using Shouldly;
using Xunit;
using Yofo.Modeling.Vision;
using Yofo.Tests.Modeling.Language;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling.Vision;

public sealed class EfficientLiteTests
{
    private const double Tolerance = 5e-4; // efficientnet-lite.md saw 5.1e-5, on values up to 71

    [Theory]
    [InlineData("formula160", true)]
    [InlineData("formula160", false)]
    [InlineData("photo", true)]
    [InlineData("photo", false)]
    public void Every_check_tensor_is_met(string input, bool channelsLast)
    {
        using var scope = NewDisposeScope();
        var check = Check();
        using var network = EfficientLite.Load(CheckFile.EfficientLiteWeights, channelsLast);
        var seen = Run(network, input == "photo" ? ImageInput.ForEfficientLite(CheckFile.Photo(check)) : CheckFile.Formula(160, 160, 128));
        var names = check.Names.Where(name => name.StartsWith(input + ".", StringComparison.Ordinal)
            && name != "photo.rgb" && !name.Contains(".os16.", StringComparison.Ordinal)).ToList();
        names.Count.ShouldBe(8);
        foreach (var name in names)
        {
            CheckFile.Difference(check, name, seen[name[(input.Length + 1)..]]).ShouldBeLessThan(Tolerance, name);
        }
    }

    [Fact]
    public void The_photo_of_a_cat_is_named_so()
    {
        using var scope = NewDisposeScope();
        using var network = EfficientLite.Load(CheckFile.EfficientLiteWeights);
        var shares = Run(network, ImageInput.ForEfficientLite(CheckFile.Photo(Check())))["logits"].softmax(1);
        shares.argmax(1).item<long>().ShouldBe(285); // ImageNet's Egyptian cat
        shares[0, 285].item<float>().ShouldBe(0.975f, 0.001f);
    }

    [Fact]
    public void Another_order_of_channels_or_scale_is_noticed()
    {
        using var scope = NewDisposeScope();
        var check = Check();
        using var network = EfficientLite.Load(CheckFile.EfficientLiteWeights);
        var photo = CheckFile.Photo(check);
        Error(ImageInput.ForEfficientLite(photo.flip(1))).ShouldBe(5.6, 0.1); // both by efficientnet-lite.md, "Wrong ports"
        Error(photo / 255f).ShouldBe(2.6, 0.1);

        double Error(Tensor image) => CheckFile.Difference(check, "photo.logits", Run(network, image)["logits"]);
    }

    [Fact]
    public void A_batch_is_named_as_its_pictures_are_alone()
    {
        using var scope = NewDisposeScope();
        using var network = EfficientLite.Load(CheckFile.EfficientLiteWeights);
        var pictures = new[] { CheckFile.Formula(96, 160, 128), CheckFile.Formula(96, 160, 200) };
        var together = Run(network, cat(pictures, 0));
        for (var picture = 0; picture < pictures.Length; picture++)
        {
            foreach (var (name, alone) in Run(network, pictures[picture]))
            {
                CheckFile.Difference(together[name].narrow(0, picture, 1), alone).ShouldBeLessThan(Tolerance, name);
            }
        }
    }

    [Fact]
    public void Each_map_has_its_stride_and_width_and_lies_in_memory_as_asked()
    {
        using var scope = NewDisposeScope();
        using var network = EfficientLite.Load(CheckFile.EfficientLiteWeights);
        var seen = Run(network, CheckFile.Formula(96, 160, 128));
        seen["stem"].shape.ShouldBe([1, 32, 48, 80]);
        seen["s4"].shape.ShouldBe([1, 24, 24, 40]);
        seen["s8"].shape.ShouldBe([1, 48, 12, 20]);
        seen["s16"].shape.ShouldBe([1, 120, 6, 10]);
        seen["s32"].shape.ShouldBe([1, 352, 3, 5]);
        seen["head"].shape.ShouldBe([1, 1280, 3, 5]);
        seen["dense"].shape.ShouldBe([1, EfficientLite.ClassCount, 3, 5]);
        seen["dense"].requires_grad.ShouldBeFalse();
        seen["s16"].stride(1).ShouldBe(1, "channels last");
        using var first = EfficientLite.Load(CheckFile.EfficientLiteWeights, channelsLast: false);
        Run(first, CheckFile.Formula(96, 160, 128))["s16"].stride(3).ShouldBe(1, "columns last");
    }

    [Fact]
    public void The_weights_of_another_network_are_refused_in_one_sentence() =>
        Refusal(() => EfficientLite.Load(CheckFile.DeepLabWeights)).ShouldContain("'head.weight' is [21, 256, 1, 1] and EfficientNet-Lite2 has [1280, 352, 1, 1]");

    [Theory]
    [InlineData(5)]
    [InlineData(3000)]
    [InlineData(-1)]
    public void A_truncated_file_is_refused_in_one_sentence(int length)
    {
        using var folder = new TemporaryFolder();
        var path = folder.At("lite.safetensors");
        var bytes = File.ReadAllBytes(Path.Combine(LanguageFixture.Folder, "efficientnet-lite.safetensors"));
        File.WriteAllBytes(path, bytes.AsSpan(0, length < 0 ? bytes.Length + length : length));
        Refusal(() => EfficientLite.Load(Safetensors.Open(path))).ShouldContain("lite.safetensors' is truncated or damaged");
    }

    private static Safetensors Check() => Safetensors.Open(Shared.Path("weights/efficientnet-lite-check.safetensors"));

    private static string Refusal(Action load)
    {
        var message = Should.Throw<YofoException>(load).Message;
        message.ShouldNotContain("\n");
        return message;
    }

    private static Dictionary<string, Tensor> Run(EfficientLite network, Tensor image)
    {
        var seen = new Dictionary<string, Tensor>();
        var dense = network.Forward(image, (name, map) => seen[name] = map.clone().MoveToOuterDisposeScope());
        seen["dense"] = dense;
        seen["logits"] = dense.mean([2, 3]); // [B, 1000]
        return seen;
    }
}
