using System.CommandLine;
using Yofo.Cli.Evaluate;

namespace Yofo.Cli.Verbs;

/// <summary><c>yofo evaluate</c>: run a model on clips and phrases, ours or a public set's, or score a folder of masks.</summary>
internal static class EvaluateVerb
{
    /// <summary>Builds the verb.</summary>
    public static Verb Create()
    {
        var verb = new Verb(
            "evaluate",
            "Measure a model on clips and phrases, or score a folder of masks.",
            "yofo evaluate --data ../shared/data --report docs/results/compact.json",
            "yofo evaluate --dataset ref-davis17 --root ref-davis --report davis.json --sheet davis.png",
            "yofo evaluate --dataset mevis --root mevis --split valid --submission mevis.zip",
            "yofo evaluate --truth truth --predictions masks --mode unsupervised --report score.json",
            "yofo evaluate --data ../shared/data --ablation full=a.safetensors --ablation fm-off=b.safetensors");
        foreach (var option in EvaluateOptions.All)
        {
            verb.Options.Add(option);
        }

        verb.SetAction(Execute);
        return verb;
    }

    private static int Execute(ParseResult parsed)
    {
        EvaluateOptions.Check(parsed);
        var error = parsed.InvocationConfiguration.Error;
        using var interruption = new Interruption(() => error.WriteLine("Stopping."));
        try
        {
            Run(parsed, interruption.Token);
            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("yofo: Stopped before the end; with --dataset, and with --data and --report, the same line goes on with what is not done.");
            return ExitCode.Interrupted;
        }
    }

    private static void Run(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(EvaluateOptions.Data) is not null)
        {
            DevelopmentEvaluation.Execute(parsed, cancellation);
        }
        else if (parsed.GetValue(EvaluateOptions.Dataset) is not null)
        {
            DatasetEvaluation.Execute(parsed, cancellation);
        }
        else
        {
            FolderEvaluation.Execute(parsed, cancellation);
        }
    }
}
