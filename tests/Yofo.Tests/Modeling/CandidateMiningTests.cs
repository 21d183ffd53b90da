using Shouldly;
using Xunit;
using Yofo.Modeling.Vision;
using Yofo.Tests.Modeling.Tiny;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling;

public sealed class CandidateMiningTests
{
    [Fact]
    public void As_much_is_held_back_in_training_as_is_asked_for_and_nothing_in_prediction()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = TinyNetwork.BuildStirred();
        var mining = network.FeatureMining.ShouldNotBeNull().Candidates;
        var candidates = network.ImageEncoder.call(ImageInput.FromFrame(TinyNetwork.Frame(0))).Candidates;
        candidates.Appearance.abs().sum().item<float>().ShouldBeGreaterThan(0);
        var words = network.LanguageEncoder.call(["the red square on the left"]);
        Tensor Choice() => mining.Mine(candidates, words).Choice;
        mining.eval();
        var predicted = Choice();
        Tensors.Difference(Choice(), predicted).ShouldBe(0);

        mining.train();
        mining.HoldBack(0, 0);
        Tensors.Difference(Choice(), predicted).ShouldBeLessThan(1e-5);
        mining.HoldBack(0.5, 0);
        Tensors.Difference(Choice(), predicted).ShouldBeGreaterThan(1e-3, "parts of what the layers add are left out");
        mining.HoldBack(0, 0.999);
        Tensors.Difference(Choice(), predicted).ShouldBeGreaterThan(1e-3, "nothing is seen of what candidates look like");
        mining.eval();
        Tensors.Difference(Choice(), predicted).ShouldBe(0);
    }
}
