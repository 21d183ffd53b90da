using Shouldly;
using Xunit;
using Yofo.Modeling;
using Yofo.Training;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling.Tiny;

/// <summary>The whole network, in the configuration that proves the seam: feature mining, meta-transfer and decoder over another trunk.</summary>
public sealed class YofoNetworkTests
{
    private static readonly string[] Phrases = ["the bright square on the left", "a red car", "dog"];

    public static TheoryData<bool, bool> Switches => new() { { true, true }, { false, true }, { true, false }, { false, false } };

    [Theory]
    [MemberData(nameof(Switches))]
    public void A_frame_of_64_by_96_gives_masks_at_stride_4(bool mining, bool transfer)
    {
        using var scope = NewDisposeScope();
        using var network = TinyNetwork.Build(TinyNetwork.Options with { FeatureMining = mining, MetaTransfer = transfer });
        var (frame, decoded) = Forward(network, TinyNetwork.Picture(0), Phrases);
        frame.Mined.Y.shape.ShouldBe([3, 4, 8, 12]);
        frame.Mined.W.shape.ShouldBe([3, 1, 8, 12]);
        frame.Mined.Presence.shape.ShouldBe([3]);
        decoded.Mask.shape.ShouldBe([3, 1, 16, 24]);
        decoded.Target.shape.ShouldBe([3, 1, 8, 12]);
        foreach (var values in new[] { frame.Mined.Y, frame.Mined.W, frame.Mined.Presence, decoded.Mask, decoded.Target })
        {
            Tensors.IsFinite(values).ShouldBeTrue();
        }

        Tensors.Difference(frame.Mined.W, ones_like(frame.Mined.W)).ShouldBeLessThan(1e-4, "W starts as all ones");
        (frame.X is null).ShouldBe(!transfer);
        (frame.Sample is null).ShouldBe(!transfer);
        (frame.Mined.Candidates is null).ShouldBe(!mining);
        decoded.Choice?.shape.ShouldBe([3, 8]);
        (decoded.Choice is null).ShouldBe(!mining);
    }

    [Theory]
    [MemberData(nameof(Switches))]
    public void Fresh_parameters_are_finite_and_sane(bool mining, bool transfer)
    {
        using var network = TinyNetwork.Build(TinyNetwork.Options with { FeatureMining = mining, MetaTransfer = transfer });
        string[] zeroAtFirst =
        [
            "feature_mining.weight.weight", "feature_mining.candidates.pairs.weight", "feature_mining.candidates.pairs.bias", "mask_decoder.judge.weight", "mask_decoder.judge.bias",
            "mask_decoder.present.weight", "mask_decoder.present.bias", "mask_decoder.mask.weight", "mask_decoder.mask.bias",
        ];
        foreach (var (name, parameter) in network.named_parameters())
        {
            Tensors.IsFinite(parameter).ShouldBeTrue(name);
            var largest = Tensors.Largest(parameter);
            largest.ShouldBeLessThan(3.5, name);
            var zero = zeroAtFirst.Contains(name) || (name.Contains("norm", StringComparison.Ordinal) && name.EndsWith(".bias", StringComparison.Ordinal));
            (largest == 0).ShouldBe(zero, name);
        }
    }

    [Fact]
    public void The_switches_change_what_there_is_to_train()
    {
        var whole = Names(true, true);
        whole.ShouldContain(name => name.StartsWith("feature_mining.", StringComparison.Ordinal));
        whole.ShouldContain(name => name.StartsWith("meta_transfer.", StringComparison.Ordinal));
        whole.ShouldNotContain(name => name.StartsWith("plain_fusion.", StringComparison.Ordinal));

        var withoutMining = Names(false, true);
        withoutMining.Where(name => !name.StartsWith("plain_fusion.", StringComparison.Ordinal)).ShouldBe(whole.Where(name => !name.StartsWith("feature_mining.", StringComparison.Ordinal)));
        withoutMining.ShouldContain(name => name.StartsWith("plain_fusion.", StringComparison.Ordinal));

        Names(true, false).ShouldBe(whole.Where(name => !name.StartsWith("meta_transfer.", StringComparison.Ordinal)));
    }

