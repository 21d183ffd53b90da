using System.CommandLine;

namespace Yofo.Cli;

/// <summary>One verb of the tool, with the examples that lead its help.</summary>
internal sealed class Verb : Command
{
    /// <summary>Creates a verb.</summary>
    /// <param name="name">The word to type.</param>
    /// <param name="description">One sentence for the help.</param>
    /// <param name="examples">Whole command lines that work as they stand.</param>
    public Verb(string name, string description, params string[] examples)
        : base(name, description)
    {
        Examples = examples;
    }

    /// <summary>Whole command lines, the most common first.</summary>
    public IReadOnlyList<string> Examples { get; }
}
