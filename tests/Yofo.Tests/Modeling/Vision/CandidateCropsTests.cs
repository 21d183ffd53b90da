using CsCheck;
using Shouldly;
using Xunit;
using Yofo.Modeling.Vision;
using static TorchSharp.torch;

namespace Yofo.Tests.Modeling.Vision;

public sealed class CandidateCropsTests
{
    [Fact]
    public void What_is_cut_out_lies_in_the_frame_and_holds_the_box_and_is_at_most_twice_as_long_as_wide()
    {
        var share = Gen.Float[0, 1];
        Gen.Select(share, share, share, share, Gen.Int[32, 900], Gen.Int[32, 900]).Sample(
            (a, b, c, d, width, height) =>
            {
                float[] box = [Math.Min(a, b), Math.Min(c, d), Math.Max(a, b), Math.Max(c, d)];
                var (left, top, columns, rows) = CandidateCrops.Cut(box, width, height);
                (left >= 0 && top >= 0 && left + columns <= width && top + rows <= height).ShouldBeTrue();
                (columns >= 2 && rows >= 2).ShouldBeTrue();
                (left <= (box[0] * width) + 1e-2 && left + columns >= (box[2] * width) - 1e-2).ShouldBeTrue();
                (top <= (box[1] * height) + 1e-2 && top + rows >= (box[3] * height) - 1e-2).ShouldBeTrue();
                if (columns < width && rows < height)
                {
                    (Math.Max(columns, rows) <= (2 * Math.Min(columns, rows)) + 4).ShouldBeTrue();
                }
            },
            iter: 2000,
            threads: 1);
    }

    [Fact]
    public void A_crop_is_seen_as_the_same_pixels_alone_would_be()
    {
        using var scope = NewDisposeScope();
        using var classifier = EfficientLite.Load(CheckFile.EfficientLiteWeights);
        var frame = Tensors.Normal(3, ScalarType.Float32, 1, 3, 192, 256).mul(40).add(120).clamp(0, 255);
        // 96 x 96 pixels come out as they are: 1.15 times a little less about (128, 96), in whole pixels.
        var half = 95.8 / 2 / 1.15;
        var box = tensor(new[] { (float)((128 - half) / 256), (float)((96 - half) / 192), (float)((128 + half) / 256), (float)((96 + half) / 192) }).reshape(1, 4);
        var seen = CandidateCrops.Of(classifier, frame, cat([box, tensor(new[] { 0f, 0f, 1f, 1f }).reshape(1, 4)], 0));
        seen.shape.ShouldBe([2, CandidateCrops.Side * CandidateCrops.Side, CandidateCrops.Channels]);
        Tensors.Largest(seen[0] - seen[1]).ShouldBeGreaterThan(0.1);

        var (middle, deep) = classifier.Look(ImageInput.ForEfficientLite(frame.narrow(2, 48, 96).narrow(3, 80, 96)));
        Tensors.Difference(seen[0].narrow(1, 0, 352), deep[0].flatten(1).transpose(0, 1) / 2.4).ShouldBeLessThan(1e-3);
        Tensors.Difference(seen[0, 4].narrow(0, 352, 120), middle[0, .., 2..4, 2..4].mean([1L, 2]) / 6.2).ShouldBeLessThan(1e-3);
    }

    [Fact]
    public void The_compact_encoder_looks_closely_only_where_it_is_told_to()
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var folder = Path.Combine(Shared.Root, "models", "base");
        using var plain = new CompactImageEncoder(folder);
        using var close = new CompactImageEncoder(folder, crops: true);
        var picture = rand(1, 3, 96, 128) * 255;
        var (seen, closely) = (plain.call(picture), close.call(picture));
        seen.Picture.ShouldBeNull();
        plain.WithCrops(seen).Candidates.Crops.ShouldBeNull();
        Should.Throw<InvalidOperationException>(() => plain.Look(seen, arange(1)));
        var all = close.WithCrops(closely).Candidates.Crops.ShouldNotBeNull();
        all.shape.ShouldBe([1, CandidateDescription.Most, 9, 472]);
        var count = (long)closely.Candidates.Valid.sum().item<float>();
        Tensors.Largest(all.narrow(1, count, CandidateDescription.Most - count).sum()).ShouldBe(0, "padding");
        plain.Crops.ShouldBe((0, 0));
        close.Crops.ShouldBe((3, 472));
    }
}
