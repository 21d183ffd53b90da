using Shouldly;
using Xunit;
using Yofo.Modeling.Vision;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling.Vision;

public sealed class NanoDetTests
{
    private const double Tolerance = 3e-5; // nanodet.md saw 1.5e-5 in channels_last

    [Theory]
    [InlineData("formula", true)]
    [InlineData("formula", false)]
    [InlineData("photo", true)]
    [InlineData("photo", false)]
    public void Every_check_tensor_is_met(string input, bool channelsLast)
    {
        using var scope = NewDisposeScope();
        var check = Safetensors.Open(Shared.Path("weights/nanodet-check.safetensors"));
        using var network = NanoDet.Load(CheckFile.NanoDetWeights, channelsLast);
        var seen = new Dictionary<string, Tensor>();
        var maps = network.Forward(Input(check, input), (name, map) => scope.Attach(seen[name] = map.clone().DetachFromDisposeScope()));
        foreach (var (name, map) in Named(maps))
        {
            seen[name] = map;
        }

        var names = check.Names.Where(name => name.StartsWith(input + ".", StringComparison.Ordinal) && name != "photo.rgb").ToList();
        names.Count.ShouldBe(input == "formula" ? 17 : 11);
        foreach (var name in names)
        {
            CheckFile.Difference(check, name, seen[name[(input.Length + 1)..]]).ShouldBeLessThan(Tolerance, name);
        }
    }

    [Fact]
    public void A_batch_is_encoded_as_its_pictures_are_alone()
    {
        using var scope = NewDisposeScope();
        using var network = NanoDet.Load(CheckFile.NanoDetWeights);
        var pictures = new[] { CheckFile.Formula(96, 160, 64), CheckFile.Formula(96, 160, 100) };
        var together = Named(network.Forward(cat(pictures, 0)));
        for (var picture = 0; picture < pictures.Length; picture++)
        {
            foreach (var (name, alone) in Named(network.Forward(pictures[picture])))
            {
                CheckFile.Difference(together[name].narrow(0, picture, 1), alone).ShouldBeLessThan(1e-4, name);
            }
        }
    }

    [Fact]
    public void The_layout_in_memory_changes_no_result()
    {
        using var scope = NewDisposeScope();
        using var last = NanoDet.Load(CheckFile.NanoDetWeights, channelsLast: true);
        using var first = NanoDet.Load(CheckFile.NanoDetWeights, channelsLast: false);
        var image = CheckFile.Formula(192, 320, 64);
        var (one, other) = (last.Forward(image), first.Forward(image));
        foreach (var (name, map) in Named(one))
        {
            CheckFile.Difference(map, Named(other)[name]).ShouldBeLessThan(1e-4, name);
        }

        one.C16.stride(1).ShouldBe(1, "channels last");
        other.C16.stride(3).ShouldBe(1, "columns last");
    }

    [Fact]
    public void Nothing_of_it_can_be_trained_and_its_maps_carry_no_graph()
    {
        using var scope = NewDisposeScope();
        using var network = NanoDet.Load(CheckFile.NanoDetWeights);
        var image = CheckFile.Formula(64, 64, 64);
        image.requires_grad = true;
        var maps = network.Forward(image);
        Named(maps).Values.ShouldAllBe(map => !map.requires_grad);

        // no_grad, not inference_mode: a trained layer behind it must be able to keep the map for its backward pass.
        var trained = ones(1, 128, 1, 1, requires_grad: true);
        nn.functional.conv2d(maps.P8, trained).sum().backward();
        trained.grad.ShouldNotBeNull().abs().sum().item<float>().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void In_16_bits_it_stays_close()
    {
        using var scope = NewDisposeScope();
        var check = Safetensors.Open(Shared.Path("weights/nanodet-check.safetensors"));
        using var network = NanoDet.Load(CheckFile.NanoDetWeights);
        network.To(CPU, ScalarType.BFloat16);
        var maps = network.Forward(Input(check, "photo"));
        maps.P16.dtype.ShouldBe(ScalarType.Float32); // what leaves it is
        var expected = check.ReadFloat("photo.p16");
        var error = (maps.P16 - expected).norm() / expected.norm();
        error.item<float>().ShouldBeLessThan(0.03f); // nanodet.md: 0.5 to 2 %
    }

    [Fact]
    public void A_size_that_is_no_multiple_of_32_is_refused()
    {
        using var scope = NewDisposeScope();
        using var network = NanoDet.Load(CheckFile.NanoDetWeights);
        Should.Throw<ArgumentException>(() => network.Forward(zeros(1, 3, 64, 80)));
    }

    [Fact]
    public void The_weights_of_another_network_are_refused() =>
        Should.Throw<YofoException>(() => NanoDet.Load(CheckFile.DeepLabWeights)).Message.ShouldContain("no tensor");

    internal static Tensor Input(Safetensors check, string input) =>
        input == "formula" ? CheckFile.Formula(160, 160, 64) : ImageInput.ForNanoDet(CheckFile.Photo(check));

    private static Dictionary<string, Tensor> Named(NanoDetMaps maps)
    {
        var named = new Dictionary<string, Tensor>
        {
            ["c4"] = maps.C4,
            ["c8"] = maps.C8,
            ["c16"] = maps.C16,
            ["c32"] = maps.C32,
            ["p8"] = maps.P8,
            ["p16"] = maps.P16,
            ["p32"] = maps.P32,
        };
        foreach (var head in maps.Heads)
        {
            named[$"cls{head.Stride}"] = head.Scores;
            named[$"box{head.Stride}"] = head.Sides;
        }

        return named;
    }
}
