using System.CommandLine;
using Yofo.Data;
using Yofo.Engine;
using Yofo.Evaluation;
using Yofo.Inference;
using Yofo.Modeling;
using Yofo.Training;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Cli.Evaluate;

/// <summary><c>--data</c>: the model, or the networks of an ablation, on our own development sets.</summary>
internal sealed class DevelopmentEvaluation
{
    private readonly ParseResult parsed;
    private readonly string data;
    private readonly IReadOnlyList<string> only;
    private readonly TextWriter? progress;
    private readonly CancellationToken cancellation;

    private DevelopmentEvaluation(ParseResult parsed, CancellationToken cancellation)
    {
        this.parsed = parsed;
        this.cancellation = cancellation;
        data = parsed.GetRequiredValue(EvaluateOptions.Data)!;
        only = parsed.GetValue(EvaluateOptions.Only) ?? [];
        progress = parsed.GetValue(GlobalOptions.Quiet) ? null : parsed.InvocationConfiguration.Error;
        if (only.FirstOrDefault(part => part is not ("clips" or "stills")) is { } unknown)
        {
            throw new UsageException($"'--only {unknown}' is not known: use clips or stills.");
        }
    }

    /// <summary>Runs what was asked for and prints its tables.</summary>
    public static void Execute(ParseResult parsed, CancellationToken cancellation)
    {
        var evaluation = new DevelopmentEvaluation(parsed, cancellation);
        var ablations = parsed.GetValue(EvaluateOptions.Ablation) ?? [];
        if (ablations.Length > 0)
        {
            evaluation.Compare([.. ablations.Select(AblationArgument.Parse)]);
        }
        else
        {
            evaluation.RunOne();
        }
    }

    private void RunOne()
    {
        var device = Compute.Use(parsed.GetRequiredValue(EvaluateOptions.Device), parsed.GetValue(EvaluateOptions.Threads));
        var models = ModelFolder.Find();
        var weights = parsed.GetValue(EvaluateOptions.Weights) ?? models.DefaultWeights;
        using var network = models.Load(weights, device);
        var report = Run(network, weights, device);
        if (parsed.GetValue(EvaluateOptions.Report) is { } path)
        {
            report.Write(path);
        }

        if (parsed.GetValue(EvaluateOptions.Sheet) is { } sheet)
        {
            ContactSheet.Write(sheet, [.. report.Clips.SelectMany(clip => clip.Subjects)]);
        }

        parsed.InvocationConfiguration.Output.Write(report.ToMarkdown());
    }

    private void Compare(IReadOnlyList<AblationArgument> ablations)
    {
        if (parsed.GetValue(EvaluateOptions.Weights) is not null || parsed.GetValue(EvaluateOptions.Sheet) is not null)
        {
            throw new UsageException("--ablation names the weights itself and draws no sheet: leave --weights and --sheet out.");
        }

        var device = Compute.Use(parsed.GetRequiredValue(EvaluateOptions.Device), parsed.GetValue(EvaluateOptions.Threads));
        var models = ModelFolder.Find();
        foreach (var ablation in ablations)
        {
            // All of them first, for a moment: a wrong file shows now, not after the others have run.
            using var network = models.Load(ablation.Weights, device);
            ablation.Check(network.Options);
        }

        var rows = new List<AblationRow>();
        foreach (var ablation in ablations)
        {
            progress?.WriteLine($"{ablation.Name}: {ablation.Weights}");
            using var network = models.Load(ablation.Weights, device);
            rows.Add(AblationRow.Of(ablation.Name, network.Options.FeatureMining, network.Options.MetaTransfer, Run(network, ablation.Weights, device)));
        }

        var report = new AblationReport(rows);
        if (parsed.GetValue(EvaluateOptions.Report) is { } path)
        {
            report.Write(path);
        }

        parsed.InvocationConfiguration.Output.Write(report.ToMarkdown());
    }

    private DevelopmentReport Run(YofoNetwork network, string weights, Device device)
    {
        var blind = parsed.GetValue(EvaluateOptions.Blind) ? WholeTrainer.ConstantPhrase : null;
        var clips = only.Contains("stills") ? [] : Clips(network, device, blind);
        var stills = only.Contains("clips") ? [] : new StillEvaluation(network, device, new SessionOptions()).Run(Path.Combine(data, "stills"), blind, SayStills, cancellation);
        return new DevelopmentReport(network.Options.Name, weights, blind, clips, stills) { Every = parsed.GetValue(EvaluateOptions.Every), Keyframes = Keyframes };
    }

    // Frames that are left out cannot guide motion.
    private int Keyframes => parsed.GetValue(EvaluateOptions.Keyframes) ?? (parsed.GetValue(EvaluateOptions.Every) > 1 ? 1 : KeyframePlan.DefaultEvery);

    private IReadOnlyList<ClipReport> Clips(YofoNetwork network, Device device, string? blind)
    {
        var split = parsed.GetValue(EvaluateOptions.Split) ?? "dev";
        var folder = Path.Combine(data, "davis");
        var clips = DavisFolder.Load(folder).Where(clip => clip.Split == split).ToList();
        return clips.Count == 0
            ? throw new YofoException($"'{folder}' has no clips of the split '{split}'. Name one that splits.json has.")
            : new ClipEvaluation(network, device, new SessionOptions(), parsed.GetValue(EvaluateOptions.Every), Keyframes).Run(
                clips, parsed.GetValue(EvaluateOptions.Wrong) ?? 8, blind, report => progress?.WriteLine(FormattableString.Invariant($"{report.Clip}: J {report.J:0.000}")), cancellation);
    }

    private void SayStills(int done, int all)
    {
        if (done % 100 == 0 || done == all)
        {
            progress?.WriteLine($"stills: {done} of {all} phrases");
        }
    }
}
