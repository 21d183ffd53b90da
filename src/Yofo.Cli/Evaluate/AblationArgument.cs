using Yofo.Modeling;

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

    /// <summary>Reads one.</summary>
    /// <exception cref="UsageException">It has not the form NAME=FILE.</exception>
    public static AblationArgument Parse(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0 && at < text.Length - 1
            ? new(text[..at], text[(at + 1)..])
            : throw new UsageException($"'--ablation {text}' is not of the form NAME=FILE, as in --ablation fm-off=runs/fm-off/fm-off.safetensors.");
    }

    /// <summary>Makes sure that a name of the paper's ablation means what it says.</summary>
    /// <exception cref="YofoException">The weights have other switches.</exception>
    public void Check(NetworkOptions options)
    {
        if (Known.TryGetValue(Name, out var expected) && expected != (options.FeatureMining, options.MetaTransfer))
            throw new YofoException($"'{Weights}' is no '{Name}': it was trained with feature mining {(options.FeatureMining ? "on" : "off")} and meta-transfer {(options.MetaTransfer ? "on" : "off")}; name the right file.");
    }
}
