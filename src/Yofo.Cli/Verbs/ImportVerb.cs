using System.CommandLine;
using Yofo.Weights;

namespace Yofo.Cli.Verbs;

/// <summary><c>yofo import</c>: weights that Yofo may not bring itself, from a user's own file.</summary>
internal static class ImportVerb
{
    private static readonly Argument<string> Source = new("file") { HelpName = "FILE", Description = "A .pth or .safetensors file: the state dict of torchvision.models.resnet50. Nothing in it is run." };
    private static readonly Option<string?> Output = new("--output", "-o") { HelpName = "FILE", Description = "Where to write (default: base/resnet50.safetensors in models/, where configs/resnet50.json looks for it)." };
    private static readonly Option<bool> Overwrite = WeightsTarget.Overwrite();

    /// <summary>Builds the verb.</summary>
    public static Verb Create()
    {
        var verb = new Verb(
            "import",
            "Bring your own weights of the paper's backbone, ResNet-50, for configs/resnet50.json.",
            "yofo import resnet50.pth")
        {
            Source, Output, Overwrite,
        };
        verb.SetAction(Run);
        return verb;
    }

    private static int Run(ParseResult parsed)
    {
        var (source, target) = (parsed.GetRequiredValue(Source), parsed.GetValue(Output) ?? Path.Combine(ModelFolder.Find().BaseFolder, ResNetWeights.FileName));
        WeightsTarget.Check(target, parsed.GetValue(Overwrite));

        Engine.Compute.Use("cpu", 0);
        try
        {
            var (tensors, numbers) = ResNetWeights.Import(source, target);
            if (!parsed.GetValue(GlobalOptions.Quiet))
            {
                parsed.InvocationConfiguration.Error.WriteLine(FormattableString.Invariant($"{target}: ResNet-50, {tensors} tensors, {numbers / 1e6:0.0} million numbers, all names and shapes as torchvision has them."));
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new YofoException($"'{source}' cannot be brought to '{target}' ({failure.Message.TrimEnd('.')}): check both paths, or name another file with -o.", failure);
        }

        parsed.InvocationConfiguration.Output.WriteLine(target);
        return ExitCode.Done;
    }
}
