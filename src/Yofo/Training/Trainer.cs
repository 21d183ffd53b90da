using System.Globalization;
using System.Security.Cryptography;
using TorchSharp;
using Yofo.Data;
using Yofo.Data.Datasets;
using Yofo.Engine;
using Yofo.Modeling;
using Yofo.Modeling.Vision;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Training;

/// <summary>
/// Trains a configuration from the folder of the training data to a file of weights, in five stages: features of all pictures
/// (the image encoder is frozen and sees each once), the choice among candidates (and a second opinion on them, where the network has one), the outline of a box, the whole end to end, and, where
/// the configuration says so, outlines once more with the image encoder's trunk.
/// Each stage leaves its result in the run's folder and a rerun goes on from there.
/// </summary>
/// <param name="config">Network and training.</param>
/// <param name="models">Base weights.</param>
/// <param name="run">Log, checkpoints, results.</param>
/// <param name="data">Folder with <c>stills</c>, <c>davis</c> and <c>texts</c>, any of which may be missing; null where data sets are all there is.</param>
/// <param name="sets">Public data sets, of splits with truth.</param>
/// <param name="cacheFolder">Where features are kept (tens of GB for everything).</param>
/// <param name="device">Where to compute.</param>
internal sealed class Trainer(ConfigFile config, ModelFolder models, TrainingRun run, string? data, IReadOnlyList<ReferringDataset> sets, string cacheFolder, Device device)
{
    private const string CropWeights = "feature_mining.crops."; // weights of before there was such a box have none of them

    private readonly WrittenPhrases written = Written(config.Training.Written, config.Training.Judged);
    private FeatureCache cache = new(config.Network.Crops ? Path.Combine(cacheFolder, "crops") : cacheFolder, device);

    /// <summary>Names of the stages, in order.</summary>
    public static IReadOnlyList<string> Stages { get; } = ["features", "choice", "outline", "whole", "trunk"];