    [Fact]
    public void With_meta_transfer_off_Y_is_decoded_and_with_it_on_what_the_image_can_reconstruct_of_Y()
    {
        using var scope = NewDisposeScope();
        using var network = TinyNetwork.BuildStirred();
        var language = network.LanguageEncoder.call(Phrases);
        var frame = network.Mine(network.ImageEncoder.call(TinyNetwork.Picture(0)), language);
        var direct = network.Decode(frame, null, null);
        var (transferred, kernel) = network.Decode(frame, frame.Sample, null);
        direct.Kernel.ShouldBeNull();
        kernel!.shape.ShouldBe([3, 9 * TinyNetwork.Options.TransferChannels, TinyNetwork.Options.BimodalChannels]);
        Tensors.Difference(direct.Decoded.Mask, transferred.Mask).ShouldBeGreaterThan(1e-3);
    }

    [Theory]
    [MemberData(nameof(Switches))]
    public void The_gradient_reaches_every_parameter(bool mining, bool transfer)
    {
        using var scope = NewDisposeScope();
        using var network = TinyNetwork.BuildStirred(TinyNetwork.Options with { FeatureMining = mining, MetaTransfer = transfer });
        TinyNetwork.ClipLoss(network, 2, Phrases).backward();
        var unreached = network.named_parameters()
            .Where(pair => pair.parameter.grad is null || Tensors.Largest(pair.parameter.grad!) < 1e-7)
            .Select(pair => pair.name).Order(StringComparer.Ordinal).ToList();
        foreach (var (name, parameter) in network.named_parameters())
        {
            (parameter.grad is null || Tensors.IsFinite(parameter.grad!)).ShouldBeTrue(name);
        }

        unreached.ShouldBe(WithoutGradient(mining, transfer).Order(StringComparer.Ordinal).ToList());
    }

    [Fact]
    public void The_gradient_reaches_mining_through_the_inner_solver_alone()
    {
        using var scope = NewDisposeScope();
        using var network = TinyNetwork.BuildStirred();
        var language = network.LanguageEncoder.call(Phrases);
        var first = network.Mine(network.ImageEncoder.call(TinyNetwork.Picture(0)), language);
        var second = network.Mine(network.ImageEncoder.call(TinyNetwork.Picture(1)), language);
        var kernel = network.MetaTransfer!.Solve(first.Sample!, null);
        MetaTransfer.Transfer(second.X!, kernel).square().sum().backward(); // of the first frame only the kernel is left
        foreach (var name in new[] { "feature_mining.bimodal.weight", "feature_mining.weight.weight", "feature_mining.dense.fine_words.value.weight", "meta_transfer.regularisation" })
        {
            Tensors.Largest(network.named_parameters().Single(pair => pair.name == name).parameter.grad!).ShouldBeGreaterThan(0, name);
        }
    }

