using Shouldly;
using SkiaSharp;
using Xunit;
using Yofo.Data;
using Yofo.Output;
using Yofo.Tests.Modeling;
using Yofo.Tests.Modeling.Vision;
using Yofo.Training;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Tests.Training;

/// <summary>The fifth stage, on pictures that the test paints and with the compact configuration's own base weights.</summary>
public sealed class TrunkTrainerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ModelFolder models = new(Path.Combine(Shared.Root, "models"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_trunk_that_learned_is_in_the_weights_and_only_there()
    {
        PaintedStills.Paint(folder.At("data", "stills"), 4);
        var weights = Train("run", steps: 2).ShouldNotBeNull();
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        using var before = models.Load(models.DefaultWeights, CPU);
        using var after = models.Load(weights, CPU);
        var (begun, ended) = (Safetensors.Open(models.DefaultWeights), Safetensors.Open(weights));
        var tuned = after.ImageEncoder.Tuned.ToDictionary();
        tuned.Keys.ShouldContain("image_encoder.trunk.stem.weight");
        tuned.Keys.ShouldContain("image_encoder.trunk.block16.project.bias");
        tuned.Keys.ShouldAllBe(name => ended.Contains(name) && !name.Contains("aspp") && !name.Contains("head"));
        Tensors.Difference(ended.ReadFloat("outline_head.coarse_in.weight"), begun.ReadFloat("outline_head.coarse_in.weight")).ShouldBeGreaterThan(0);
        var rest = begun.Names.Where(name => !name.StartsWith("outline_head.", StringComparison.Ordinal)).ToList();
        rest.Count.ShouldBeGreaterThan(50);
        rest.ShouldAllBe(name => Tensors.Difference(ended.ReadFloat(name), begun.ReadFloat(name)) == 0, "all else stays");
        var picture = CheckFile.Formula(96, 160, 1) + 128;
        var (one, other) = (before.ImageEncoder.call(picture), after.ImageEncoder.call(picture));
        Tensors.Difference(one.Fine, other.Fine).ShouldBeInRange(1e-4, 1);
        Tensors.Difference(one.Candidates.Boxes, other.Candidates.Boxes).ShouldBe(0, "the detector is as it came");

        // Saved again it is the same trunk.
        ModelFolder.Save(after, folder.At("again.safetensors"), new Dictionary<string, string>());
        var again = Safetensors.Open(folder.At("again.safetensors"));
        tuned.ShouldAllBe(pair => Tensors.Difference(again.ReadFloat(pair.Key), pair.Value) == 0);
    }

    [Fact]
    public void A_run_that_was_stopped_goes_on()
    {
        PaintedStills.Paint(folder.At("data", "stills"), 4);
        Train("run", steps: 1).ShouldNotBeNull();
        File.Delete(folder.At("run", "trunk.safetensors"));
        Train("run", steps: 2).ShouldNotBeNull();
        Safetensors.Open(folder.At("run", "trunk.checkpoint.safetensors")).Metadata["steps"].ShouldBe("2");

        // A finished stage is taken as it is.
        var finished = File.GetLastWriteTimeUtc(folder.At("run", "trunk.checkpoint.safetensors"));
        Train("run", steps: 5).ShouldNotBeNull();
        File.GetLastWriteTimeUtc(folder.At("run", "trunk.checkpoint.safetensors")).ShouldBe(finished);
    }

    [Fact]
    public void A_network_without_such_a_trunk_says_so()
    {
        PaintedStills.Paint(folder.At("data", "stills"), 1);
        var config = ConfigFile.Load(Path.Combine(Shared.Root, "configs", "tiny.json"));
        config = config with { Training = new TrainingOptions { ChoiceSteps = 0, OutlineSteps = 0, WholeSteps = 0, TrunkSteps = 1 } };
        Should.Throw<YofoException>(() => Trainer("run", config).Run(null, null, TestContext.Current.CancellationToken)).Message.ShouldContain("'tiny'");
    }

    [Fact]
    public void Frames_of_clips_are_kept_and_drawn()
    {
        var clip = PaintClip(frames: 5);
        var store = new FrameStore(folder.At("frames"));
        store.Prepare(clip, 2, TestContext.Current.CancellationToken);
        Enumerable.Range(0, 5).Where(frame => store.Contains(clip, frame)).ShouldBe([0, 2, 4]);
        var kept = store.Load(clip, 2);
        (kept.Width, kept.Height).ShouldBe((64, 48));
        ((int)kept.Rgb.Span[0]).ShouldBeInRange(15, 25, "gray, as painted");
        using var scope = NewDisposeScope();
        var drawn = new TrunkSource(store, [], [clip], clipShare: 0).Draw(new Random(1));
        drawn.Boxes.Count.ShouldBe(1);
        drawn.Rgb.shape.ShouldBe(drawn.Plain.shape);
        drawn.Masks.gt(0.5).sum().item<long>().ShouldBeGreaterThan(50);
        Should.Throw<YofoException>(() => new TrunkSource(store, [], [], clipShare: 0.5).Draw(new Random(1))).Message.ShouldContain("--data");
    }

    // A bright square that walks to the right, in a folder of frames.
    private TrainingVideo PaintClip(int frames)
    {
        Directory.CreateDirectory(folder.At("davis", "videos", "square"));
        Directory.CreateDirectory(folder.At("davis", "masks", "square"));
        for (var frame = 0; frame < frames; frame++)
        {
            using var picture = new SKBitmap(64, 48);
            using var canvas = new SKCanvas(picture);
            canvas.Clear(new SKColor(20, 20, 20));
            using var paint = new SKPaint { Color = SKColors.White };
            canvas.DrawRect(10 + frame, 10, 20, 20, paint);
            using var data = picture.Encode(SKEncodedImageFormat.Png, 100);
            File.WriteAllBytes(folder.At("davis", "videos", "square", $"{frame:D5}.png"), data.ToArray());
            var indices = new byte[64 * 48];
            for (var row = 10; row < 30; row++)
                indices.AsSpan((row * 64) + 10 + frame, 20).Fill(1);
            PalettePng.Write(folder.At("davis", "masks", "square", $"{frame:D5}.png"), indices, 64, 48);
        }

        var names = string.Join(",", Enumerable.Range(0, frames).Select(frame => $"\"{frame:D5}\""));
        File.WriteAllText(folder.At("davis", "phrases.json"), "{\"videos\":{\"square\":{\"frames\":[" + names + "],\"expressions\":{\"0\":{\"exp\":\"the square\",\"obj_id\":\"1\"}}}}}");
        File.WriteAllText(folder.At("davis", "splits.json"), "{\"train\":[\"square\"]}");
        return TrainingVideo.Of(DavisFolder.Load(folder.At("davis")).Single(), []);
    }

    private string? Train(string run, int steps)
    {
        var config = ConfigFile.Load(Path.Combine(Shared.Root, "configs", "compact-trunk.json"));
        config = config with { Training = config.Training with { TrunkSteps = steps, CheckpointSteps = 1 } };
        return Trainer(run, config).Run(models.DefaultWeights, null, TestContext.Current.CancellationToken);
    }

    private Trainer Trainer(string run, ConfigFile config) =>
        new(config, models, new TrainingRun(folder.At(run), _ => { }), folder.At("data"), [], folder.At("cache"), CPU);
}