    /// <summary>Runs what is not done yet.</summary>
    /// <param name="start">Weights to begin from, of the same network; null: fresh ones.</param>
    /// <param name="until">The last stage to run; null: all of them.</param>
    /// <param name="cancellation">Stops at the next step, with a checkpoint.</param>
    /// <returns>Path of the weights; null where it was stopped before.</returns>
    public string? Run(string? start, string? until, CancellationToken cancellation)
    {
        if (config.Training.KeptStart > 0 && start is null)
        {
            throw new YofoException($"'keptStart' is {config.Training.KeptStart}, but there are no weights to keep. Name them with --from, or leave 'keptStart' out.");
        }

        config.Training.Check();
        try
        {
            return RunStages(start, until is null ? Stages.Count - 1 : Stages.ToList().IndexOf(until), cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null; // while a video was being read
        }
    }

    private string? RunStages(string? start, int last, CancellationToken cancellation)
    {
        manual_seed(config.Training.Seed);
        using var network = models.Build(config.Network);
        var trunk = config.Training.TrunkSteps > 0 ? Trunk(network.ImageEncoder) : null;
        if (start is not null)
        {
            var file = Safetensors.Open(start);
            ModelFolder.Fill(network, file, start, CropWeights);
            network.ImageEncoder.Tune(file);
            if (network.ImageEncoder.Tuned.Any())
            {
                cache = new FeatureCache(Path.Combine(cacheFolder, config.Network.Crops ? "crops" : "", $"tuned-{Fingerprint(network.ImageEncoder.Tuned)}"), device); // it sees otherwise than its base
            }
        }

        var scenes = Has("stills") ? StillsFolder.LoadTraining(In("stills"), Written(config.Training.HeldOut)) : [];
        var clips = Has("davis") ? DavisFolder.Load(In("davis")).Where(clip => clip.Split == "train").Select(clip => TrainingVideo.Of(clip, written.Of(clip))).ToList() : [];
        if (data is not null && scenes.Count + clips.Count == 0)
        {
            throw new YofoException($"No training pictures in '{data}' (looked for stills/ and davis/). Name a folder that holds one of them.");
        }

        run.Say($"{scenes.Count} stills, {clips.Count} clips");
        foreach (var set in sets)
        {
            clips.AddRange(set.Videos.Select(video => TrainingVideo.Of(set.Name, video)));
            run.Say(string.Create(CultureInfo.InvariantCulture, $"{set.Title}, {set.Split}: {set.Videos.Count} {(set.IsPictures ? "pictures" : "videos")}, {set.Videos.Sum(video => video.Phrases.Count)} phrases"));
        }

        network.eval();
        network.to(device);
        if (config.Training is not { ChoiceSteps: 0, OutlineSteps: 0, WholeSteps: 0 } || network.FeatureMining?.Crops is not null && config.Training.CropSteps > 0) // else nothing of it is needed
        {
            Prepare(network.ImageEncoder, scenes, clips, cancellation);
            TrainHeads(network, scenes, clips, last, cancellation);
        }

        if (config.Training.KeptStart > 0 && last > 2)
        {
            Keep(network, start!, config.Training.KeptStart);
        }

        if (last > 2)
        {
            network.FeatureMining?.Candidates.Cool(config.Training.ChoiceTemperature);
        }

        if (trunk is not null && last > 3)
        {
            TrainTrunk(trunk, network.OutlineHead, scenes, clips, cancellation);
        }

        if (last < 3 || cancellation.IsCancellationRequested)
        {
            return null;
        }

        var weights = run.PathOf($"{config.Network.Name}.safetensors");
        ModelFolder.Save(network, weights, new Dictionary<string, string> { ["yofo.seed"] = $"{config.Training.Seed}" });
        run.Say($"weights: {weights}");
        return weights;
    }

    private void TrainHeads(YofoNetwork network, IReadOnlyList<Scene> scenes, List<TrainingVideo> clips, int last, CancellationToken cancellation)
    {
        if (network.FeatureMining is { } mining && last > 0)
        {
            mining.Candidates.HoldBack(config.Training.ChoiceDropout, config.Training.ChoiceVeil); // in the third stage too, resumed or not
            TrainChoice(network, mining, scenes, clips, cancellation);
        }

        if (network.FeatureMining is not null && last > 1)
        {
            Stage("outline", network.OutlineHead, () => TrainOutline(network.OutlineHead, scenes, clips, cancellation), cancellation);
        }

        if (last > 2)
        {
            Stage("whole", network, () => TrainWhole(network, scenes, clips, cancellation), cancellation);
            if (network.FeatureMining is { } trained && !cancellation.IsCancellationRequested)
            {
                Keep(trained.Candidates, run.PathOf("choice.safetensors"), config.Training.KeptChoice);
            }
        }
    }

    private void Prepare(ImageEncoder encoder, IReadOnlyList<Scene> scenes, List<TrainingVideo> clips, CancellationToken cancellation)
    {
        var features = new PictureFeatures(encoder, cache);
        var views = Enumerable.Range(0, config.Training.WarpedViews + 1).ToList();
        Compute.ForEach(
            scenes,
            (scene, number) =>
            {
                features.Prepare(scene, PseudoVideo(scene) ? views : views[..1]);
                if (number % 500 == 0)
                {
                    run.Say($"features: {number} of {scenes.Count} stills");
                }
            },
            cancellation);
        var composites = Composites(scenes);
        Compute.ForEach(Enumerable.Range(0, composites.IsEmpty ? 0 : config.Training.Composites), (number, _) => features.Prepare(composites, number), cancellation);
        Compute.ForEach(
            clips.GroupBy(clip => clip.Name), // clips may share a video
            (video, _) => features.Prepare(video.MaxBy(clip => clip.Frames)!, config.Training.ClipStride, views, cancellation),
            cancellation);
    }

    private void TrainChoice(YofoNetwork network, FeatureMining mining, IReadOnlyList<Scene> scenes, List<TrainingVideo> clips, CancellationToken cancellation)
    {
        var trainer = new ChoiceTrainer(run, config.Training, device);
        var lessons = new Lazy<ChoiceLessons>(() => Gather(network, scenes, clips)); // once for both, and not where both are done
        Stage("choice", mining.Candidates, () => Learn(config.Training.ChoiceSteps, () => trainer.Train(mining.Candidates, lessons.Value, cancellation)), cancellation);
        if (mining.Crops is { } crops)
        {
            Stage("crops", crops, () => Learn(config.Training.CropSteps, () => trainer.Train(crops, lessons.Value, cancellation)), cancellation);
        }

        static void Learn(int steps, Action learn)
        {
            if (steps > 0)
            {
                learn();
            }
        }
    }

    private ChoiceLessons Gather(YofoNetwork network, IReadOnlyList<Scene> scenes, List<TrainingVideo> clips)
    {
        var gathered = new ChoiceData(config.Training, cache, network.LanguageEncoder, network.ImageEncoder);
        gathered.AddStills(scenes, written);
        var texts = In("texts/refcoco.jsonl.gz");
        if (data is not null && File.Exists(texts))
        {
            gathered.AddTexts(TextPhrases.Load(texts), Has("stills") ? DevPhrases.LoadAll(In("stills")).Select(phrase => phrase.ImageId).ToHashSet() : []);
        }

        gathered.AddVideos(clips, config.Training.ClipStride);
        var samples = config.Training.Blind ? gathered.Samples.WithPhrase(WholeTrainer.ConstantPhrase) : gathered.Samples;
        var phrases = PhraseBank.Encode(network.LanguageEncoder, samples.Phrases, Path.Combine(cacheFolder, "phrases.safetensors"));
        run.Say($"choice: {samples.Count} pairs");
        if (gathered.Written is { Lent: var lent, Placeless: var placeless } && lent + placeless > 0)
        {
            run.Say($"choice: {lent} of them phrases that are wrong of other pictures, {placeless} right phrases without their place");
        }

        return new ChoiceLessons(samples, gathered.Bank(), phrases);
    }

    // Our own clips show few things, many times over: they teach outlines by their share only.
    private void TrainOutline(OutlineHead head, IReadOnlyList<Scene> scenes, List<TrainingVideo> clips, CancellationToken cancellation)
    {
        var source = new OutlineSource(config.Training, cache, Singles(scenes), clips, sets.Count > 0 ? null : config.Training.OutlineClips);
        new OutlineTrainer(run, config.Training, source).Train(head, cancellation);
    }

    private void TrainWhole(YofoNetwork network, IReadOnlyList<Scene> scenes, List<TrainingVideo> clips, CancellationToken cancellation)
    {
        var source = new ClipSource(config.Training, cache, clips, scenes, Composites(scenes));
        run.Say($"whole: {source.Contents}");
        new WholeTrainer(run, config.Training, source).Train(network, cancellation);
    }

    private CompactImageEncoder Trunk(ImageEncoder encoder) => encoder as CompactImageEncoder
        ?? throw new YofoException($"'trunkSteps' is {config.Training.TrunkSteps}, but the image encoder '{config.Network.ImageEncoder}' has no trunk that learns. Use 'compact', or leave 'trunkSteps' out.");

    private void TrainTrunk(CompactImageEncoder encoder, OutlineHead head, IReadOnlyList<Scene> scenes, List<TrainingVideo> clips, CancellationToken cancellation)
    {
        var frames = new FrameStore(Path.Combine(cacheFolder, "frames"));
        Compute.ForEach(clips.GroupBy(clip => clip.Name), (video, _) => frames.Prepare(video.MaxBy(clip => clip.Frames)!, config.Training.ClipStride, cancellation), cancellation);
        var result = run.PathOf("trunk.safetensors");
        if (File.Exists(result))
        {
            var file = Safetensors.Open(result);
            ModelFolder.Fill(head, file, result);
            encoder.Tune(file);
            return;
        }

        new TrunkTrainer(run, config.Training, new TrunkSource(frames, Singles(scenes), clips, config.Training.TrunkClips), device).Train(encoder, head, cancellation);
        Finish(result, head.named_parameters().Select(pair => KeyValuePair.Create(pair.name, (Tensor)pair.parameter)).Concat(encoder.Tuned), cancellation);
    }

    private CompositeEngine Composites(IReadOnlyList<Scene> scenes) => new(scenes, config.Training.WholeFrames, config.Training.Seed);

    // Moves a module part of the way back to what it was: after the first stage, or before all of them.
    private static void Keep(nn.Module module, string file, double share)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var was = Safetensors.Open(file);
        foreach (var (name, parameter) in module.named_parameters().Where(pair => was.Contains(pair.name)))
        {
            parameter.mul_(1 - share).add_(was.ReadFloat(name).to(parameter.device), share);
        }
    }

