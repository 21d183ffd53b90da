using System.CommandLine;

namespace Yofo.Cli.Verbs;

/// <summary>The file that a verb writes weights to: nothing that is there is lost unasked.</summary>
internal static class WeightsTarget
{
    /// <summary>The option that allows it.</summary>
    public static Option<bool> Overwrite() => new("--overwrite") { Description = "Replace weights that are there." };

    /// <summary>Ends the verb where it is not allowed.</summary>
    /// <exception cref="YofoException">A file is there.</exception>
    public static void Check(string target, bool overwrite)
    {
        if (File.Exists(target) && !overwrite)
        {
            throw new YofoException($"'{target}' is there already: pass --overwrite to replace it, or name another file with -o.");
        }
    }
}