    [Theory]
    [MemberData(nameof(Switches))]
    public void Phrases_at_once_are_each_answered_as_if_alone(bool mining, bool transfer)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = TinyNetwork.BuildStirred(TinyNetwork.Options with { FeatureMining = mining, MetaTransfer = transfer });
        var (frame, decoded) = Forward(network, TinyNetwork.Picture(3), Phrases);
        for (var row = 0; row < Phrases.Length; row++)
        {
            var (alone, mask) = Forward(network, TinyNetwork.Picture(3), Phrases[row]);
            Tensors.Difference(decoded.Mask.narrow(0, row, 1), mask.Mask).ShouldBeLessThan(1e-4);
            Tensors.Difference(decoded.Target.narrow(0, row, 1), mask.Target).ShouldBeLessThan(1e-4);
            Tensors.Difference(frame.Mined.Presence.narrow(0, row, 1), alone.Mined.Presence).ShouldBeLessThan(1e-4);
            Tensors.Difference(frame.Mined.W.narrow(0, row, 1), alone.Mined.W).ShouldBeLessThan(1e-4);
        }
    }

    [Fact]
    public void Other_words_give_another_answer_and_so_does_another_picture()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = TinyNetwork.BuildStirred();
        var (_, decoded) = Forward(network, TinyNetwork.Picture(0), Phrases);
        var (_, moved) = Forward(network, TinyNetwork.Picture(5), Phrases);
        Tensors.Difference(decoded.Mask[0], decoded.Mask[1]).ShouldBeGreaterThan(1e-3);
        Tensors.Difference(decoded.Mask, moved.Mask).ShouldBeGreaterThan(1e-2);
    }

    [Fact]
    public void An_object_that_is_described_before_another_follows_is_chosen_by_its_own_words()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = TinyNetwork.BuildStirred();
        var language = network.LanguageEncoder.call(["the girl on the left and a boy in blue", "the girl on the left", "the girl on the left in blue"]);
        var answer = network.Mine(network.ImageEncoder.call(TinyNetwork.Picture(0)), language).Mined.Candidates!;
        foreach (var rows in new[] { answer.Choice, answer.Member })
        {
            Tensors.Difference(rows[0], rows[1]).ShouldBeLessThan(1e-4);
            Tensors.Difference(rows[2], rows[1]).ShouldBeGreaterThan(1e-3);
        }
    }

    [Fact]
    public void The_same_input_gives_the_same_output_bit_by_bit()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var network = TinyNetwork.BuildStirred();
        var (_, once) = Forward(network, TinyNetwork.Picture(2), Phrases);
        var (_, again) = Forward(network, TinyNetwork.Picture(2), Phrases);
        Tensors.Difference(once.Mask, again.Mask).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Switches))]
    public void A_few_steps_on_one_clip_lower_its_loss(bool mining, bool transfer)
    {
        using var network = TinyNetwork.Build(TinyNetwork.Options with { FeatureMining = mining, MetaTransfer = transfer });
        using var optimiser = new AdamW(network.named_parameters());
        var losses = new List<float>();
        for (var step = 0; step < 20; step++)
        {
            using var scope = NewDisposeScope();
            var loss = TinyNetwork.ClipLoss(network, 2, Phrases[0], Phrases[1]);
            loss.backward();
            double.IsFinite(optimiser.Step(0.01)).ShouldBeTrue($"step {step}");
            losses.Add(loss.item<float>());
        }

        losses[^1].ShouldBeLessThan(0.8f * losses[0], string.Join(" ", losses));
    }

    // Exactly these do not change the loss: what is added to all logits of a softmax; colours, which tiny candidates lack; and what a switch leaves unused.
    private static string[] WithoutGradient(bool mining, bool transfer)
    {
        if (!mining)
        {
            string[] judging = ["trust", "judge_in.weight", "judge_in.bias", "judge.weight", "judge.bias", "present_in.weight", "present_in.bias", "present.weight", "present.bias"];
            return [.. judging.Select(name => "mask_decoder." + name), .. Outline()];
        }

        return
        [
            "feature_mining.candidates.choice.bias", "feature_mining.candidates.embed_colours.weight", "feature_mining.candidates.embed_colour_names.weight",
            "feature_mining.dense.coarse_words.key.bias", "feature_mining.dense.fine_words.key.bias",
            .. transfer ? Array.Empty<string>() : new[] { "feature_mining.weight.weight", "feature_mining.weight.bias" },
        ];
    }

    private static IEnumerable<string> Outline() => new[]
        {
            "coarse_in", "coarse_one", "coarse_two", "coarse_three", "context", "coarse_guess", "middle_in", "middle_looks", "middle_one", "middle_two",
            "middle_guess", "fine_in", "fine_looks", "fine_one", "fine_two", "predict",
        }
        .SelectMany(name => new[] { $"outline_head.{name}.weight", $"outline_head.{name}.bias" });

    private static List<string> Names(bool mining, bool transfer)
    {
        using var network = TinyNetwork.Build(TinyNetwork.Options with { FeatureMining = mining, MetaTransfer = transfer });
        return [.. network.named_parameters().Select(pair => pair.name).Order(StringComparer.Ordinal)];
    }

    private static (MinedFrame Frame, DecodedMask Decoded) Forward(YofoNetwork network, Tensor picture, params string[] phrases)
    {
        var frame = network.Mine(network.ImageEncoder.call(picture), network.LanguageEncoder.call(phrases));
        return (frame, network.Decode(frame, frame.Sample, null).Decoded);
    }
}
