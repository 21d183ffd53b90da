using System.CommandLine;
using System.Security.Cryptography;
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
    private readonly WrittenPhrases? phrases;
    private readonly string precision;
    private readonly TextWriter? progress;
    private readonly CancellationToken cancellation;
    private int told;

    private DevelopmentEvaluation(ParseResult parsed, CancellationToken cancellation)
    {
        this.parsed = parsed;
        this.cancellation = cancellation;
        data = parsed.GetRequiredValue(EvaluateOptions.Data)!;
        only = parsed.GetValue(EvaluateOptions.Only) ?? [];
        phrases = parsed.GetValue(EvaluateOptions.Phrases) is { } file ? WrittenPhrases.Load(file) : null;
        precision = parsed.GetRequiredValue(EvaluateOptions.Precision);
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
        var ablations = AblationArgument.Of(parsed);
        if (ablations.Count > 0)
        {
            evaluation.Compare(ablations);
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
        using var network = models.Load(weights, device, precision);
        var journal = Journal([weights]);
        var report = Run(network, weights, device, journal);
        if (parsed.GetValue(EvaluateOptions.Report) is { } path)
        {
            report.Write(path);
            journal.Complete();
        }

        if (parsed.GetValue(EvaluateOptions.Sheet) is { } sheet)
        {
            ContactSheet.Write(sheet, [.. report.Clips.SelectMany(clip => clip.Subjects)]);
        }

        parsed.InvocationConfiguration.Output.Write(report.ToMarkdown());
    }

    private void Compare(IReadOnlyList<AblationArgument> ablations)
    {
        var device = Compute.Use(parsed.GetRequiredValue(EvaluateOptions.Device), parsed.GetValue(EvaluateOptions.Threads));
        var models = ModelFolder.Find();
        AblationArgument.CheckAll(ablations, models, device);
        var rows = new List<AblationRow>();
        var journal = Journal(ablations.Select(ablation => ablation.Weights));
        foreach (var ablation in ablations)
        {
            progress?.WriteLine($"{ablation.Name}: {ablation.Weights}");
            using var network = models.Load(ablation.Weights, device, precision);
            rows.Add(AblationRow.Of(ablation.Name, network.Options.FeatureMining, network.Options.MetaTransfer, Run(network, ablation.Weights, device, journal.For(ablation.Name))));
        }

        var report = new AblationReport(rows);
        if (parsed.GetValue(EvaluateOptions.Report) is { } path)
        {
            report.Write(path);
            journal.Complete();
        }

        parsed.InvocationConfiguration.Output.Write(report.ToMarkdown());
    }

    // A sheet needs the masks, which the journal has not.
    private EvaluationJournal Journal(IEnumerable<string> weights)
    {
        if (parsed.GetValue(EvaluateOptions.Report) is not { } report || parsed.GetValue(EvaluateOptions.Sheet) is not null)
        {
            return EvaluationJournal.None;
        }

        var call = new
        {
            Data = Path.GetFullPath(data),
            Only = only,
            Phrases = parsed.GetValue(EvaluateOptions.Phrases) is { } file ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))) : null,
            Split,
            Wrong,
            Blind = parsed.GetValue(EvaluateOptions.Blind),
            Every = parsed.GetValue(EvaluateOptions.Every),
            Keyframes,
            Precision = precision,
            Session = new SessionOptions(),
        };
        var journal = EvaluationJournal.Beside(report, call, weights);
        if (journal.Found > 0)
        {
            progress?.WriteLine($"Going on with a run that was stopped: {journal.Found} clips and pictures are done.");
        }

        return journal;
    }

    private DevelopmentReport Run(YofoNetwork network, string weights, Device device, EvaluationJournal journal)
    {
        var blind = parsed.GetValue(EvaluateOptions.Blind) ? WholeTrainer.ConstantPhrase : null;
        var clips = only.Contains("stills") || phrases is not null ? [] : Clips(network, device, blind, journal);
        var stills = only.Contains("clips") ? [] : new StillEvaluation(network, device, new SessionOptions()).Run(Path.Combine(data, "stills"), phrases, blind, journal, SayStills, cancellation);
        return new DevelopmentReport(network.Options.Name, Path.GetFileName(weights), blind, clips, stills) { Every = parsed.GetValue(EvaluateOptions.Every), Keyframes = Keyframes, Precision = Precision.NameOf(Precision.Choose(precision, device)) };
    }

    // Frames that are left out cannot guide motion.
    private int Keyframes => parsed.GetValue(EvaluateOptions.Keyframes) ?? (parsed.GetValue(EvaluateOptions.Every) > 1 ? 1 : KeyframePlan.DefaultEvery);

    private string Split => parsed.GetValue(EvaluateOptions.Split) ?? "dev";

    private int Wrong => parsed.GetValue(EvaluateOptions.Wrong) ?? 8;

    private IReadOnlyList<ClipReport> Clips(YofoNetwork network, Device device, string? blind, EvaluationJournal journal)
    {
        var folder = Path.Combine(data, "davis");
        var clips = DavisFolder.Load(folder).Where(clip => clip.Split == Split).ToList();
        return clips.Count == 0
            ? throw new YofoException($"'{folder}' has no clips of the split '{Split}'. Name one that splits.json has.")
            : new ClipEvaluation(network, device, new SessionOptions(), parsed.GetValue(EvaluateOptions.Every), Keyframes).Run(
                clips, Wrong, blind, journal, report => progress?.WriteLine(FormattableString.Invariant($"{report.Clip}: J {report.J:0.000}")), cancellation);
    }

    private void SayStills(int done, int all)
    {
        if (done - told >= 100 || done == all)
        {
            told = done;
            progress?.WriteLine($"stills: {done} of {all} phrases");
        }
    }
}
