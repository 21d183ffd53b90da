using Shouldly;
using Xunit;
using Yofo.Modeling;
using Yofo.Modeling.Resnet;
using Yofo.Modeling.Vision;
using Yofo.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Yofo.Tests.Modeling.Resnet;

public sealed class ResNet50Tests(RandomResNet files) : IClassFixture<RandomResNet>
{
    private static readonly int[] Blocks = [3, 4, 6, 3];

    private readonly Safetensors weights = Safetensors.Open(files.Imported);

    [Theory]
    [InlineData(64, 96, true)]
    [InlineData(96, 32, false)]
    public void It_equals_an_independent_definition_in_plain_functional_calls(int height, int width, bool channelsLast)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = ResNet50.Load(weights, channelsLast);
        var image = Tensors.Normal(3, ScalarType.Float32, 2, 3, height, width);
        var maps = network.Forward(image);
        var plain = Plain(image, dilated: true);
        Tensor[] own = [maps.Layer1, maps.Layer2, maps.Layer3, maps.Layer4];
        for (var stage = 0; stage < 4; stage++)
        {
            own[stage].shape.ShouldBe([2, 256L << stage, height / Math.Min(16, 4 << stage), width / Math.Min(16, 4 << stage)]);
            Tensors.Difference(own[stage], plain[stage]).ShouldBeLessThan(2e-4 * Tensors.Largest(plain[stage]), $"layer{stage + 1}");
            plain[stage].std().item<float>().ShouldBeGreaterThan(0.05f, "random weights that let something through");
        }
    }

    [Fact]
    public void Every_second_cell_of_the_dilated_stage_is_that_of_the_strided_network_as_it_was_trained()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = ResNet50.Load(weights);
        var image = Tensors.Normal(4, ScalarType.Float32, 1, 3, 128, 160);
        var strided = Plain(image, dilated: false)[3];                                                  // [1, 2048, 4, 5]
        var dilated = network.Forward(image).Layer4;                                                    // [1, 2048, 8, 10]
        strided.shape.ShouldBe([1, 2048, 4, 5]);
        var every = dilated.index_select(2, arange(0, 8, 2)).index_select(3, arange(0, 10, 2));
        Tensors.Difference(every, strided).ShouldBeLessThan(2e-4 * Tensors.Largest(strided));
    }

    [Fact]
    public void The_input_is_normalised_as_torchvision_does_it()
    {
        using var scope = NewDisposeScope();
        var rgb = tensor(new[] { 255f, 0f, 127.5f }).reshape(1, 3, 1, 1);
        var expected = tensor(new[] { (1 - 0.485f) / 0.229f, (0 - 0.456f) / 0.224f, (0.5f - 0.406f) / 0.225f }).reshape(1, 3, 1, 1);
        Tensors.Difference(ResNet50.Normalise(rgb), expected).ShouldBeLessThan(1e-5);
    }

    [Fact]
    public void The_encoder_gives_maps_and_candidates_as_it_says_and_the_rest_of_the_network_takes_them()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = new ModelFolder(files.Models).Build(new NetworkOptions { Name = "resnet50", ImageEncoder = "resnet50", LanguageEncoder = "hashed" });
        network.eval();
        var encoder = network.ImageEncoder.ShouldBeOfType<ResNetImageEncoder>();
        using var photo = Yofo.Video.FrameSource.Open(Photo());
        var image = encoder.call(ImageInput.FromFrame(photo.Read(TestContext.Current.CancellationToken).First(), 128, 192));
        image.Fine.shape.ShouldBe([1, encoder.Channels.Fine, 32, 48]);
        image.Middle.shape.ShouldBe([1, encoder.Channels.Middle, 16, 24]);
        image.Coarse.shape.ShouldBe([1, encoder.Channels.Coarse, 8, 12]);
        image.Candidates.Appearance.shape.ShouldBe([1, encoder.CandidateCount, encoder.AppearanceChannels]);
        image.Candidates.Scores.shape.ShouldBe([1, 24, 80]);
        foreach (var map in image.Tensors)
        {
            map.isfinite().all().item<bool>().ShouldBeTrue();
        }

        image.Coarse.square().mean().sqrt().item<float>().ShouldBe(1, 0.05);
        var valid = image.Candidates.Valid.sum().item<float>();
        valid.ShouldBeGreaterThan(0);
        image.Candidates.Colours.narrow(2, 0, 11).sum().item<float>().ShouldBe(valid, 0.01 * valid);
        Tensors.Difference(encoder.ColoursOf(image).sum(1), ones(1, 16, 24)).ShouldBeLessThan(1e-4); // every cell has its colour by name
        var mined = network.Mine(image, network.LanguageEncoder.call(["the white bird"]));
        network.Decode(mined, mined.Sample, null).Decoded.Mask.shape.ShouldBe([1, 1, 32, 48]);
    }

    [Fact]
    public void Its_weights_are_frozen_and_in_no_file_of_trained_weights()
    {
        using var network = new ModelFolder(files.Models).Build(new NetworkOptions { Name = "resnet50", ImageEncoder = "resnet50", LanguageEncoder = "hashed" });
        network.named_parameters().ShouldAllBe(pair => !pair.name.StartsWith("image_encoder", StringComparison.Ordinal));
        network.named_parameters().Count().ShouldBeGreaterThan(50);
    }

    private static string Photo()
    {
        var folder = Path.Combine(Shared.Root, "docs", "results");
        return Path.Combine(folder, "samples.png");
    }

    // ResNet-50 as torchvision defines it, in batch norm's evaluation mode.
    private Tensor[] Plain(Tensor image, bool dilated)
    {
        var current = max_pool2d(relu(Norm("bn1", conv2d(image, Get("conv1.weight"), strides: [2L, 2L], padding: [3L, 3L]))), 3, 2, 1);
        var maps = new Tensor[4];
        for (var stage = 0; stage < 4; stage++)
        {
            for (var block = 0; block < Blocks[stage]; block++)
            {
                var name = $"layer{stage + 1}.{block}";
                var stride = block == 0 && stage > 0 && !(dilated && stage == 3) ? 2L : 1L;
                var dilation = dilated && stage == 3 && block > 0 ? 2L : 1L;
                var hidden = relu(Norm($"{name}.bn1", conv2d(current, Get($"{name}.conv1.weight"))));
                hidden = relu(Norm($"{name}.bn2", conv2d(hidden, Get($"{name}.conv2.weight"), strides: [stride, stride], padding: [dilation, dilation], dilation: [dilation, dilation])));
                hidden = Norm($"{name}.bn3", conv2d(hidden, Get($"{name}.conv3.weight")));
                var shortcut = block > 0 ? current : Norm($"{name}.downsample.1", conv2d(current, Get($"{name}.downsample.0.weight"), strides: [stride, stride]));
                current = relu(hidden + shortcut);
            }

            maps[stage] = current;
        }

        return maps;
    }

    private Tensor Norm(string name, Tensor map) =>
        batch_norm(map, Get($"{name}.running_mean"), Get($"{name}.running_var"), Get($"{name}.weight"), Get($"{name}.bias"), training: false);

    private Tensor Get(string name) => weights.ReadFloat(name);
}
