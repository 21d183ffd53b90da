using System.Globalization;
using System.Text.Json;
using Shouldly;
using Xunit;
using Yofo.Data;
using Yofo.Training;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Tests.Training;

/// <summary>The whole way of training, on pictures that the test paints and with the tiny configuration.</summary>
public sealed class TrainerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Pictures_become_weights_that_load_again()
    {
        PaintStills(6);
        var lines = new List<string>();
        var weights = Train("run", Config(choice: 3, outline: 2, whole: 2), lines.Add).ShouldNotBeNull();
        lines.ShouldContain(line => line.Contains("6 stills, 0 clips"));
        foreach (var stage in new[] { "choice", "outline", "whole" })
        {
            File.Exists(folder.At("run", stage + ".safetensors")).ShouldBeTrue(stage);
        }

        using var network = new ModelFolder(folder.Path).Load(weights, CPU);
        network.Options.Name.ShouldBe("tiny");
        network.parameters().All(parameter => parameter.isfinite().all().item<bool>()).ShouldBeTrue();
    }

    [Fact]
    public void A_run_that_was_stopped_goes_on_to_the_same_weights()
    {
        PaintStills(6);
        var whole = Train("one", Config(choice: 4, outline: 4, whole: 4), _ => { }).ShouldNotBeNull();

        // Stopped in the middle of each stage in turn, with other steps done each time.
        foreach (var (choice, outline, steps) in new[] { (2, 4, 4), (4, 2, 4), (4, 4, 2) })
        {
            var name = $"two-{choice}{outline}{steps}";
            Train(name, Config(choice, outline, steps), _ => { });
            var last = choice < 4 ? "choice" : outline < 4 ? "outline" : "whole";
            foreach (var stage in new[] { "choice", "outline", "whole" }.SkipWhile(stage => stage != last))
            {
                File.Delete(folder.At(name, stage + ".safetensors"));
                if (stage != last)
                    File.Delete(folder.At(name, stage + ".checkpoint.safetensors"));
            }

            var resumed = Train(name, Config(choice: 4, outline: 4, whole: 4), _ => { }).ShouldNotBeNull();
            var taken = Safetensors.Open(folder.At(name, last + ".checkpoint.safetensors")).Metadata["steps"];
            taken.ShouldBe("4", name);
            Safetensors.Open(resumed).Names.Order().ShouldBe(Safetensors.Open(whole).Names.Order());
        }
    }

    [Fact]
    public void The_shipped_choice_lies_between_the_first_stage_and_the_third()
    {
        PaintStills(4);
        var config = Config(choice: 2, outline: 1, whole: 2);
        var weights = Train("run", config, _ => { }).ShouldNotBeNull();
        using var scope = NewDisposeScope();
        const string Name = "choice.weight", Whole = "feature_mining.candidates.";
        var first = Safetensors.Open(folder.At("run", "choice.safetensors")).ReadFloat(Name);
        var third = Safetensors.Open(folder.At("run", "whole.safetensors")).ReadFloat(Whole + Name);
        var expected = (third * (1 - config.Training.KeptChoice)) + (first * config.Training.KeptChoice);
        Modeling.Tensors.Difference(Safetensors.Open(weights).ReadFloat(Whole + Name), expected).ShouldBeLessThan(1e-3, "half precision");
        Modeling.Tensors.Difference(first, third).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_run_that_is_cancelled_leaves_no_weights()
    {
        PaintStills(2);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Trainer("run", Config(choice: 2, outline: 2, whole: 2), _ => { }).Run(null, null, cancelled.Token).ShouldBeNull();
        File.Exists(folder.At("run", "tiny.safetensors")).ShouldBeFalse();
    }

    [Fact]
    public void Trained_weights_are_where_another_training_begins()
    {
        PaintStills(4);
        var first = Train("one", Config(choice: 3, outline: 2, whole: 2), _ => { }).ShouldNotBeNull();
        // Without a step of its own, the second ends where it began.
        var second = Trainer("two", Config(choice: 0, outline: 0, whole: 0), _ => { }).Run(first, null, TestContext.Current.CancellationToken).ShouldNotBeNull();
        using var scope = NewDisposeScope();
        var (begun, ended) = (Safetensors.Open(first), Safetensors.Open(second));
        foreach (var name in begun.Names)
        {
            Modeling.Tensors.Difference(ended.ReadFloat(name), begun.ReadFloat(name)).ShouldBeLessThan(1e-3, name);
        }
    }

    [Fact]
    public void A_second_opinion_from_crops_is_learned_beside_weights_that_had_none()
    {
        PaintStills(4);
        var first = Train("one", Config(choice: 3, outline: 2, whole: 2), _ => { }).ShouldNotBeNull();
        var config = Config(choice: 0, outline: 0, whole: 0);
        string Second(string run, int steps, double rate) => Trainer(
                run, config with { Network = config.Network with { Crops = true }, Training = config.Training with { CropSteps = steps, CropRate = rate } }, _ => { })
            .Run(first, null, TestContext.Current.CancellationToken).ShouldNotBeNull();
        using var scope = NewDisposeScope();
        var (begun, fresh, learned) = (Safetensors.Open(first), Safetensors.Open(Second("two", 0, 1)), Safetensors.Open(Second("three", 3, 500)));
        foreach (var name in begun.Names)
        {
            Modeling.Tensors.Difference(learned.ReadFloat(name), begun.ReadFloat(name)).ShouldBeLessThan(1e-3, name);
        }

        const string Name = "feature_mining.crops.embed.weight";
        learned.Names.Except(begun.Names).ShouldAllBe(name => name.StartsWith("feature_mining.crops."));
        Modeling.Tensors.Difference(learned.ReadFloat(Name), fresh.ReadFloat(Name)).ShouldBeGreaterThan(1e-2);
        using var network = new ModelFolder(folder.Path).Load(folder.At("three", "tiny.safetensors"), CPU);
        network.FeatureMining.ShouldNotBeNull().Crops.ShouldNotBeNull();
    }

    [Fact]
    public void Some_of_the_weights_that_a_run_began_from_may_be_kept()
    {
        PaintStills(4);
        var first = Train("one", Config(choice: 3, outline: 2, whole: 2), _ => { }).ShouldNotBeNull();
        var config = Config(choice: 3, outline: 1, whole: 0);
        config = config with { Training = config.Training with { ChoiceRate = 500 } }; // three steps of a warm-up, averaged, hardly move anything
        string Second(string run, double kept) => Trainer(run, config with { Training = config.Training with { KeptStart = kept } }, _ => { })
            .Run(first, null, TestContext.Current.CancellationToken).ShouldNotBeNull();
        using var scope = NewDisposeScope();
        var (begun, plain, mean) = (Safetensors.Open(first), Safetensors.Open(Second("two", 0)), Safetensors.Open(Second("three", 0.25)));
        const string Name = "feature_mining.candidates.choice.weight";
        Modeling.Tensors.Difference(plain.ReadFloat(Name), begun.ReadFloat(Name)).ShouldBeGreaterThan(1e-2);
        Modeling.Tensors.Difference(mean.ReadFloat(Name), (plain.ReadFloat(Name) * 0.75) + (begun.ReadFloat(Name) * 0.25)).ShouldBeLessThan(2e-3, "half precision");
        Should.Throw<YofoException>(() => Trainer("four", config with { Training = config.Training with { KeptStart = 0.5 } }, _ => { }).Run(null, null, TestContext.Current.CancellationToken))
            .Message.ShouldContain("--from");
    }

    [Fact]
    public void The_choice_may_be_written_less_sure_than_it_was_trained()
    {
        PaintStills(4);
        var first = Train("one", Config(choice: 3, outline: 2, whole: 2), _ => { }).ShouldNotBeNull();
        var config = Config(choice: 0, outline: 0, whole: 0);
        string? Cooled(string run, double temperature) => Trainer(run, config with { Training = config.Training with { ChoiceTemperature = temperature } }, _ => { })
            .Run(first, null, TestContext.Current.CancellationToken);
        using var scope = NewDisposeScope();
        var (begun, ended) = (Safetensors.Open(first), Safetensors.Open(Cooled("two", 2).ShouldNotBeNull()));
        foreach (var name in begun.Names)
        {
            var share = name is "feature_mining.candidates.choice.weight" or "feature_mining.candidates.choice.bias" ? 0.5 : 1;
            Modeling.Tensors.Difference(ended.ReadFloat(name), begun.ReadFloat(name) * share).ShouldBeLessThan(1e-3, name);
        }

        Should.Throw<YofoException>(() => Cooled("three", 0)).Message.ShouldContain("'choiceTemperature' is 0");
    }

    [Theory]
    [InlineData(1.0, 0.25, "'choiceDropout' is 1")]
    [InlineData(0.1, -0.5, "'choiceVeil' is -0.5")]
    public void What_is_held_back_is_a_share(double dropout, double veil, string expected)
    {
        var config = Config(choice: 1, outline: 0, whole: 0);
        config = config with { Training = config.Training with { ChoiceDropout = dropout, ChoiceVeil = veil } };
        Should.Throw<YofoException>(() => Trainer("run", config, _ => { }).Run(null, null, TestContext.Current.CancellationToken)).Message.ShouldContain(expected);
    }

    [Fact]
    public void Options_that_no_training_can_be_run_with_are_refused()
    {
        var options = new TrainingOptions();
        Should.NotThrow(options.Check);
        Should.Throw<YofoException>((options with { ClipStride = 0 }).Check).Message.ShouldContain("'clipStride' is 0");
        Should.Throw<YofoException>((options with { CheckpointSteps = 0 }).Check).Message.ShouldContain("'checkpointSteps' is 0");
        Should.Throw<YofoException>((options with { OutlineBatch = 3 }).Check).Message.ShouldContain("'outlineBatch' is 3. Give 4 or more");
        Should.Throw<YofoException>((options with { WholeSteps = -1 }).Check).Message.ShouldContain("'wholeSteps' is -1");
    }

    [Fact]
    public void What_captions_say_trains_too()
    {
        PaintStills(4);
        object[] captions =
        [
            new { image_id = 1, caption = "A man standing next to a red dog." }, new { image_id = 2, caption = "A woman standing next to a red dog." },
            new { image_id = 1, caption = "a man and his dog" }, new { image_id = 2, caption = "she is a woman with a dog" },
        ];
        File.WriteAllText(folder.At("data", "stills", "coco", "captions.json"), JsonSerializer.Serialize(new { annotations = captions }));
        var config = Config(choice: 2, outline: 1, whole: 1);
        Pairs("with", 2).ShouldBe(Pairs("without", 0) + (2 * 2 * 2 * 2), "of each of two photos its person and its dog, twice, and as often the other's person, who is not there");

        int Pairs(string run, int draws)
        {
            var lines = new List<string>();
            Train(run, config with { Training = config.Training with { CaptionDraws = draws } }, lines.Add).ShouldNotBeNull();
            return int.Parse(lines.Single(line => line.EndsWith(" pairs", StringComparison.Ordinal)).Split(' ')[^2], CultureInfo.InvariantCulture);
        }
    }

    [Fact]
    public void A_run_goes_until_the_stage_that_was_asked_for()
    {
        PaintStills(3);
        Trainer("run", Config(choice: 1, outline: 1, whole: 1), _ => { }).Run(null, "choice", TestContext.Current.CancellationToken).ShouldBeNull();
        File.Exists(folder.At("run", "choice.safetensors")).ShouldBeTrue();
        File.Exists(folder.At("run", "outline.safetensors")).ShouldBeFalse();
    }

    [Fact]
    public void Disturbed_candidates_warped_views_and_composites_train_too()
    {
        PaintStills(6);
        var config = Config(choice: 2, outline: 4, whole: 6);
        var lines = new List<string>();
        Train("run", config with { Training = config.Training with { ChoiceDisturbance = 1, OutlineWarped = 1, Composites = 3 } }, lines.Add).ShouldNotBeNull();
        lines.ShouldContain(line => line.EndsWith("6 stills, 3 composites", StringComparison.Ordinal));
    }

    [Fact]
    public void Outlines_that_several_threads_learn_are_the_same_each_time()
    {
        PaintStills(6);
        var config = Config(choice: 1, outline: 3, whole: 1);
        config = config with { Training = config.Training with { OutlineBatch = 16 } }; // four pictures a step
        Trainer("run", config, _ => { }).Run(null, "features", TestContext.Current.CancellationToken);
        using var first = new ModelFolder(folder.Path).Build(config.Network);
        using var second = new ModelFolder(folder.Path).Build(config.Network);
        var pairs = first.OutlineHead.parameters().Zip(second.OutlineHead.parameters()).ToList();
        using (no_grad())
        {
            pairs.ForEach(pair => pair.Second.copy_(pair.First));
        }

        var fresh = pairs.ConvertAll(pair => pair.First.detach().clone());
        var source = new OutlineSource(config.Training, new FeatureCache(folder.At("cache"), CPU), StillsFolder.LoadTraining(folder.At("data", "stills"), WrittenPhrases.None), [], clipShare: 0);
        foreach (var network in new[] { first, second })
        {
            new OutlineTrainer(new TrainingRun(folder.At($"run-{network.GetHashCode()}"), _ => { }), config.Training, source).Train(network.OutlineHead, TestContext.Current.CancellationToken);
        }

        pairs.ShouldAllBe(pair => Same(pair.First, pair.Second));
        pairs.Zip(fresh).Count(trained => Same(trained.First.First, trained.Second)).ShouldBe(0, "every layer learns");
    }

    [Fact]
    public void A_folder_without_pictures_is_named()
    {
        Directory.CreateDirectory(folder.At("data"));
        Should.Throw<YofoException>(() => Train("run", Config(choice: 1, outline: 1, whole: 1), _ => { })).Message.ShouldContain(folder.At("data"));
    }

    public void Dispose() => folder.Dispose();

    private static bool Same(Tensor one, Tensor other) => one.eq(other).all().item<bool>();

    private static ConfigFile Config(int choice, int outline, int whole)
    {
        var tiny = ConfigFile.Load(Path.Combine(Shared.Root, "configs", "tiny.json"));
        return tiny with
        {
            Training = tiny.Training with
            {
                ChoiceSteps = choice,
                ChoiceBatch = 8,
                OutlineSteps = outline,
                OutlineBatch = 4,
                WholeSteps = whole,
                WholeFrames = 2,
                WholePhrases = 2,
                CheckpointSteps = 1,
            },
        };
    }

    private string? Train(string run, ConfigFile config, Action<string> say) => Trainer(run, config, say).Run(null, null, TestContext.Current.CancellationToken);

    private Trainer Trainer(string run, ConfigFile config, Action<string> say) =>
        new(config, new ModelFolder(folder.Path), new TrainingRun(folder.At(run), say), folder.At("data"), [], folder.At("cache"), TorchSharp.torch.CPU);

    private void PaintStills(int count) => PaintedStills.Paint(folder.At("data", "stills"), count);
}
