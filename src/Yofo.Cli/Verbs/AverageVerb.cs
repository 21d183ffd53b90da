using System.CommandLine;
using System.Globalization;
using Yofo.Weights;

namespace Yofo.Cli.Verbs;

/// <summary><c>yofo average</c>: the mean of trained weights.</summary>
internal static class AverageVerb
{
    private static readonly Argument<string[]> Sources = new("files")
    {
        HelpName = "FILE[=SHARE]",
        Arity = ArgumentArity.OneOrMore,
        Description = "Weights of one configuration, trained from the same ones, two or more. Shares need not add up to 1 (default: 1 each).",
    };

    private static readonly Option<string> Output = new("--output", "-o") { HelpName = "FILE", Description = "Where to write.", Required = true };
    private static readonly Option<bool> Overwrite = WeightsTarget.Overwrite();

    /// <summary>Builds the verb.</summary>
    public static Verb Create()
    {
        var verb = new Verb(
            "average",
            "Take the mean of trained weights: of several trainings from the same ones it is often better than each.",
            "yofo average models/compact.safetensors=2 runs/a/compact.safetensors runs/b/compact.safetensors -o mean.safetensors")
        {
            Sources, Output, Overwrite,
        };
        verb.SetAction(Run);
        return verb;
    }

    private static int Run(ParseResult parsed)
    {
        var target = parsed.GetRequiredValue(Output);
        WeightsTarget.Check(target, parsed.GetValue(Overwrite));
        var sources = Array.ConvertAll(parsed.GetRequiredValue(Sources), Source);
        Engine.Compute.Use("cpu", 0);
        try
        {
            WeightsAverage.Write(sources, target);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new YofoException($"'{target}' cannot be written ({failure.Message.TrimEnd('.')}): check its path, or name another file with -o.", failure);
        }

        parsed.InvocationConfiguration.Output.WriteLine(target);
        return ExitCode.Done;
    }

    // A file may have a '=' in its name.
    private static (string File, double Share) Source(string text)
    {
        var at = File.Exists(text) ? -1 : text.LastIndexOf('=');
        if (at < 0)
        {
            return (text, 1);
        }

        return double.TryParse(text[(at + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var share)
            ? (text[..at], share)
            : throw new UsageException($"'{text[(at + 1)..]}' in '{text}' is no share: give a number above 0, as in weights.safetensors=2.");
    }
}
