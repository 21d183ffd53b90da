using System.CommandLine;

namespace Yofo.Cli;

/// <summary>Options that every verb has.</summary>
internal static class GlobalOptions
{
    /// <summary>No progress and no closing line; errors are still said.</summary>
    public static Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No progress and no closing line; errors only.", Recursive = true };
}
