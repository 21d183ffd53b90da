using System.Text.Json;
using Shouldly;
using Xunit;
using Yofo.Tests.Modeling;
using Yofo.Training;
using static TorchSharp.torch;

namespace Yofo.Tests.Training;

public sealed class LovaszLossTests
{
    [Theory]
    [InlineData("lovasz_softmax")]
    [InlineData("lovasz_hinge")]
    public void Every_case_of_the_fixture_has_its_loss_and_its_gradient(string form)
    {
        using var document = Fixture();
        var (seen, gradients) = (0, 0);
        foreach (var entry in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            using var scope = NewDisposeScope();
            var name = entry.GetProperty("name").GetString();
            var (logits, labels) = (Values(entry, "logits"), Values(entry, "labels"));
            var expected = entry.GetProperty(form);
            logits.requires_grad = true;
            var loss = Loss(form, logits, labels);
            loss.item<double>().ShouldBe(expected.GetProperty("loss").GetDouble(), 1e-12, name);
            Loss(form, logits.to_type(ScalarType.Float32), labels.to_type(ScalarType.Float32)).item<float>()
                .ShouldBe((float)expected.GetProperty("loss").GetDouble(), 1e-5f * Math.Max(1, loss.item<double>()), name);
            loss.backward();
            Tensors.IsFinite(logits.grad!).ShouldBeTrue(name);
            if (expected.TryGetProperty("grad_logits", out _))
            {
                gradients++;
                Tensors.Difference(logits.grad!, Values(expected, "grad_logits")).ShouldBeLessThan(1e-12, name);
            }

            seen++;
        }

        seen.ShouldBe(14);
        gradients.ShouldBeGreaterThan(9);
    }

    [Theory]
    [InlineData("lovasz_softmax")]
    [InlineData("lovasz_hinge")]
    public void A_batch_is_one_list_of_pixels(string form)
    {
        using var scope = NewDisposeScope();
        using var document = Fixture();
        var batch = document.RootElement.GetProperty("batch");
        var names = batch.GetProperty("images").EnumerateArray().Select(name => name.GetString()).ToList();
        var images = document.RootElement.GetProperty("cases").EnumerateArray().Where(entry => names.Contains(entry.GetProperty("name").GetString())).ToList();
        images.Count.ShouldBe(2);
        var logits = stack([.. images.Select(image => Values(image, "logits").reshape(1, 8, 8))]);
        var labels = stack([.. images.Select(image => Values(image, "labels").reshape(1, 8, 8))]);
        Loss(form, logits, labels).item<double>().ShouldBe(batch.GetProperty("flattened").GetProperty(form).GetDouble(), 1e-12);
        var mean = (Loss(form, logits[0], labels[0]) + Loss(form, logits[1], labels[1])) / 2;
        mean.item<double>().ShouldBe(batch.GetProperty("per_image_mean").GetProperty(form).GetDouble(), 1e-12);
    }

    [Fact]
    public void A_picture_without_foreground_costs_its_largest_error_and_stays_finite()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new[] { -30f, 2f, 0.5f, -80f }).reshape(1, 1, 2, 2);
        logits.requires_grad = true;
        var loss = LovaszLoss.Sigmoid(logits, zeros(1, 1, 2, 2));
        loss.backward();
        loss.item<float>().ShouldBe((float)(1 / (1 + Math.Exp(-2))), 1e-6f);
        Tensors.IsFinite(logits.grad!).ShouldBeTrue();
        LovaszLoss.Sigmoid(zeros(9) - 200f, zeros(9)).item<float>().ShouldBe(0, 1e-6f);
        LovaszLoss.Hinge(zeros(9) - 200f, zeros(9)).item<float>().ShouldBe(0, 1e-6f);
    }

    [Fact]
    public void On_hard_masks_it_is_the_Jaccard_loss()
    {
        using var scope = NewDisposeScope();
        var found = tensor(new[] { 1f, 1, 1, 0, 0, 0, 1, 0 });
        var truth = tensor(new[] { 1f, 1, 0, 1, 0, 0, 0, 0 });
        LovaszLoss.Sigmoid((found - 0.5f) * 400, truth).item<float>().ShouldBe(1 - (2 / 5f), 1e-5f);
    }

    private static JsonDocument Fixture() => JsonDocument.Parse(File.ReadAllText(Shared.Path("fixtures/lovasz.json")));

    private static Tensor Loss(string form, Tensor logits, Tensor labels) =>
        form == "lovasz_softmax" ? LovaszLoss.Sigmoid(logits, labels) : LovaszLoss.Hinge(logits, labels);

    private static Tensor Values(JsonElement entry, string name) =>
        tensor(entry.GetProperty(name).EnumerateArray().Select(value => value.GetDouble()).ToArray());
}
