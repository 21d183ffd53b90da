using System.CommandLine;
using Yofo.Modeling;
using Yofo.Weights;
using static TorchSharp.torch;

namespace Yofo.Cli.Evaluate;

/// <summary>One network of an ablation, given as <c>NAME=FILE</c>.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Weights">Its weights.</param>
internal sealed record AblationArgument(string Name, string Weights)
{
    private static readonly Dictionary<string, (bool FeatureMining, bool MetaTransfer)> Known = new(StringComparer.Ordinal)
    {
        ["full"] = (true, true),
        ["fm-off"] = (false, true),
        ["mt-off"] = (true, false),
        ["both-off"] = (false, false),
    };

    /// <summary>Reads all of a call; none where it asks for no ablation.</summary>
    /// <exception cref="UsageException">One has not the form NAME=FILE, or something that is for one network is asked for too.</exception>
    public static IReadOnlyList<AblationArgument> Of(ParseResult parsed)
    {
        IReadOnlyList<AblationArgument> all = [.. (parsed.GetValue(EvaluateOptions.Ablation) ?? []).Select(Parse)];
        return all.Count == 0 || (parsed.GetValue(EvaluateOptions.Weights) ?? parsed.GetValue(EvaluateOptions.Sheet) ?? parsed.GetValue(EvaluateOptions.Submission)) is null
            ? all
            : throw new UsageException("--ablation names the weights itself, draws no sheet and packs no submission: leave --weights, --sheet and --submission out.");
    }

    /// <summary>Loads all of them, for a moment: a wrong file shows now, not after the others have run.</summary>
    /// <exception cref="YofoException">One does not load, or is not what it is called.</exception>
    public static void CheckAll(IEnumerable<AblationArgument> ablations, ModelFolder models, Device device)
    {
        foreach (var ablation in ablations)
        {
            using var network = models.Load(ablation.Weights, device); // in fp32: only whether it loads
            ablation.Check(network.Options);
        }
    }

    private static AblationArgument Parse(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0 && at < text.Length - 1
            ? new(text[..at], text[(at + 1)..])
            : throw new UsageException($"'--ablation {text}' is not of the form NAME=FILE, as in --ablation fm-off=runs/fm-off/fm-off.safetensors.");
    }

    // A name of the paper's ablation means what it says.
    private void Check(NetworkOptions options)
    {
        if (Known.TryGetValue(Name, out var expected) && expected != (options.FeatureMining, options.MetaTransfer))
            throw new YofoException($"'{Weights}' is no '{Name}': it was trained with feature mining {(options.FeatureMining ? "on" : "off")} and meta-transfer {(options.MetaTransfer ? "on" : "off")}; name the right file.");
    }
}