    // A finished stage is a file; an unfinished one goes on from its checkpoint.
    private void Stage(string name, nn.Module module, Action train, CancellationToken cancellation)
    {
        var result = run.PathOf($"{name}.safetensors");
        if (File.Exists(result))
        {
            ModelFolder.Fill(module, Safetensors.Open(result), result);
        }
        else if (!cancellation.IsCancellationRequested)
        {
            train();
            Finish(result, module.named_parameters().Select(pair => KeyValuePair.Create(pair.name, (Tensor)pair.parameter)), cancellation);
        }
    }

    private void Finish(string result, IEnumerable<KeyValuePair<string, Tensor>> weights, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return;
        }

        Safetensors.Write(result, weights, new Dictionary<string, string>(), durable: true);
        if (File.Exists(run.PathOf("log.jsonl"))) // a stage of a few steps logs nothing
        {
            TrainingCurve.Draw(run.PathOf("log.jsonl"), run.PathOf("curve.png"));
        }
    }

    private static string Fingerprint(IEnumerable<KeyValuePair<string, Tensor>> weights)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, values) in weights)
        {
            using var plain = values.detach().cpu().contiguous();
            hash.AppendData(plain.bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..8];
    }

    // Stills whose masks can be followed through warped views. Garments and salient things carry no names that people use of them.
    private static bool PseudoVideo(Scene scene) => scene.Source is not ("salient" or "clothing") && scene.Objects.Any(thing =>
        thing.HasMask && thing.IsSingle && thing.Area > 0.01 * scene.Width * scene.Height);

    private static List<Scene> Singles(IReadOnlyList<Scene> scenes) => [.. scenes.Where(scene => scene.Source != "salient")];

    private static WrittenPhrases Written(params IEnumerable<string?> files) => WrittenPhrases.Load([.. files.OfType<string>()]);

    private string In(string name) => Path.Combine(data ?? "", name);

    private bool Has(string name) => data is not null && Directory.Exists(In(name));
}
